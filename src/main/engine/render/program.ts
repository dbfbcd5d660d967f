import type { Frames } from '#shared/kit'
import { allocate } from './bus'
import type { Helpers } from './helpers'
import type { KernelFunction, KernelModule } from './kernel-module'
import { planTasks, type PlannedTask } from './plan-tasks'
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

const TASK_BYTES = 64
/** Frames of the parts in which threads take work. */
const PART: Frames = 1024
/** Where on the board that stands. */
const PART_AT = 16
/** Of the cost of a block, what scripts take, at least, for a whole block to be one part: they are called less often. */
const SCRIPTED = 0.8
/** Blocks rendered before the cost of the groups is measured: until then much of the time is that of compiling. */
const WARM_UP = 3
/** Of the cost of a block, what others than the main thread may do, at least, for them to be called. */
const LEAST_SHARE = 0.2
/**
 * Of the time that a block sounds (at 48 kHz): while it plays and takes less than this, one thread does it. Two would be
 * sooner done, but must both be awake: a machine that is busy with other things may not let them.
 */
const CALM = 0.3

/**
 * What is rendered in every block, in the form that the executor runs. It measures what its groups cost and deals
 * them out to the threads by that; where helping would cost more than it saves, nobody helps.
 */
export class Program implements Disposable {
  readonly #kernels: KernelModule
  readonly #groups: readonly StepGroup[]
  readonly #helpers: Helpers | undefined
  readonly #board: number
  readonly #run: KernelFunction
  readonly #scripted: boolean
  #tasks = new DisposableStack()
  #sharing = new DisposableStack()
  #helping = 0
  #blocks = 0

  constructor(
    kernels: KernelModule,
    board: number,
    groups: readonly StepGroup[],
    helpers: Helpers | undefined,
  ) {
    this.#kernels = kernels
    this.#board = board
    this.#groups = groups
    this.#helpers = helpers
    this.#run = kernels.call('executor_run')
    this.#scripted = groups.some(({ steps }) => steps.some(step => step.main))
    this.#part(PART)
    this.#deal(planTasks(this.#groups, []))
  }

  render(frames: Frames): void {
    this.#blocks += 1
    const tells = this.#helpers !== undefined || this.#scripted
    if (tells && this.#blocks === WARM_UP) return this.#measure(frames)
    try {
      this.#run(this.#board, frames, this.#helping)
    } catch (thrown) {
      this.#kernels.call('executor_abandon')(this.#board)
      throw thrown
    }
  }

  /** Every bus where it was, before anything that knows of buses goes: it cannot be rendered any more. */
  unshare(): void {
    this.#sharing.dispose()
  }

  [Symbol.dispose](): void {
    this.#tasks.dispose()
    this.#kernels.arena.words.fill(0, this.#board >>> 2, (this.#board >>> 2) + 2)
  }

  /** Renders a block group by group, and deals anew by what each took. */
  #measure(frames: Frames): void {
    this.#deal(this.#groups.map((group, index) => ({ ...group, groups: [index] })))
    const { arena } = this.#kernels
    const costs = this.#groups.map(() => 0)
    const first = arena.words[(this.#board >>> 2) + 1] ?? 0
    // A part at a time, so that every group finds its input where it would find it: in the cache.
    const part = this.#kernels.call('executor_run_part')
    for (let offset = 0; offset < frames; offset += PART) {
      for (const index of costs.keys()) {
        const began = performance.now()
        part(first + index * TASK_BYTES, offset, Math.min(PART, frames - offset))
        costs[index] = (costs[index] ?? 0) + performance.now() - began
      }
    }
    const parts = Math.ceil(frames / PART)
    const costsOfPart = costs.map(cost => cost / parts)
    const tasks = planTasks(this.#groups, costsOfPart)
    const alone = this.#groups.map(group => (group.steps.some(step => step.main) ? 1 : 0))
    const sum = (list: readonly number[]) => list.reduce((total, cost) => total + cost, 0)
    const shared = sum(costs.map((cost, index) => (alone[index] === 1 ? 0 : cost)))
    // A helper that looks for work where there is little takes time from the thread that it waits for.
    const late = this.#helpers?.playing !== true || sum(costs) > CALM * (frames / 48)
    const scripts = sum(costs) - shared
    this.#part(scripts > SCRIPTED * sum(costs) ? arena.block : PART)
    const pays = tasks.length > 1 && shared > LEAST_SHARE * sum(costs) && late
    this.#helping = pays ? (this.#helpers?.count ?? 0) : 0
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
    const fused = tasks.map(task => fuseSteps(task.steps, maker))
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
