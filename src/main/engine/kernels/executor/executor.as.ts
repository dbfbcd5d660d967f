// Runs a program on as many threads as help. A program is a list of tasks; a task is a list of steps, and waits for
// the tasks that feed it. A block is cut into parts (of 1024 frames, where nothing else is said): part n of a task may run once part n of
// the tasks before it has, so branches run side by side, and so do the stages of a chain, each a part behind the one
// before. Which thread takes what depends on the moment; no sample does.

import { QUANTUM, setChannelBytes } from '../lib/header.as'
import { takeScratch, THREADS } from '../lib/scratch.as'
import { runSteps } from '../steps/steps.as'

// The board, one for all threads: u32 tasks, u32 address of the first, u32 frames of the block, then those that
// change while others look: u32 generation, i32 parts left (0 or less: none), u32 helpers inside, u32 end.
const TASKS: usize = 0
const FIRST: usize = 4
const FRAMES: usize = 8
const GENERATION: usize = 64
const LEFT: usize = 128
const INSIDE: usize = 192
const END: usize = 196
/** u32 helpers that came so far. */
const CAME: usize = 200
/** u32 threads that sleep until another part is done. */
const SLEEPING: usize = 204
/** u32 1 once a step broke down on a helper. */
const FELL: usize = 208

// A task: u32 list of steps, count, u32 whether it goes quantum by quantum, u32 whether only the main thread may
// run it, u32 list of tasks to wait for, count, then u32 parts done, u32 taken.
const TASK_BYTES: usize = 64
const STEPS: usize = 0
const STEP_COUNT: usize = 4
const LOOPS: usize = 8
const MAIN: usize = 12
const WAITS: usize = 16
const WAIT_COUNT: usize = 20
const DONE: usize = 32
const TAKEN: usize = 36

/** u32 frames of a part. */
const PART: usize = 16
/**
 * Looks for something to do before a thread sleeps until another part is done: some 0.2 ms. Who holds what it waits for
 * may be the one whose core it keeps.
 */
const LOOKS: u32 = 1500
/** Nanoseconds that it sleeps at most: nobody need wake it. */
const NAP: i64 = 500000

/** u32 looks at the generation before a helper goes to sleep: 400 take some 20 µs. */
const PATIENCE: usize = 12

/** Of each thread its own; kept so that the waiting below is not left out as work for nothing. */
let idled: f64 = 1

/**
 * Some 50 ns in which a thread that looks out for work leaves the core to its neighbour: two threads of one core
 * share its units, and looking again and again takes as many of them as rendering does. Wasm has no such
 * instruction, but roots that wait for each other take next to nothing.
 */
function pause(): void {
  let root = idled
  for (let times = 0; times < 8; times++) root = Math.sqrt(root + 1)
  idled = root
}

/** Sets the frames of a bus, before anything else is called. */
export function executor_set_block(frames: u32): void {
  setChannelBytes(<usize>frames << 2)
}

/** Renders a block: the main thread's part in it. */
export function executor_run(board: usize, frames: u32, helpers: u32): void {
  const tasks = load<u32>(board + TASKS)
  const first = <usize>load<u32>(board + FIRST)
  if (helpers == 0 || tasks == 1) return runAlone(first, tasks, frames, load<u32>(board + PART))
  for (let index: u32 = 0; index < tasks; index++) {
    const task = first + <usize>index * TASK_BYTES
    store<u32>(task + DONE, 0)
    store<u32>(task + TAKEN, 0)
  }
  store<u32>(board + FRAMES, frames)
  atomic.store<u32>(board + LEFT, tasks * partsOf(frames, load<u32>(board + PART)))
  atomic.add<u32>(board + GENERATION, 1)
  atomic.notify(board + GENERATION, helpers)
  work(board, true)
  leaveAlone(board)
}

/** 1 once a step broke down on a helper: no block was whole since. */
export function executor_fell(board: usize): u32 {
  return atomic.load<u32>(board + FELL)
}

/** After a step threw on a helper: nobody waits for what will not come. */
export function executor_fall(board: usize): void {
  atomic.store<u32>(board + FELL, 1)
  atomic.store<u32>(board + LEFT, 0)
  atomic.notify(board + LEFT, -1)
  if (atomic.sub<u32>(board + INSIDE, 1) == 1) atomic.notify(board + INSIDE, 1)
}

/** Until no helper looks at the tasks any more, which may change then. */
function leaveAlone(board: usize): void {
  let looks: u32 = 0
  for (;;) {
    const inside = atomic.load<u32>(board + INSIDE)
    if (inside == 0) return
    pause()
    if (looks++ > LOOKS) atomic.wait<u32>(board + INSIDE, inside, NAP)
  }
}

