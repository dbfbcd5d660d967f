import type { Tensor } from 'onnxruntime-node'
import type { OpenModel } from '../sessions'
import { VOICE_FRAME, VOICE_RATE, type VoiceDetector } from './voice-detector'

/** Samples of the frame before that the model sees again. */
const CONTEXT = 64

/** What the model is to have; see `checkModel`. */
export const sileroSpec = {
  inputs: {
    input: { type: 'float32', shape: ['batch', 'samples'] },
    state: { type: 'float32', shape: [2, 'batch', 128] },
    sr: { type: 'int64', shape: [] },
  },
  outputs: {
    output: { type: 'float32', shape: ['batch', 1] },
    stateN: { type: 'float32', shape: [2, 'batch', 128] },
  },
} as const

/**
 * Silero VAD, version 5 (Silero Team, 2024, MIT): an STFT, a small convolutional encoder and an LSTM. As its authors
 * run it: 64 samples of context before each frame of 512, the state of the LSTM carried from frame to frame.
 */
export function sileroVoice(model: OpenModel): VoiceDetector {
  const input = new Float32Array(CONTEXT + VOICE_FRAME)
  const sr = model.integers(BigInt64Array.of(BigInt(VOICE_RATE)), [])
  let state: Tensor = model.floats(new Float32Array(256), [2, 1, 128])
  return {
    async next(frame) {
      input.copyWithin(0, VOICE_FRAME)
      input.set(frame, CONTEXT)
      const sound = model.floats(input, [1, input.length])
      const { output, stateN } = await model.run({ input: sound, state, sr })
      if (output === undefined || stateN === undefined) {
        throw new Error('The model left an output out')
      }
      state = stateN
      return Number(output.data[0])
    },
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  }
}
