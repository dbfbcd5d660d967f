import type { InstallPlan, MarketTask } from '#shared/contract'
import { Emitter, err, fail, newId, ok, type Failure, type Result } from '#shared/kit'
import { serially } from '../kit'

/** Tasks that ended stay listed, so many of them. */
const MOST_ENDED = 100

/** What a task says and hears while it runs. */
export interface RunningTask {
  readonly signal: AbortSignal
  progress(stage: string, part: number): void
}

/** What is to be done, to which plugin. */
export type BegunTask = Pick<MarketTask, 'action' | 'plugin' | 'name'>

/** How a task ended. */
export interface TaskEnd {
  readonly version?: string
  readonly failures: readonly Failure[]
  readonly plan?: InstallPlan
}

/** Work that changes what is installed: one after another, told step by step, and ended when asked. */
export class MarketTasks implements AsyncDisposable {
  readonly changes = new Emitter<MarketTask>()
  readonly #tasks = new Map<string, MarketTask>()
  readonly #stops = new Map<string, AbortController>()
  readonly #inTurn = serially()
  #last: Promise<unknown> = Promise.resolve()

  get all(): readonly MarketTask[] {
    return [...this.#tasks.values()]
  }

  begin(
    { action, plugin, name }: BegunTask,
    work: (task: RunningTask) => Promise<TaskEnd>,
  ): { readonly task: string } {
    const id = newId()
    const stop = new AbortController()
    this.#stops.set(id, stop)
    this.#tell({
      ...{ id, action, plugin, state: 'running', stage: 'Waiting', progress: 0, failures: [] },
      ...(name !== undefined && { name }),
    })
    const running: RunningTask = {
      signal: stop.signal,
      progress: (stage, part) => {
        const task = this.#tasks.get(id)
        const progress = Math.max(task?.progress ?? 0, Math.min(1, part))
        if (task?.state === 'running') this.#tell({ ...task, stage, progress })
      },
    }
    this.#last = this.#inTurn(async () => {
      const end = stop.signal.aborted
        ? { failures: [fail('job-stopped', 'It was cancelled.')] }
        : await carefully(work, running)
      this.#end(id, end)
    })
    return { task: id }
  }

  /** Does something in turn with the tasks, and answers it. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTurn(work)
  }

  cancel(id: string): Result<void> {
    const task = this.#tasks.get(id)
    if (task === undefined) return err(fail('job-unknown', `There is no task “${id}”.`))
    this.#stops.get(id)?.abort()
    return ok()
  }

  /** Of tests and of the command line, which wait for what they began. */
  async ended(id: string): Promise<MarketTask | undefined> {
    const task = this.#tasks.get(id)
    if (task?.state !== 'running') return task
    const { promise, resolve } = Promise.withResolvers<MarketTask>()
    using _subscription = this.changes.on(now => {
      if (now.id === id && now.state !== 'running') resolve(now)
    })
    return await promise
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stop of this.#stops.values()) stop.abort()
    await this.#last
    this.changes[Symbol.dispose]()
  }

  #end(id: string, end: TaskEnd): void {
    const task = this.#tasks.get(id)
    this.#stops.delete(id)
    if (task === undefined) return
    const isStopped = end.failures.some(({ code }) => code === 'job-stopped')
    const state = end.failures.length === 0 ? 'done' : isStopped ? 'cancelled' : 'failed'
    this.#tell({ ...task, ...end, state, ...(state === 'done' && { progress: 1, stage: '' }) })
    const ended = this.all.filter(({ state }) => state !== 'running')
    for (const { id: old } of ended.slice(0, -MOST_ENDED)) this.#tasks.delete(old)
  }

  #tell(task: MarketTask): void {
    this.#tasks.set(task.id, task)
    this.changes.emit(task)
  }
}

/** A bug in one task ends that task. */
async function carefully(
  work: (task: RunningTask) => Promise<TaskEnd>,
  running: RunningTask,
): Promise<TaskEnd> {
  try {
    return await work(running)
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : String(thrown)
    return { failures: [fail('internal', said.slice(0, 200))] }
  }
}
