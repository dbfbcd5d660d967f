import type { ModelPurpose } from '#shared/contract'
import { Emitter, err, fail, ok, type Result } from '#shared/kit'
import type { Log } from '../kit'
import type { Models, ReadyModel } from '../models'
import type { SeparationModel } from '../stems'
import type { VoiceModel } from './kinds/voice-kind'

/** What works ask for of models, at every look: they come and go. */
export interface ClipModels extends Disposable {
  readonly separation: () => SeparationModel | undefined
  readonly voice: () => VoiceModel | undefined
  /** Or what is to be done to have one. */
  readonly generation: () => Result<ReadyModel>
  readonly speech: () => Result<ReadyModel>
  /** One has come or gone. */
  readonly changed: Pick<Emitter<void>, 'on'>
  /** Resolves when it is known what is here. */
  readonly known: Promise<void>
}

const purposes: ReadonlySet<ModelPurpose> = new Set(['separation', 'voice', 'generation', 'speech'])

/** The models that are ready, of each purpose the first; looked up anew whenever the store of models changes. */
export function clipModels(
  models: Pick<Models, 'list' | 'ready' | 'service'>,
  log: Log,
): ClipModels {
  const stop = new AbortController()
  const changed = new Emitter<void>()
  let ready = new Map<ModelPurpose, Result<ReadyModel>>()
  const first = Promise.withResolvers<void>()

  async function look(): Promise<void> {
    const found = new Map<ModelPurpose, Result<ReadyModel>>()
    for (const { id, purpose, state } of await models.list()) {
      if (!purposes.has(purpose) || found.get(purpose)?.ok === true) continue
      // Of one that is not here only its failure is wanted: it says what to do.
      if (state === 'ready' || !found.has(purpose)) found.set(purpose, await models.ready(id))
    }
    const isOther = [...purposes].some(purpose => textOf(found, purpose) !== textOf(ready, purpose))
    ready = found
    if (isOther) changed.emit()
  }

  async function follow(): Promise<void> {
    await look()
    first.resolve()
    const call = { signal: stop.signal }
    for await (const _models of models.service.watch({}, call)) await look()
  }
  follow().catch((error: unknown) => {
    log.error({ err: error }, 'models could not be followed')
    first.resolve()
  })

  const fileOf = (purpose: ModelPurpose) => {
    const found = ready.get(purpose)
    if (found?.ok !== true) return undefined
    const file = Object.entries(found.value.files).find(([name]) => name.endsWith('.onnx'))?.[1]
    return file && { path: file.path, sha256: file.sha256, title: found.value.title }
  }
  const readyOr = (purpose: ModelPurpose, otherwise: string) =>
    ready.get(purpose) ?? err(fail('model-missing', otherwise))
  return {
    separation: () => fileOf('separation'),
    voice: () => fileOf('voice'),
    generation: () => readyOr('generation', 'There is no model here that makes music of words.'),
    speech: () => readyOr('speech', 'There is no model here that writes down what is said.'),
    changed,
    known: first.promise,
    [Symbol.dispose]() {
      stop.abort()
      changed[Symbol.dispose]()
    },
  }
}

function textOf(found: ReadonlyMap<ModelPurpose, Result<ReadyModel>>, purpose: ModelPurpose) {
  return JSON.stringify(found.get(purpose) ?? ok())
}
