/** Frames of voice detection: 512 samples at 16 kHz, 32 ms. */
export const VOICE_RATE = 16_000
export const VOICE_FRAME = 512

/** Tells of each frame how likely somebody speaks in it, in order: it remembers the frames before. */
export interface VoiceDetector extends AsyncDisposable {
  /**
   * @param samples whole frames, one after the other
   * @returns of each from 0 to 1
   */
  hear(samples: Float32Array): Promise<Float32Array>
}
