import type { Frames } from '#shared/kit'
import { allocate } from './bus'
import type { Helpers } from './helpers'
import type { KernelFunction, KernelModule } from './kernel-module'
import { HelpTrial } from './help-trial'
import { planTasks, type PlannedTask } from './plan-tasks'
import { sinkGains } from './fuse-gains'
import { fuseSteps } from './fuse-steps'
import { shareBuses } from './share-buses'
import { StepMaker, type Step } from './steps'

/** Steps that belong together: those of a node, or of all nodes of a loop. */
export interface StepGroup {
  readonly steps: readonly Step[]
  /** Goes quantum by quantum, since cables form a loop. */
  readonly loops: boolean
  /** Indices of the groups that feed it. */
  readonly waits: readonly number[]
}

type Milliseconds = number

const TASK_BYTES = 64
/** Frames of the parts in which threads take work. */
const PART: Frames = 1024
/** Where on the board that stands. */
const PART_AT = 16
/** Of the cost of a block, what scripts take, at least, for a whole block to be one part: they are called less often. */
const SCRIPTED = 0.8
/**
 * Blocks in which the cost of the groups is measured: in the ones before much of the time is that of compiling, and in a
 * single one something else may have had the core.
 */
const MEASURED = { from: 3, to: 4 } as const
/**
 * What steps of a part take, more or less, as long as nobody measured it: those of the engine, of which loops call each
 * eight times, and those of the host. Files are dealt out by that: threads take parts as they come, so it need not be right.
 */
const GUESS: Milliseconds = 0.002
const GUESS_IN_LOOP: Milliseconds = 0.004
const GUESS_OF_HOST: Milliseconds = 0.04
/** Of the cost of a block, what others than the main thread may do, at least, for them to be called. */
const LEAST_SHARE = 0.2
/**
 * How many times the longest group all together must take for others to be called: it sets the pace of all, and each
 * time another core takes it up it fetches what it remembers. A long convolution took 38 ms on two threads, 25 on one.
 */
const LEAST_GAIN = 1.7
/**
 * What a part takes, at least, for others to be called in a render to a file: what they wait for and look out for takes the
 * core from the thread that writes the file. With three times as much, eight echoes took 28 ms in place of 18.
 */
const LEAST_WORK: Milliseconds = 0.02
/**
 * Of the time that a block sounds (at 48 kHz): while it plays and takes less than this, one thread does it. Two would be
 * sooner done, but must both be awake: a machine that is busy with other things may not let them.
 */
const CALM = 0.3

/**
 * What is rendered in every block, in the form that the executor runs. What its groups cost, guessed at first and soon
 * measured, decides how they are dealt out to the threads; where helping would cost more than it saves, nobody helps.
 */
export class Program implements Disposable {
  readonly #kernels: KernelModule
  readonly #groups: readonly StepGroup[]
  readonly #helpers: Helpers | undefined
  readonly #board: number
  readonly #run: KernelFunction
  readonly #fell: KernelFunction
  #tasks = new DisposableStack()
  #sharing = new DisposableStack()
  #helping = 0
  #blocks = 0
  /** Dealt out for one thread, in tasks as long as can be. */
  #isWhole = false
  /** Of a render to a file: while it is tried whether the others help. */
  #trial: HelpTrial | undefined
  /** Of the groups, the least that was measured. */
  #costs: readonly Milliseconds[] = []

  constructor(
    kernels: KernelModule,
    board: number,
    groups: readonly StepGroup[],
    helpers: Helpers | undefined,
  ) {
    this.#kernels = kernels
    this.#board = board
    this.#groups = sinkGains(groups)
    this.#helpers = helpers
    this.#run = kernels.call('executor_run')
    this.#fell = kernels.call('executor_fell')
    this.#part(PART)
    if (helpers?.playing === false || groups.some(isOfHost)) this.#share(this.#groups.map(guess))
    else this.#alone()
  }