/** A helper's life: it sleeps between blocks, and ends when told to. */
export function executor_help(board: usize): void {
  const thread = atomic.add<u32>(board + CAME, 1) + 1
  if (thread >= THREADS) return
  takeScratch(thread)
  let seen: u32 = 0
  while (atomic.load<u32>(board + END) == 0) {
    const patience = load<u32>(board + PATIENCE)
    let spins: u32 = 0
    while (atomic.load<u32>(board + GENERATION) == seen && spins < patience) {
      pause()
      spins++
    }
    if (spins == patience) atomic.wait<u32>(board + GENERATION, seen, -1)
    seen = atomic.load<u32>(board + GENERATION)
    atomic.add<u32>(board + INSIDE, 1)
    if (<i32>atomic.load<u32>(board + LEFT) > 0) work(board, false)
    if (atomic.sub<u32>(board + INSIDE, 1) == 1) atomic.notify(board + INSIDE, 1)
  }
}

/** Sends the helpers home. */
export function executor_end(board: usize): void {
  atomic.store<u32>(board + END, 1)
  atomic.add<u32>(board + GENERATION, 1)
  atomic.notify(board + GENERATION, -1)
}

/** After a step of the host's threw: nobody waits for what will not come. */
export function executor_abandon(board: usize): void {
  atomic.store<u32>(board + LEFT, 0)
  atomic.notify(board + LEFT, -1)
  leaveAlone(board)
}

function runAlone(first: usize, tasks: u32, frames: u32, part: u32): void {
  for (let offset: u32 = 0; offset < frames; offset += part) {
    for (let index: u32 = 0; index < tasks; index++) {
      runPart(first + <usize>index * TASK_BYTES, offset, min(part, frames - offset))
    }
  }
}

function partsOf(frames: u32, part: u32): u32 {
  return (frames + part - 1) / part
}

/** Runs a list of steps by itself. */
export function executor_run_steps(list: usize, count: u32, offset: u32, frames: u32): void {
  runSteps(list, count, offset, frames)
}

/** The same for steps that go quantum by quantum. */
export function executor_run_loop(list: usize, count: u32, offset: u32, frames: u32): void {
  for (let quantum: u32 = 0; quantum < frames; quantum += QUANTUM) {
    runSteps(list, count, offset + quantum, QUANTUM)
  }
}

function runPart(task: usize, offset: u32, frames: u32): void {
  const steps = <usize>load<u32>(task + STEPS)
  const count = load<u32>(task + STEP_COUNT)
  if (load<u32>(task + LOOPS) == 0) runSteps(steps, count, offset, frames)
  else executor_run_loop(steps, count, offset, frames)
}

/** Takes parts until none is left. */
function work(board: usize, main: bool): void {
  const tasks = load<u32>(board + TASKS)
  const first = <usize>load<u32>(board + FIRST)
  const frames = load<u32>(board + FRAMES)
  const long = load<u32>(board + PART)
  const parts = partsOf(frames, long)
  let looks: u32 = 0
  for (;;) {
    const left = atomic.load<u32>(board + LEFT)
    // Less than 0: it was given up while parts were under way.
    if (<i32>left <= 0) return
    if (runNext(board, first, tasks, parts, long, frames, main)) {
      looks = 0
      continue
    }
    pause()
    if (++looks == LOOKS) {
      looks = 0
      atomic.add<u32>(board + SLEEPING, 1)
      atomic.wait<u32>(board + LEFT, left, NAP)
      atomic.sub<u32>(board + SLEEPING, 1)
    }
  }
}

/**
 * Takes a part of a task and renders it; whether there was one. What belongs to the first half of the block comes first, so that
 * the sum of all tracks goes on beside them and not after them; of those the last task does, as long as it can: what is in
 * the cache is used up before more is made.
 */
function runNext(board: usize, first: usize, tasks: u32, parts: u32, long: u32, frames: u32, main: bool): bool {
  let next: usize = 0
  for (let index = <i32>tasks - 1; index >= 0; index--) {
    const task = first + <usize>index * TASK_BYTES
    if (!main && load<u32>(task + MAIN) != 0) continue
    const done = atomic.load<u32>(task + DONE)
    if (done == parts || atomic.load<u32>(task + TAKEN) != 0 || !isReady(first, task, done)) continue
    const isEarly = done << 1 < parts
    if (isEarly || next == 0) next = task
    if (isEarly) break
  }
  if (next == 0 || atomic.cmpxchg<u32>(next + TAKEN, 0, 1) != 0) return false
  // Another thread may have run a part between the two looks.
  const part = atomic.load<u32>(next + DONE)
  const isLeft = part < parts && isReady(first, next, part)
  if (isLeft) {
    const offset = part * long
    runPart(next, offset, min(long, frames - offset))
    atomic.store<u32>(next + DONE, part + 1)
  }
  atomic.store<u32>(next + TAKEN, 0)
  if (isLeft) {
    atomic.sub<u32>(board + LEFT, 1)
    if (atomic.load<u32>(board + SLEEPING) != 0) atomic.notify(board + LEFT, -1)
  }
  return isLeft
}

function isReady(first: usize, task: usize, part: u32): bool {
  const waits = <usize>load<u32>(task + WAITS)
  const count = load<u32>(task + WAIT_COUNT)
  for (let index: u32 = 0; index < count; index++) {
    const before = first + <usize>load<u32>(waits + (<usize>index << 2)) * TASK_BYTES
    if (atomic.load<u32>(before + DONE) <= part) return false
  }
  return true
}
