import type { StepGroup } from './program'
import type { Step } from './steps'

/** Work that one thread does in one go. */
export interface PlannedTask {
  readonly steps: readonly Step[]
  readonly loops: boolean
  /** Indices of the tasks before it that feed it. */
  readonly waits: readonly number[]
}

type Milliseconds = number

/** Below this a part of a block is rendered before a helper has woken up. */
const LEAST_PART: Milliseconds = 0.03
/** Taking a task costs about 0.3 µs: tasks are at least so long that this is nothing beside them. */
const LEAST_TASK: Milliseconds = 0.004
/**
 * Tasks of a block for each thread: enough that threads seldom wait for one another, and no more, since what a task
 * hands to another has to come from the other core's cache.
 */
const TASKS_A_THREAD = 6
/**
 * Of that length, what a task has at least where the next group hears nothing at all: a task that ends with its track waits
 * for none.
 */
const ENDED = 0.5
/** And where the next group has to wait for others, too: the tracks before a sum of all do not wait with it. */
const JOINED = 0.25

/**
 * Puts groups together to tasks: runs of neighbours in the order of the schedule that cost about the same. A run
 * of neighbours never waits for a task behind it, so tasks cannot wait for each other in a circle. Scripts of one plugin
 * in a row stay together: its process is asked for them at once. Without costs
 * (milliseconds a part, group by group), or where all of them are too small, a task is as long as can be.
 */
export function planTasks(
  groups: readonly StepGroup[],
  costs: readonly Milliseconds[],
  threads = 1,
): PlannedTask[] {
  const total = costs.reduce((sum, cost) => sum + cost, 0)
  const target =
    total < LEAST_PART
      ? Number.POSITIVE_INFINITY
      : Math.max(LEAST_TASK, total / (threads * TASKS_A_THREAD))
  const taskOf: number[] = []
  const tasks: {
    steps: Step[]
    loops: boolean
    main: boolean
    cost: Milliseconds
    waits: Set<number>
  }[] = []
  /** Of the target, what the last task, which waits for others, costs at least for a group not to be a part of it. */
  const leastOf = (index: number, others: ReadonlySet<number>): number => {
    const waits = new Set(groups[index]?.waits.map(group => taskOf[group] ?? 0))
    if (waits.size === 0) return ENDED
    const isAlike = waits.delete(tasks.length - 1) && [...waits].every(task => others.has(task))
    return isAlike ? 1 : JOINED
  }
  groups.forEach(({ steps, loops, waits }, index) => {
    const main = steps.some(step => step.main)
    const last = tasks.at(-1)
    const apart =
      last === undefined ||
      loops ||
      last.loops ||
      (last.cost >= target * leastOf(index, last.waits) && !goesOn(groups, index)) ||
      (target !== Number.POSITIVE_INFINITY && main !== last.main)
    const task = apart ? { steps: [], loops, main, cost: 0, waits: new Set<number>() } : last
    if (apart) tasks.push(task)
    task.steps.push(...steps)
    task.cost += costs[index] ?? 0
    taskOf.push(tasks.length - 1)
    for (const group of waits) {
      const before = taskOf[group]
      if (before !== undefined && before !== tasks.length - 1) task.waits.add(before)
    }
  })
  return tasks.map(({ steps, loops, waits }) => ({ steps, loops, waits: [...waits] }))
}

/** Whether a group’s script hears that of the one before it, and both are of one process. */
function goesOn(groups: readonly StepGroup[], index: number): boolean {
  const pluginOf = (group: StepGroup | undefined) =>
    group?.steps.find(step => step.script?.plugin !== undefined)?.script?.plugin
  const own = groups[index]
  const plugin = pluginOf(own)
  const hears = own?.waits.includes(index - 1) === true
  return plugin !== undefined && hears && pluginOf(groups[index - 1]) === plugin
}
