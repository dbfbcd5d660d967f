import type { OpenModel, Tensors } from '../sessions'
import type { EncodedText } from './encode-text'
import type { MusicgenConfig } from './musicgen-config'

/** What a decoder hears all along. The half without the text hears nothing: its states are zero and masked. */
export function textInputs(
  model: OpenModel,
  { states, tokens }: EncodedText,
  { textWidth }: MusicgenConfig,
): Tensors {
  const both = new Float32Array(states.length * 2)
  both.set(states)
  const mask = new BigInt64Array(tokens * 2).fill(1n, 0, tokens)
  return {
    encoder_hidden_states: model.floats(both, [2, tokens, textWidth]),
    encoder_attention_mask: model.integers(mask, [2, tokens]),
  }
}

export function pick(tensors: Tensors, names: readonly string[]): Tensors {
  return Object.fromEntries(
    names.flatMap(name => {
      const tensor = tensors[name]
      return tensor === undefined ? [] : [[name, tensor]]
    }),
  )
}
