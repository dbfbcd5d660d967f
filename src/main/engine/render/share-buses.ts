import { allocateRoom, unmark, type Bus } from './bus'
import { isMovable, isUnread, type BusUse } from './bus-uses'
import type { KernelModule } from './kernel-module'
import type { Step } from './steps'

let passes = 0

/**
 * Lets the buses of a task lie where others of the same task lay that nobody reads any more, so that what a thread
 * works on stays in its cache. Buses that other tasks touch stay where they are. With the owner all go back.
 */
export function shareBuses(
  kernels: KernelModule,
  tasks: readonly (readonly Step[])[],
  owner: DisposableStack,
): void {
  passes += 1
  for (const [task, steps] of tasks.entries()) {
    for (const [index, { reads, writes }] of steps.entries()) {
      for (const use of reads) touch(use, task, index)
      for (const use of writes) touch(use, task, index)
    }
  }
  const moved: BusUse[] = []
  owner.defer(() => {
    for (const use of moved) {
      move(kernels, use, use.at)
      widen(kernels, use, use.channels)
    }
  })
  for (const steps of tasks) shareWithin(kernels, steps, moved, owner)
}

/** Notes who touches a bus, and when it is touched for the last time. */
function touch({ sharing }: BusUse, task: number, index: number): void {
  if (sharing.pass !== passes) {
    sharing.pass = passes
    sharing.task = task
    sharing.shared = false
    sharing.lies = undefined
  } else if (sharing.task !== task) sharing.shared = true
  sharing.last = index
}

function shareWithin(
  kernels: KernelModule,
  steps: readonly Step[],
  moved: BusUse[],
  owner: DisposableStack,
): void {
  const free = new Map<number, Bus[]>()
  for (const [index, { reads, writes }] of steps.entries()) {
    for (const use of writes) {
      const { sharing, channels } = use
      if (sharing.shared || sharing.lies !== undefined || !isMovable(use)) continue
      sharing.lies = free.get(channels)?.pop() ?? allocateRoom(kernels.arena, channels, owner)
      move(kernels, use, sharing.lies.at)
      if (isUnread(use)) widen(kernels, use, 0)
      moved.push(use)
    }
    // What is touched in this step for the last time is free from the next one on: outputs are never inputs.
    for (const use of reads) release(use, index, free)
    for (const use of writes) release(use, index, free)
  }
}

function release({ sharing }: BusUse, index: number, free: Map<number, Bus[]>): void {
  const { lies, last } = sharing
  if (lies === undefined || last !== index) return
  // Once: a step may both read and write it, or name it twice.
  sharing.last = -1
  const list = free.get(lies.channels)
  if (list === undefined) free.set(lies.channels, [lies])
  else list.push(lies)
}

function move({ arena }: KernelModule, { places, marks }: BusUse, at: number): void {
  const { words } = arena
  // What they say is true of the memory that the bus leaves.
  if (marks !== 0) unmark(arena, marks)
  for (const place of places) words[place >>> 2] = at
}

function widen({ arena }: KernelModule, { widths }: BusUse, channels: number): void {
  for (const word of widths) arena.words[word >>> 2] = channels
}
