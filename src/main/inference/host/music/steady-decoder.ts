import { cacheInputs, type RewrittenDecoder } from '../graphs'
import { openModelBytes, type OpenModel, type Tensors } from '../sessions'
import { BOOKS } from './delay-pattern'
import { deviceOf, type DecoderParts, type MusicDecoder } from './music-decoder'
import type { MusicgenConfig } from './musicgen-config'
import { BATCH, NOTHING, SharedCache, type FreshColumns } from './shared-cache'
import { pick, textInputs } from './text-inputs'

const ROWS = BATCH * BOOKS
/** How alike the answers to two columns at once and to one after the other are at least: the cosine between them. */
const ALIKE = 0.98

/**
 * A decoder that was rewritten so that a step writes one column of its cache and copies none: see `rewriteDecoder`. There is none
 * where it does not answer as it should when it is tried out.
 */
export class SteadyDecoder implements MusicDecoder {
  readonly cache: SharedCache
  readonly #config: MusicgenConfig
  readonly #model: OpenModel
  readonly #text: Tensors
  readonly #logits: Float32Array
  readonly #ids = new BigInt64Array(ROWS)
  /** What a step of one column takes beside the cache, and what it gives: the same memory each time. */
  readonly #inputs: Tensors
  readonly #lengths: Lengths
  readonly #fresh: FreshColumns
  readonly #outputs: Tensors
  #step: { readonly cache: Tensors; readonly inputs: Tensors } | undefined

  private constructor(config: MusicgenConfig, model: OpenModel, text: Tensors) {
    this.#config = config
    this.#model = model
    this.#text = text
    this.cache = new SharedCache(config)
    this.#logits = new Float32Array(ROWS * config.codes)
    this.#lengths = new Lengths(model, config.heads, config.width, 1)
    this.#fresh = this.cache.outputs(model, 1)
    this.#inputs = {
      ...text,
      ...this.#lengths.tensors,
      input_ids: model.integers(this.#ids, [ROWS, 1]),
    }
    this.#outputs = {
      ...this.#fresh.tensors,
      logits: model.floats(this.#logits, [ROWS, 1, config.codes]),
    }
  }

  static async open(
    rewritten: RewrittenDecoder,
    { config, threads, text }: DecoderParts,
  ): Promise<SteadyDecoder | undefined> {
    const opened = await openModelBytes(rewritten.text, threads)
    if (!opened.ok) return undefined
    const inputs = textInputs(opened.value, text, config)
    let heard: Tensors
    {
      await using hearing = opened.value
      heard = await hearing.run(pick(inputs, hearing.inputs))
    }
    const steps = await openModelBytes(rewritten.steps, threads)
    if (!steps.ok) return undefined
    const fixed = Object.entries(heard).map(
      ([name, tensor]) => [name.replace('present', 'past_key_values'), tensor] as const,
    )
    const all = { ...inputs, ...Object.fromEntries(fixed) }
    const decoder = new SteadyDecoder(config, steps.value, pick(all, steps.value.inputs))
    if (await decoder.#isSound()) return decoder
    await decoder[Symbol.asyncDispose]()
    return undefined
  }

  get device(): string {
    return `${deviceOf(this.#model)}, rewritten`
  }

  async begin(columns: readonly (readonly number[])[]): Promise<Float32Array> {
    const count = columns.length
    const { codes, padding } = this.#config
    const rows = Array.from({ length: ROWS }, (_, row) =>
      columns.map(column => BigInt(column[row % BOOKS] ?? padding)),
    )
    const model = this.#model
    this.cache.clear()
    const lengths = new Lengths(model, this.#config.heads, this.#config.width, count)
    lengths.tell(this.cache)
    const fresh = this.cache.outputs(model, count)
    const logits = new Float32Array(ROWS * count * codes)
    await model.run(
      this.#taken({
        ...this.#text,
        ...this.cache.inputs(model),
        ...lengths.tensors,
        input_ids: model.integers(BigInt64Array.from(rows.flat()), [ROWS, count]),
      }),
      { ...fresh.tensors, logits: model.floats(logits, [ROWS, count, codes]) },
    )
    this.cache.append(fresh)
    for (let row = 0; row < ROWS; row++) {
      const last = ((row + 1) * count - 1) * codes
      this.#logits.set(logits.subarray(last, last + codes), row * codes)
    }
    return this.#logits
  }

  async next(codes: readonly number[]): Promise<Float32Array> {
    for (let row = 0; row < ROWS; row++) this.#ids[row] = BigInt(codes[row % BOOKS] ?? 0)
    this.#lengths.tell(this.cache)
    const cache = this.cache.inputs(this.#model)
    if (this.#step?.cache !== cache) {
      this.#step = { cache, inputs: this.#taken({ ...this.#inputs, ...cache }) }
    }
    await this.#model.run(this.#step.inputs, this.#outputs)
    this.cache.append(this.#fresh)
    return this.#logits
  }

  async hearAgain(): Promise<void> {
    this.cache.clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cache.clear()
    await this.#model[Symbol.asyncDispose]()
  }

  #taken(tensors: Tensors): Tensors {
    return pick(tensors, this.#model.inputs)
  }

  /** Two columns at once and one after the other have the same answer, but for rounding. */
  async #isSound(): Promise<boolean> {
    const column = Array.from({ length: BOOKS }, () => this.#config.padding)
    const other = Array.from({ length: BOOKS }, (_, book) => book + 1)
    try {
      const once = Float32Array.from(await this.begin([column, other]))
      await this.begin([column])
      const turns = await this.next(other)
      this.cache.clear()
      return cosine(once, turns) >= ALIKE
    } catch {
      return false
    }
  }
}

/** What a step of so many columns is told of lengths. */
class Lengths {
  readonly tensors: Tensors
  readonly #columns: number
  readonly #before: BigInt64Array
  readonly #after: BigInt64Array
  readonly #parts: BigInt64Array

  constructor(model: OpenModel, heads: number, width: number, columns: number) {
    this.#columns = columns
    this.#before = BigInt64Array.from([BATCH, heads, 0, width], BigInt)
    this.#after = this.#before.slice()
    this.#parts = BigInt64Array.from([0, columns], BigInt)
    // None looks at columns after its own.
    const causal = new Float32Array(columns ** 2)
    for (let at = 0; at < columns; at++) {
      causal.fill(NOTHING, at * columns + at + 1, (at + 1) * columns)
    }
    this.tensors = {
      [cacheInputs.before]: model.integers(this.#before, [4]),
      [cacheInputs.after]: model.integers(this.#after, [4]),
      [cacheInputs.parts]: model.integers(this.#parts, [2]),
      [cacheInputs.causal]: model.floats(causal, [1, 1, columns, columns]),
    }
  }

  tell({ columns, room }: SharedCache): void {
    this.#before[2] = BigInt(columns)
    this.#after[2] = BigInt(columns + this.#columns)
    this.#parts[0] = BigInt(room)
  }
}

function cosine(left: Float32Array, right: Float32Array): number {
  let product = 0
  let lefts = 0
  let rights = 0
  for (const [at, value] of left.entries()) {
    const other = right[at] ?? 0
    product += value * other
    lefts += value * value
    rights += other * other
  }
  return product / Math.sqrt(lefts * rights)
}
