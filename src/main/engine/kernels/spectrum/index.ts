import { audio, kernel, plain, seconds } from '../define-kernel'

/**
 * A running spectrum: Hann windows of 4096 frames (8192 above 64 kHz, 16384 above 128 kHz), each a
 * quarter further, whose power is averaged over the channels and, with the time constant `average`,
 * over time. `bands` are 256 values in dB, evenly spaced by ratio from 20 Hz to 20 kHz: the highest bin of
 * each band, or between bins where bands are narrower. 0 dB is a sine of amplitude 1; a sine between two
 * bins shows up to 1.4 dB less, as the window has it (Harris 1978). −120 stands for silence. `tilt` raises the treble, in dB per octave
 * from 1 kHz. `spectra` counts the spectra so far, for a picture of the spectrum over time.
 */
export const spectrum = kernel('spectrum', {
  inputs: { in: audio() },
  outputs: {},
  params: { average: seconds(0, 10, 0.1), tilt: plain(0, 6, 0) },
  readouts: {
    bands: { offset: 352, type: 'f32', perChannel: false, length: 256 },
    spectra: { offset: 1376, type: 'f64', perChannel: false },
  },
})
