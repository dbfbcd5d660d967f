/** Frames in which an edit fades: 10.7 ms at 48 kHz. A multiple of the quantum. */
export const FADE: i32 = 512

/**
 * Gain of a fade-in after so many frames (none before the first): 3t² − 2t³, whose slope begins and ends at 0. A straight line has
 * corners that are heard: −56 dB above 10 kHz for a sine of 1 kHz at full scale, against −93 dB.
 */
export function fadeGain(frame: i32): f32 {
  if (frame >= FADE) return 1
  if (frame <= 0) return 0
  const t = <f32>frame / <f32>FADE
  return t * t * (3 - 2 * t)
}
