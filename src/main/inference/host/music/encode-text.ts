import { Tokenizer } from '@huggingface/tokenizers'
import { err, fail, ok, type Result } from '#shared/kit'
import { fileOf, openModel, readJson, type Files } from '../sessions'
import type { MusicgenConfig } from './musicgen-config'

/** What the decoder hears of the words: a state a token. */
export interface EncodedText {
  readonly states: Float32Array
  readonly tokens: number
}

/** Tokens of a text: SentencePiece's, as T5 was trained with, closed by `</s>`. */
export async function tokensOf(text: string, files: Files): Promise<Result<readonly number[]>> {
  const tokenizer = await readJson(files, 'tokenizer.json')
  if (!tokenizer.ok) return tokenizer
  const config = await readJson(files, 'tokenizer_config.json')
  if (!config.ok) return config
  if (!isObject(tokenizer.value) || !isObject(config.value)) {
    return err(fail('model-refused', 'Its tokenizer.json is none.'))
  }
  try {
    const { ids } = new Tokenizer(tokenizer.value, config.value).encode(text)
    return ok(ids)
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : ''
    return err(fail('model-refused', `Its tokenizer cannot be used: ${reason}.`))
  }
}

/** Runs the T5 encoder. Its model is let go when it is done: it is needed once. */
export async function encodeText(
  text: string,
  files: Files,
  config: MusicgenConfig,
  threads: number,
): Promise<Result<EncodedText>> {
  const ids = await tokensOf(text, files)
  if (!ids.ok) return ids
  const opened = await openModel({
    ...fileOf(files, 'text_encoder.onnx'),
    threads,
    spec: specOf(config),
  })
  if (!opened.ok) return opened
  await using model = opened.value
  const shape = [1, ids.value.length]
  const { last_hidden_state: states } = await model.run({
    input_ids: model.integers(BigInt64Array.from(ids.value, BigInt), shape),
    attention_mask: model.integers(new BigInt64Array(ids.value.length).fill(1n), shape),
  })
  if (!(states?.data instanceof Float32Array)) {
    return err(fail('model-refused', 'The text encoder answers in another type than float32.'))
  }
  return ok({ states: states.data, tokens: ids.value.length })
}

function specOf({ textWidth }: MusicgenConfig) {
  const ids = { type: 'int64', shape: ['batch', 'tokens'] } as const
  return {
    inputs: { input_ids: ids, attention_mask: ids },
    outputs: {
      last_hidden_state: { type: 'float32', shape: ['batch', 'tokens', textWidth] },
    },
  } as const
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
