import { totalmem } from 'node:os'
import { z } from 'zod'
import type { ModelInfo } from '#shared/contract'
import type { ModelSpec } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Extra } from '../../grants'
import type { Log } from '../../kit'
import type { PluginDirectory } from '../plugin-directory'
import { ModelSeat, USUAL_MEMORY_MB } from './model-seat'
import { sentTensorsSchema, tensorProblem, type SentTensors } from './tensors'

/** What is known of models that lie here, or could: the store’s, by `<plugin>/<model>`. */
export interface ModelShelf {
  ready(id: string): Promise<
    Result<{
      readonly files: Readonly<Record<string, { readonly path: string; readonly sha256: string }>>
    }>
  >
  info(id: string): Promise<Result<ModelInfo>>
}

export interface OwnModelsParts {
  readonly directory: Pick<PluginDirectory, 'found' | 'isEnabled' | 'changes'>
  readonly shelf: () => ModelShelf
  readonly log: Log
  /** Hears of every run. */
  readonly ran?: (plugin: string, model: string, ms: number, isOk: boolean) => void
  /** MB that models of plugins may take together. */
  readonly budgetMb?: number
}

/** Processes of plugins’ models that work at a time: the sound has the other cores. */
const MOST_AT_WORK = 2

const runningSchema = z.strictObject({ model: z.string().max(64), inputs: sentTensorsSchema })
const askingSchema = z.strictObject({ model: z.string().max(64) })

/** The models that plugins bring: each plugin runs its own, in a process of its own, within what its plugin.json says. */
export class OwnModels implements AsyncDisposable {
  readonly #parts: OwnModelsParts
  readonly #seats = new Map<string, ModelSeat>()
  readonly #memory = new Map<string, number>()
  readonly #subscription: Disposable
  #atWork = 0
  #waiting: (() => void)[] = []

  constructor(parts: OwnModelsParts) {
    this.#parts = parts
    // Another version, or none: what runs is of the old one.
    this.#subscription = parts.directory.changes.on(({ plugins }) => {
      for (const plugin of plugins) void this.end(plugin)
    })
  }

  /** What plugins may ask for: `models.run` and `models.info`, within the scope of the right `model`. */
  get extras(): Readonly<Record<string, Extra>> {
    const target = (args: unknown) => askingSchema.loose().safeParse(args).data?.model ?? ''
    return {
      'models.run': { right: 'model', target, run: (plugin, args) => this.#asked(plugin, args) },
      'models.info': { right: 'model', target, run: (plugin, args) => this.#info(plugin, args) },
    }
  }

  async run(plugin: string, model: string, inputs: SentTensors): Promise<Result<SentTensors>> {
    const spec = this.#specOf(plugin, model)
    if (!spec.ok) return spec
    const problem = tensorProblem(spec.value.inputs ?? {}, inputs)
    if (spec.value.inputs !== undefined && problem !== undefined) {
      return err(fail('tensor-invalid', `“${model}”: ${problem}`))
    }
    const seat = this.#seats.get(plugin) ?? new ModelSeat(plugin, this.#parts.log)
    this.#seats.set(plugin, seat)
    const need = spec.value.memoryMb ?? USUAL_MEMORY_MB
    if (need > this.#budget) {
      const detail = `“${model}” wants ${need} MB, and models of plugins may have ${this.#budget} here.`
      return err(fail('model-memory', detail))
    }
    const began = performance.now()
    const file = () => this.#fileOf(plugin, model)
    const admit = () => this.#admit(plugin, need)
    const done = await seat.run({ id: model, spec: spec.value, file }, inputs, admit)
    this.#parts.ran?.(plugin, model, performance.now() - began, done.ok)
    return done
  }

  /** Ends what runs of a plugin. */
  async end(plugin: string): Promise<void> {
    const seat = this.#seats.get(plugin)
    this.#seats.delete(plugin)
    this.#memory.delete(plugin)
    await seat?.[Symbol.asyncDispose]()
    this.#wake()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#subscription[Symbol.dispose]()
    await Promise.all([...this.#seats.keys()].map(plugin => this.end(plugin)))
  }

  get #budget(): number {
    return this.#parts.budgetMb ?? Math.min(4096, Math.floor(totalmem() / 4 / 2 ** 20))
  }

  async #asked(plugin: string, args: unknown): Promise<Result<unknown>> {
    const wish = runningSchema.safeParse(args)
    if (!wish.success) {
      const [issue] = wish.error.issues
      const at = issue?.path.map(String).join('.') ?? ''
      return err(fail('tensor-invalid', `${at}: ${issue?.message ?? 'wrong'}.`))
    }
    return this.run(plugin, wish.data.model, wish.data.inputs)
  }

  async #info(plugin: string, args: unknown): Promise<Result<unknown>> {
    const wish = askingSchema.safeParse(args)
    const model = wish.data?.model ?? ''
    const spec = this.#specOf(plugin, model)
    if (!spec.ok) return spec
    const info = await this.#parts.shelf().info(`${plugin}/${model}`)
    if (!info.ok) return info
    const { state, bytes, license } = info.value
    const { inputs = {}, outputs = {} } = spec.value
    return ok({ model, state, bytes, licence: license.spdx, inputs, outputs })
  }

  #specOf(plugin: string, model: string): Result<ModelSpec> {
    const models = this.#parts.directory.found.get(plugin)?.manifest.models ?? {}
    const spec = Object.hasOwn(models, model) ? models[model] : undefined
    if (spec !== undefined && this.#parts.directory.isEnabled(plugin)) return ok(spec)
    return err(fail('model-unknown', `${plugin} has no model “${model}” in its plugin.json.`))
  }

  async #fileOf(plugin: string, model: string) {
    const ready = await this.#parts.shelf().ready(`${plugin}/${model}`)
    if (!ready.ok) return ready
    const [file] = Object.values(ready.value.files)
    return file === undefined
      ? err(fail('model-missing', `${plugin}/${model} has no file.`))
      : ok(file)
  }

  /** Waits until it may work: two at a time, and within the memory; processes that only wait for work make room. */
  async #admit(plugin: string, need: number): Promise<Disposable> {
    const own = Math.max(need, this.#memory.get(plugin) ?? 0)
    while (this.#atWork >= MOST_AT_WORK || !this.#hasRoom(plugin, own)) {
      await new Promise<void>(resolve => this.#waiting.push(resolve))
    }
    this.#memory.set(plugin, own)
    this.#atWork += 1
    return {
      [Symbol.dispose]: () => {
        this.#atWork -= 1
        this.#wake()
      },
    }
  }

  #hasRoom(plugin: string, need: number): boolean {
    const others = [...this.#seats]
      .filter(([other, seat]) => other !== plugin && seat.open)
      .toSorted(([, one], [, other]) => one.usedAt - other.usedAt)
    let held = others.reduce((sum, [other]) => sum + (this.#memory.get(other) ?? 0), 0)
    for (const [other, seat] of others) {
      if (held + need <= this.#budget) break
      if (seat.busy) continue
      held -= this.#memory.get(other) ?? 0
      seat.kill()
    }
    return held + need <= this.#budget
  }

  #wake(): void {
    for (const go of this.#waiting.splice(0)) go()
  }
}
