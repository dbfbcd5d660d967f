import type { Tensor } from 'onnxruntime-node'
import { err, fail, ok, type Result } from '#shared/kit'
import { fileOf, openModel, type Files, type OpenModel, type Tensors } from '../sessions'
import { WHISPER_FRAMES, whisperFeatures } from './whisper-features'
import type { WhisperConfig } from './whisper-config'

/**
 * Encoder and decoder of a Whisper, as `optimum` exports them: `encoder_model` and `decoder_model_merged`, which has one switch between
 * beginning and going on from what it remembers.
 */
export class WhisperModel implements AsyncDisposable {
  readonly #config: WhisperConfig
  readonly #encoder: OpenModel
  readonly #decoder: OpenModel
  #heard: Tensors = {}
  #memory: Tensors = {}

  private constructor(config: WhisperConfig, encoder: OpenModel, decoder: OpenModel) {
    this.#config = config
    this.#encoder = encoder
    this.#decoder = decoder
  }

  static async open(
    files: Files,
    config: WhisperConfig,
    threads: number,
  ): Promise<Result<WhisperModel>> {
    const encoder = await openModel({ ...fileOf(files, 'encoder_model.onnx'), threads })
    if (!encoder.ok) return encoder
    const decoder = await openModel({ ...fileOf(files, 'decoder_model_merged.onnx'), threads })
    if (!decoder.ok) {
      await encoder.value[Symbol.asyncDispose]()
      return decoder
    }
    const made = new WhisperModel(config, encoder.value, decoder.value)
    const problem = problemOf(encoder.value, decoder.value, config)
    if (problem === undefined) return ok(made)
    await made[Symbol.asyncDispose]()
    return err(fail('model-refused', problem))
  }

  /** What it runs on, in words for the log. */
  get device(): string {
    const { device, refused } = this.#decoder
    return [device, ...refused.map(other => `not ${other.device}: ${other.reason}`)].join('; ')
  }

  /** Hears up to thirty seconds at 16 kHz. */
  async hear(sound: Float32Array): Promise<void> {
    const { bands } = this.#config
    const features = whisperFeatures(sound, bands)
    const { last_hidden_state: states } = await this.#encoder.run({
      input_features: this.#encoder.floats(features, [1, bands, WHISPER_FRAMES]),
    })
    if (states === undefined) throw new Error('The encoder left its output out')
    this.#heard = { encoder_hidden_states: states }
  }

  /** Begins a window with these tokens; the logits of what comes after each of them, row after row. */
  async begin(tokens: readonly number[]): Promise<Float32Array> {
    const { heads, width } = this.#config
    const none = this.#decoder.floats(new Float32Array(), [1, heads, 0, width / heads])
    const names = this.#decoder.inputs.filter(name => name.startsWith('past_key_values.'))
    this.#memory = Object.fromEntries(names.map(name => [name, none]))
    return this.#step(tokens, false)
  }

  /** Writes one token; the logits of the next one. */
  next(token: number): Promise<Float32Array> {
    return this.#step([token], true)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#encoder[Symbol.asyncDispose]()
    await this.#decoder[Symbol.asyncDispose]()
  }

  async #step(tokens: readonly number[], goesOn: boolean): Promise<Float32Array> {
    const model = this.#decoder
    const answer = await model.run({
      ...this.#heard,
      ...this.#memory,
      input_ids: model.integers(BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
      use_cache_branch: model.booleans(Uint8Array.of(goesOn ? 1 : 0), [1]),
    })
    const memory: Record<string, Tensor> = { ...this.#memory }
    for (const [name, tensor] of Object.entries(answer)) {
      // What was heard stays as it is: the branch that goes on has nothing to say of it.
      if (name === 'logits' || (goesOn && name.includes('.encoder.'))) continue
      memory[name.replace('present', 'past_key_values')] = tensor
    }
    this.#memory = memory
    const logits = answer['logits']?.data
    if (logits instanceof Float32Array) return logits
    throw new Error('The decoder answers in another type than float32')
  }
}

function problemOf(
  encoder: OpenModel,
  decoder: OpenModel,
  { layers }: WhisperConfig,
): string | undefined {
  const last = layers - 1
  const wanted: [model: OpenModel, side: 'inputs' | 'outputs', name: string][] = [
    [encoder, 'inputs', 'input_features'],
    [encoder, 'outputs', 'last_hidden_state'],
    [decoder, 'inputs', 'input_ids'],
    [decoder, 'inputs', 'encoder_hidden_states'],
    [decoder, 'inputs', 'use_cache_branch'],
    [decoder, 'inputs', `past_key_values.${last}.decoder.key`],
    [decoder, 'outputs', 'logits'],
    [decoder, 'outputs', `present.${last}.encoder.value`],
  ]
  const missing = wanted.find(([model, side, name]) => !model[side].includes(name))
  return missing === undefined ? undefined : `It is no Whisper: it has no “${missing[2]}”.`
}
