import { Tokenizer } from '@huggingface/tokenizers'
import { parse } from 'secure-json-parse'
import { err, fail, ok, type Result } from '#shared/kit'
import { openModel, readModelFile, type OpenModel } from '../sessions'
import { CLAP_BANDS, CLAP_FRAMES, clapFeatures } from './clap-features'

/** Components of a vector of either tower. */
export const CLAP_SIZE = 512
/** Tokens of a text that are heard; RoBERTa has places for no more. */
const MOST_TOKENS = 512

export interface TowerFile {
  readonly path: string
  readonly sha256?: string | undefined
}

export interface AudioTower extends AsyncDisposable {
  /** The vector of up to ten seconds at 48 kHz, of length 1. */
  embed(sound: Float32Array): Promise<Float32Array<ArrayBuffer>>
}

/** The tower that hears: HTSAT over a log-mel spectrogram (Wu et al., “Large-scale contrastive language-audio pretraining”, 2023). */
export async function openAudioTower(file: TowerFile): Promise<Result<AudioTower>> {
  const opened = await openTower(file, ['input_features'], 'audio_embeds')
  if (!opened.ok) return opened
  const model = opened.value
  return ok({
    async embed(sound) {
      const features = model.floats(clapFeatures(sound), [1, 1, CLAP_FRAMES, CLAP_BANDS])
      const { audio_embeds: embeds } = await model.run({ input_features: features })
      return unit(embeds?.data)
    },
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  })
}

/** The vector of words, in the space of the sounds: RoBERTa and a projection. */
export async function embedWords(
  text: string,
  files: { readonly model: TowerFile; readonly tokenizer: TowerFile; readonly config: TowerFile },
): Promise<Result<Float32Array<ArrayBuffer>>> {
  const ids = await tokensOf(text, files.tokenizer, files.config)
  if (!ids.ok) return ids
  const opened = await openTower(files.model, ['input_ids', 'attention_mask'], 'text_embeds')
  if (!opened.ok) return opened
  await using model = opened.value
  const shape = [1, ids.value.length]
  const { text_embeds: embeds } = await model.run({
    input_ids: model.integers(BigInt64Array.from(ids.value, BigInt), shape),
    attention_mask: model.integers(new BigInt64Array(ids.value.length).fill(1n), shape),
  })
  return ok(unit(embeds?.data))
}

/** Byte-pair encoding between `<s>` and `</s>`, as the tokenizer that lies with the model has it. */
export async function tokensOf(
  text: string,
  tokenizer: TowerFile,
  config: TowerFile,
): Promise<Result<readonly number[]>> {
  const read = [await readModelFile(tokenizer), await readModelFile(config)] as const
  for (const file of read) if (!file.ok) return file
  try {
    const [rules, settings] = read.map(file => (file.ok ? objectOf(file.value) : {}))
    const { ids } = new Tokenizer(rules ?? {}, settings ?? {}).encode(text)
    const last = ids.at(-1)
    const isLong = ids.length > MOST_TOKENS && last !== undefined
    return ok(isLong ? [...ids.slice(0, MOST_TOKENS - 1), last] : ids)
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : ''
    return err(fail('model-refused', `Its tokenizer cannot be used: ${reason}.`))
  }
}

function objectOf(bytes: Uint8Array): object {
  const value: unknown = parse(new TextDecoder().decode(bytes), undefined, {
    protoAction: 'remove',
  })
  if (typeof value === 'object' && value !== null) return value
  throw new Error('it is no object')
}

async function openTower(
  { path, sha256 }: TowerFile,
  inputs: readonly string[],
  output: string,
): Promise<Result<OpenModel>> {
  const opened = await openModel({ path, ...(sha256 !== undefined && { sha256 }) })
  if (!opened.ok) return opened
  const { value: model } = opened
  const isOther =
    model.inputs.length !== inputs.length ||
    !inputs.every(name => model.inputs.includes(name)) ||
    !model.outputs.includes(output)
  if (!isOther) return opened
  await model[Symbol.asyncDispose]()
  return err(fail('model-refused', `It is no tower of CLAP: “${output}” is not what it makes.`))
}

/** Of length 1, so that the product of two is the cosine between them. */
function unit(data: unknown): Float32Array<ArrayBuffer> {
  if (!(data instanceof Float32Array) || data.length !== CLAP_SIZE) {
    throw new Error('The model answered with something else than one vector.')
  }
  let sum = 0
  for (const value of data) sum += value * value
  const length = Math.sqrt(sum) || 1
  return Float32Array.from(data, value => value / length)
}
