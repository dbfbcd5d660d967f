import { audio, hertz, kernel, seconds } from '../define-kernel'

/**
 * Estimates the key. Spectral peaks from 60 Hz to 3 kHz (Hann windows of 16384 frames, twice that above
 * 64 kHz, half overlapping) give their magnitude to twelve pitch classes, and 0.6 of it, 0.36 … to
 * those of which they could be the second, third … sixth harmonic (E. Gómez, “Tonal description of
 * music audio signals”, 2006). Every window counts alike, however loud, and less with `memory`. The sum is correlated
 * with the profiles of D. Temperley (“Music and probability”, 2007) in all 24 keys. `key` is 0 C major … 11 B major, 12 C minor … 23 B
 * minor, −1 for none yet; `confidence` how far it is ahead of the next best, 0 to 1; `classes` the twelve
 * classes from C on, the strongest 1.
 */
export const key = kernel('key', {
  inputs: { in: audio() },
  outputs: {},
  params: { memory: seconds(1, 600, 30), reference: hertz(400, 480, 440) },
  readouts: {
    key: { offset: 352, type: 'f32', perChannel: false },
    confidence: { offset: 356, type: 'f32', perChannel: false },
    classes: { offset: 368, type: 'f32', perChannel: false, length: 12 },
  },
})