  render(frames: Frames): void {
    this.#blocks += 1
    const { from, to } = MEASURED
    if (this.#trial !== undefined) return this.#try(this.#trial, frames)
    if (this.#helpers === undefined || this.#blocks < from || this.#blocks > to) {
      return this.#go(frames)
    }
    const costs = this.#measure(frames)
    this.#costs = costs.map((cost, index) => Math.min(cost, this.#costs[index] ?? cost))
    if (this.#blocks !== to) return
    this.#share(this.#costs)
    if (this.#helping > 0 && !this.#helpers.playing) this.#trial = new HelpTrial()
  }

  /** Every bus where it was, before anything that knows of buses goes: it cannot be rendered any more. */
  unshare(): void {
    this.#sharing.dispose()
  }

  [Symbol.dispose](): void {
    this.#tasks.dispose()
    this.#kernels.arena.words.fill(0, this.#board >>> 2, (this.#board >>> 2) + 2)
  }

  #try(trial: HelpTrial, frames: Frames): void {
    const began = performance.now()
    this.#go(frames, trial.calls ? this.#helping : 0)
    trial.took((performance.now() - began) / frames)
    if (trial.helps === undefined) return
    this.#trial = undefined
    if (!trial.helps) this.#alone()
  }

  /** One thread, in tasks as long as can be. */
  #alone(): void {
    this.#helping = 0
    this.#isWhole = true
    this.#deal(planTasks(this.#groups, []))
  }

  #go(frames: Frames, helping = this.#helping): void {
    try {
      this.#run(this.#board, frames, helping)
      if (helping > 0 && this.#fell(this.#board) !== 0) {
        throw new Error('A step broke down on a thread that helps to render')
      }
    } catch (thrown) {
      this.#kernels.call('executor_abandon')(this.#board)
      throw thrown
    }
  }

  /** Renders a block group by group; what each took for a part. The buses lie where they lay. */
  #measure(frames: Frames): Milliseconds[] {
    using stack = new DisposableStack()
    const maker = new StepMaker(this.#kernels, stack)
    return this.#groups.map(({ steps, loops }) => {
      const fused = fuseSteps(steps, maker, loops)
      const run = this.#kernels.call(loops ? 'executor_run_loop' : 'executor_run_steps')
      const list = maker.list(fused)
      const began = performance.now()
      run(list, fused.length, 0, frames)
      return ((performance.now() - began) * PART) / frames
    })
  }

  /** Deals by costs of a part, group by group. */
  #share(costs: readonly Milliseconds[]): void {
    const sum = (list: readonly Milliseconds[]) => list.reduce((total, cost) => total + cost, 0)
    const total = sum(costs)
    const shared = sum(costs.filter((_, index) => !isOfHost(this.#groups[index])))
    this.#part(total - shared > SCRIPTED * total ? this.#kernels.arena.block : PART)
    // A helper that looks for work where there is little takes time from the thread that it waits for.
    const late = total > (this.#helpers?.playing === true ? CALM * (PART / 48) : LEAST_WORK)
    const longest = costs.reduce((most, cost) => Math.max(most, cost), 0)
    const apart = shared > LEAST_SHARE * total && total >= LEAST_GAIN * longest
    const helps = apart && late
    // One thread goes on as it does: to deal hundreds of nodes out anew takes tens of milliseconds, amid the sound.
    if (!helps && this.#isWhole) return
    const tasks = planTasks(this.#groups, costs, 1 + (this.#helpers?.count ?? 0))
    this.#helping = helps && tasks.length > 1 ? (this.#helpers?.count ?? 0) : 0
    this.#isWhole = false
    this.#deal(tasks)
  }

  #part(frames: Frames): void {
    this.#kernels.arena.words[(this.#board + PART_AT) >>> 2] = frames
  }

  #deal(tasks: readonly PlannedTask[]): void {
    this.#tasks.dispose()
    this.#tasks = new DisposableStack()
    const { arena } = this.#kernels
    const maker = new StepMaker(this.#kernels, this.#tasks)
    const first = allocate(arena, Math.max(1, tasks.length) * TASK_BYTES, this.#tasks)
    const fused = tasks.map(task => fuseSteps(task.steps, maker, task.loops))
    this.#sharing = this.#tasks.use(new DisposableStack())
    shareBuses(this.#kernels, fused, this.#sharing)
    tasks.forEach((task, index) => {
      const steps = fused[index] ?? []
      const list = maker.list(steps)
      const waits = maker.numbers(task.waits)
      const main = steps.some(step => step.main)
      const words = [list, steps.length, Number(task.loops), Number(main), waits]
      arena.words.set([...words, task.waits.length], (first + index * TASK_BYTES) >>> 2)
    })
    arena.words.set([tasks.length, first], this.#board >>> 2)
  }
}

function isOfHost(group: StepGroup | undefined): boolean {
  return group?.steps.some(step => step.main) === true
}

function guess({ steps, loops }: StepGroup): Milliseconds {
  const own = loops ? GUESS_IN_LOOP : GUESS
  return steps.reduce((sum, { main }) => sum + (main ? GUESS_OF_HOST : own), 0)
}
