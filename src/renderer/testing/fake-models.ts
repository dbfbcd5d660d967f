import { implement } from '@orpc/server'
import { contract, type AiState, type ModelInfo } from '#shared/contract'
import { Emitter, eventStream } from '#shared/kit'

const shell = implement(contract)

let ai: AiState = {
  ...{ on: true, by: 'choice', recommended: true, reasons: [] },
  ...{ memory: 16e9, cores: 8 },
}

/** Two models: one that comes with the app, and a large one that may be downloaded. */
export class FakeModels {
  readonly #changes = new Emitter<readonly ModelInfo[]>()
  #models: readonly ModelInfo[] = models

  router() {
    const first = () => [this.#models]
    const changes = this.#changes
    return {
      models: {
        list: shell.models.list.handler(() => this.#models),
        watch: shell.models.watch.handler(async function* ({ signal }) {
          yield* eventStream(changes, signal, { first })
        }),
        consent: shell.models.consent.handler(({ input }) =>
          this.#change(input.model, model => ({ ...model, consentedAt: 1 })),
        ),
        revoke: shell.models.revoke.handler(({ input }) =>
          this.#change(input.model, ({ consentedAt: _gone, ...model }) => model),
        ),
        download: shell.models.download.handler(({ input }) => {
          this.#change(input.model, model => ({ ...model, state: 'downloading', job: 'running' }))
          return { id: 'running' }
        }),
        remove: shell.models.remove.handler(({ input }) =>
          this.#change(input.model, model => ({ ...model, state: 'absent', held: 0 })),
        ),
        verify: shell.models.verify.handler(({ input }) => this.#change(input.model, same => same)),
        ai: shell.models.ai.handler(() => ai),
        setAi: shell.models.setAi.handler(({ input }) => (ai = { ...ai, ...input, by: 'choice' })),
        notices: shell.models.notices.handler(() => []),
      },
      generation: {
        generate: shell.generation.generate.handler(() => ({ id: 'a', seed: 1, track: '' })),
        backends: shell.generation.backends.handler(() => []),
      },
    }
  }

  #change(id: string, next: (model: ModelInfo) => ModelInfo): ModelInfo {
    this.#models = this.#models.map(model => (model.id === id ? next(model) : model))
    this.#changes.emit(this.#models)
    const found = this.#models.find(model => model.id === id)
    if (found === undefined) throw new Error(`There is no model “${id}”.`)
    return found
  }
}

const models: readonly ModelInfo[] = [
  {
    id: 'musicgen-small',
    title: 'MusicGen small',
    version: '1',
    about: 'Music from words, up to two minutes.',
    purpose: 'generation',
    strategy: 'download',
    license: { spdx: 'CC-BY-NC-4.0', nonCommercial: true },
    hosts: ['huggingface.co'],
    bytes: 655_431_500,
    held: 0,
    state: 'absent',
    files: [{ name: 'decoder_model_merged.onnx', bytes: 425_000_000, held: 0 }],
    folder: '/home/ada/.local/share/wireharp/models/musicgen-small',
  },
  {
    id: 'silero-vad',
    title: 'Silero VAD',
    version: '5',
    about: 'Tells where somebody speaks.',
    purpose: 'voice',
    strategy: 'bundled',
    license: { spdx: 'MIT', nonCommercial: false },
    hosts: [],
    bytes: 2_327_524,
    held: 2_327_524,
    state: 'ready',
    files: [{ name: 'silero_vad.onnx', bytes: 2_327_524, held: 2_327_524 }],
    folder: '/opt/wireharp/resources/models/silero-vad',
  },
]
