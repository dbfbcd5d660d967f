import { Tensor, type Session } from '../../sessions'
import { VOICE_FRAME, VOICE_RATE, type VoiceDetector } from './voice-detector'

/** Samples of the frame before that the model sees again. */
const CONTEXT = 64
const STATE = [2, 1, 128] as const

/**
 * Silero VAD, version 5 (Silero Team, 2024, MIT): an STFT, a small convolutional encoder and an LSTM. As its authors
 * run it: 64 samples of context before each frame of 512, the state of the LSTM carried from frame to frame.
 */
export function sileroVoice(session: Session): VoiceDetector {
  const input = new Float32Array(CONTEXT + VOICE_FRAME)
  const rate = new Tensor('int64', BigInt64Array.of(BigInt(VOICE_RATE)), [])
  let state: Tensor = new Tensor('float32', new Float32Array(256), STATE)
  return {
    async next(frame) {
      input.copyWithin(0, VOICE_FRAME)
      input.set(frame, CONTEXT)
      const sound = new Tensor('float32', input, [1, input.length])
      const answer = await session.run({ input: sound, state, sr: rate })
      const { output, stateN } = answer
      if (output === undefined || stateN === undefined) throw new Error('The model left out an output')
      state = stateN
      return Number(output.data[0])
    },
    [Symbol.dispose]: () => undefined,
  }
}
