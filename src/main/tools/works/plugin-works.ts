import { nanoid } from 'nanoid'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Extra } from '../../grants'
import type { WorkDone, WorkOrder, WorkRuns } from '../../plugins'
import type { PluginRunner } from '../plugin-runner'
import { WorkFiles } from './work-files'

/** A work that says nothing for so long, with nothing of its models under way, has stopped. */
const PATIENCE_MS = 120_000
/** The longest that a job of a plugin may take; how long it is silent is what counts. */
const LONGEST_MS = 24 * 3_600_000

const seconds = z.number().min(0).max(1e7)
const span = z.object({ from: seconds, to: seconds }).refine(({ from, to }) => from <= to)
const note = z.object({
  ...{ start: seconds, length: seconds },
  key: z.number().min(0).max(127),
  velocity: z.number().min(0).max(1),
})
const resultSchema = z
  .object({
    spans: z.array(span).max(100_000).optional(),
    notes: z.array(note).max(100_000).optional(),
  })
  .nullish()
  .transform(result => result ?? {})

const asking = { work: z.string().max(40) }
const port = z.string().max(64)
const count = z.number().int()
const reading = z.strictObject({ ...asking, port, from: count, count: count.min(0) })
const writing = z.strictObject({ ...asking, port, data: z.string() })
const telling = z.strictObject({
  ...asking,
  done: z.number(),
  stage: z.string().max(200).optional(),
})

interface Running {
  readonly plugin: string
  readonly order: WorkOrder
  readonly files: WorkFiles
  heard: number
}

/**
 * Works of plugins: nodes that make clips of clips in the plugin’s own code. Each runs in an isolate of its own, reads and writes
 * sound piece by piece through what it was handed, and reaches nothing else by it.
 */
export class PluginWorks implements WorkRuns {
  readonly #runner: Pick<PluginRunner, 'call' | 'end'>
  readonly #running = new Map<string, Running>()

  constructor(runner: Pick<PluginRunner, 'call' | 'end'>) {
    this.#runner = runner
  }

  /** They need no right: whoever has no work under way is refused. */
  get extras(): Readonly<Record<string, Extra>> {
    return {
      'work.read': {
        run: (plugin, args) =>
          this.#with(plugin, reading, args, ({ files }, wish) =>
            files.read(wish.port, wish.from, wish.count),
          ),
      },
      'work.write': {
        run: (plugin, args) =>
          this.#with(plugin, writing, args, ({ files }, wish) =>
            files.write(wish.port, Buffer.from(wish.data, 'base64')),
          ),
      },
      'work.progress': {
        run: (plugin, args) =>
          this.#with(plugin, telling, args, async ({ order }, { done, stage }) => {
            order.progress(Math.min(1, Math.max(0, done)), stage)
            return ok()
          }),
      },
    }
  }

  async run(order: WorkOrder): Promise<Result<WorkDone>> {
    const { plugin, node, params, clips, outputs, hears, folder, signal } = order
    const work = nanoid(16)
    await using files = new WorkFiles({ clips, outputs, hears, folder })
    this.#running.set(work, { plugin, order, files, heard: performance.now() })
    const told = Object.fromEntries(
      Object.entries(clips).map(([name, { frames }]) => [name, { ...hears, frames }]),
    )
    const input = { work, params, clips: told, outputs, channels: hears.channels }
    const stopped = this.#stopOf(work, signal)
    const instance = { id: `work-${work}` }
    try {
      const calling = { what: 'work' as const, name: node, input, timeoutMs: LONGEST_MS }
      const done = await Promise.race([
        this.#runner.call(plugin, calling, instance),
        stopped.promise,
      ])
      if (!done.ok) return done
      const result = resultSchema.safeParse(done.value)
      if (!result.success) {
        const [issue] = result.error.issues
        const at = issue?.path.map(String).join('/') ?? ''
        return err(fail('work-answer-invalid', `${plugin}: ${at}: ${issue?.message ?? 'wrong'}.`))
      }
      const finished = await files.finish()
      return finished.ok ? ok({ ...result.data, files: finished.value }) : finished
    } finally {
      this.#running.delete(work)
      stopped[Symbol.dispose]()
      // Who waits for it has its answer; the isolate goes by itself.
      void this.#runner.end(plugin, instance.id)
    }
  }

  /** Resolves when it is called off, or says nothing for too long. */
  #stopOf(work: string, signal: AbortSignal): Disposable & { promise: Promise<Result<never>> } {
    const { promise, resolve } = Promise.withResolvers<Result<never>>()
    const stop = () => resolve(err(fail('job-stopped', 'It was stopped.')))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
    const timer = setInterval(() => {
      const { heard = 0, plugin = '' } = this.#running.get(work) ?? {}
      if (performance.now() - heard < PATIENCE_MS) return
      const seconds = PATIENCE_MS / 1000
      resolve(err(fail('plugin-timeout', `${plugin} read and wrote nothing for ${seconds} s.`)))
    }, 1000)
    timer.unref()
    return {
      promise,
      [Symbol.dispose]() {
        clearInterval(timer)
        signal.removeEventListener('abort', stop)
      },
    }
  }

  async #with<Schema extends z.ZodType<{ work: string }>>(
    plugin: string,
    schema: Schema,
    args: unknown,
    run: (running: Running, wish: z.output<Schema>) => Promise<Result<unknown>>,
  ): Promise<Result<unknown>> {
    const wish = schema.safeParse(args)
    if (!wish.success) {
      const [issue] = wish.error.issues
      const at = issue?.path.map(String).join('.') ?? ''
      return err(fail('request-invalid', `${at}: ${issue?.message ?? 'wrong'}.`))
    }
    const running = this.#running.get(wish.data.work)
    if (running === undefined || running.plugin !== plugin) {
      return err(fail('job-stopped', 'This work is not under way (any more).'))
    }
    running.heard = performance.now()
    return run(running, wish.data)
  }
}
