import { VOICE_FRAME, type VoiceDetector } from './voice-detector'

/**
 * Voice activity by energy alone, for where there is no model: a frame counts as voice while it is well above a noise
 * floor that follows the quiet parts, and for a while after. It cannot tell speech from music; who asks is told that
 * this one answered. After Prasad et al., “Comparison of voice activity detection algorithms for VoIP” (ISCC 2002):
 * linear energy detector with an adaptive floor and hang-over.
 */
export function energyVoice(): VoiceDetector {
  /** Energy of the quiet, as power; the first frames set it. */
  let floor: number | undefined
  let hang = 0
  function next(frame: Float32Array): number {
    let sum = 0
    for (const sample of frame) sum += sample * sample
    const power = sum / frame.length
    floor ??= Math.max(power, QUIETEST)
    const isLoud = power > floor * ABOVE && power > LEAST
    if (isLoud) hang = HANG_FRAMES
    else if (hang > 0) hang -= 1
    // Down quickly, up slowly, and hardly at all while somebody may be speaking.
    const pace = power < floor ? 0.2 : isLoud ? 0.0005 : 0.02
    floor = Math.max(QUIETEST, floor + pace * (power - floor))
    const ratio = power / floor / ABOVE
    return hang > 0 ? Math.max(0.5, ratio / (1 + ratio)) : ratio / (1 + ratio) / 2
  }
  return {
    hear: samples =>
      Promise.resolve(
        Float32Array.from({ length: samples.length / VOICE_FRAME }, (_, frame) =>
          next(samples.subarray(frame * VOICE_FRAME, (frame + 1) * VOICE_FRAME)),
        ),
      ),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/** −90 dB: no floor lies lower. */
const QUIETEST = 1e-9
/** −60 dB: nothing quieter is a voice. */
const LEAST = 1e-6
/** 9 dB above the floor. */
const ABOVE = 8
/** 256 ms of frames of 32 ms. */
const HANG_FRAMES = 8
