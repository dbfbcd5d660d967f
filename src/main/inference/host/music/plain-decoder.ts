import { err, fail, ok, type Result } from '#shared/kit'
import { openModelBytes, type OpenModel, type Tensors } from '../sessions'
import { BOOKS } from './delay-pattern'
import { KeyValues } from './key-values'
import { deviceOf, type DecoderBytes, type DecoderParts, type MusicDecoder } from './music-decoder'
import type { MusicgenConfig } from './musicgen-config'
import { pick, textInputs } from './text-inputs'

const ROWS = 2 * BOOKS

/** A decoder as its file has it. Each step writes the whole cache anew. */
export class PlainDecoder implements MusicDecoder {
  readonly #config: MusicgenConfig
  readonly #first: OpenModel
  readonly #on: OpenModel
  readonly #cache: KeyValues
  readonly #logits: Float32Array
  readonly #text: Tensors
  #fixed: Tensors = {}

  private constructor({ config, text }: DecoderParts, first: OpenModel, on: OpenModel) {
    this.#config = config
    this.#text = textInputs(first, text, config)
    this.#first = first
    this.#on = on
    this.#cache = new KeyValues(config)
    this.#logits = new Float32Array(ROWS * config.codes)
  }

  static async open(files: DecoderBytes, parts: DecoderParts): Promise<Result<PlainDecoder>> {
    const first = await openModelBytes(files.first, parts.threads)
    if (!first.ok) return first
    const problem = missingOf(first.value, parts.config)
    if (problem !== undefined) {
      await first.value[Symbol.asyncDispose]()
      return err(fail('model-refused', problem))
    }
    if (files.on === files.first) return ok(new PlainDecoder(parts, first.value, first.value))
    const on = await openModelBytes(files.on, parts.threads)
    if (on.ok) return ok(new PlainDecoder(parts, first.value, on.value))
    await first.value[Symbol.asyncDispose]()
    return on
  }

  get device(): string {
    return deviceOf(this.#first)
  }

  get cache(): KeyValues {
    return this.#cache
  }

  async begin(columns: readonly (readonly number[])[]): Promise<Float32Array> {
    const model = this.#first
    const count = columns.length
    const rows = Array.from({ length: ROWS }, (_, row) =>
      columns.map(codes => BigInt(codes[row % BOOKS] ?? this.#config.padding)),
    )
    const ids = model.integers(BigInt64Array.from(rows.flat()), [ROWS, count])
    this.#cache.clear()
    const inputs = { ...this.#text, ...this.#empty(), ...this.#switch(false), input_ids: ids }
    const { codes } = this.#config
    const logits = model.floats(new Float32Array(ROWS * count * codes), [ROWS, count, codes])
    const text = this.#textOutputs()
    await model.run(pick(inputs, model.inputs), {
      ...this.#cache.outputs(model, count),
      ...text,
      logits,
    })
    this.#cache.turn(count)
    this.#fixed = Object.fromEntries(
      Object.entries(text).map(([name, tensor]) => [
        name.replace('present', 'past_key_values'),
        tensor,
      ]),
    )
    for (let row = 0; row < ROWS; row++) {
      const last = ((row + 1) * count - 1) * codes
      this.#logits.set(floatsOf(logits.data).subarray(last, last + codes), row * codes)
    }
    return this.#logits
  }

  async next(codes: readonly number[]): Promise<Float32Array> {
    const model = this.#on
    const ids = BigInt64Array.from({ length: ROWS }, (_, row) => BigInt(codes[row % BOOKS] ?? 0))
    // First of all: the cache may have to move to have room.
    const outputs = this.#cache.outputs(model, 1)
    const inputs = {
      ...this.#text,
      ...this.#fixed,
      ...this.#cache.inputs(model),
      ...this.#switch(true),
      input_ids: model.integers(ids, [ROWS, 1]),
    }
    const logits = model.floats(this.#logits, [ROWS, 1, this.#config.codes])
    await model.run(pick(inputs, model.inputs), { ...outputs, logits })
    this.#cache.turn(1)
    return this.#logits
  }

  /** What `begin` would have found of the text, without hearing anything else, for whoever restores the cache. */
  async hearAgain(column: readonly number[]): Promise<void> {
    await this.begin([column])
    this.#cache.clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cache.clear()
    await this.#first[Symbol.asyncDispose]()
    if (this.#on !== this.#first) await this.#on[Symbol.asyncDispose]()
  }

  #switch(goesOn: boolean): Tensors {
    return { use_cache_branch: this.#first.booleans(Uint8Array.of(goesOn ? 1 : 0), [1]) }
  }

  /** What stands in for the cache where there is none yet. */
  #empty(): Tensors {
    const { heads, width } = this.#config
    const none = this.#first.floats(new Float32Array(), [2, heads, 0, width])
    const names = this.#first.inputs.filter(name => name.startsWith('past_key_values.'))
    return Object.fromEntries(names.map(name => [name, none]))
  }

  /** Keys and values of the text, which stay as they are. */
  #textOutputs(): Tensors {
    const { layers, heads, width } = this.#config
    const tokens = this.#text['encoder_attention_mask']?.dims[1] ?? 0
    const names = Array.from({ length: layers }, (_, layer) =>
      ['key', 'value'].map(kind => `present.${layer}.encoder.${kind}`),
    ).flat()
    return Object.fromEntries(
      names.map(name => [
        name,
        this.#first.floats(new Float32Array(2 * heads * tokens * width), [2, heads, tokens, width]),
      ]),
    )
  }
}

function missingOf({ inputs, outputs }: OpenModel, { layers }: MusicgenConfig): string | undefined {
  const last = layers - 1
  const wanted = ['input_ids', 'encoder_hidden_states', 'encoder_attention_mask']
  const made = ['logits', `present.${last}.decoder.key`, `present.${last}.encoder.value`]
  const input = wanted.find(name => !inputs.includes(name))
  if (input !== undefined) return `The decoder has no input “${input}”.`
  const output = made.find(name => !outputs.includes(name))
  return output === undefined ? undefined : `The decoder has no output “${output}”.`
}

function floatsOf(data: unknown): Float32Array {
  if (data instanceof Float32Array) return data
  throw new Error('The decoder answers in another type than float32')
}
