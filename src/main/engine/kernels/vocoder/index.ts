import { audio, decibels, factor, kernel, plain, seconds } from '../define-kernel'

/**
 * A channel vocoder (H. Dudley, “Remaking speech”, JASA 11, 1939): `bands` band-passes, evenly spaced
 * by ratio from 80 Hz to 12 kHz (0.4 of the rate at most), measure `in` (the mean of its channels) and give
 * their levels to the same bands of `carrier`. A band-pass is Butterworth's of fourth order: two state variable filters in a row
 * (A. Simper, 2013), which crosses its neighbours at −3 dB. Levels follow with `attack` and `release`; `formant` moves
 * the carrier's bands by semitones. Where most of the voice lies above 4 kHz (s, t, f), `noise` joins the
 * carrier. `mix` goes from the voice itself to the vocoder.
 */
export const vocoder = kernel('vocoder', {
  inputs: { in: audio(), carrier: audio() },
  outputs: { out: audio({ channels: 2 }) },
  params: {
    bands: plain(8, 40, 20),
    attack: seconds(0.0005, 0.2, 0.005),
    release: seconds(0.002, 2, 0.04),
    formant: plain(-12, 12, 0),
    noise: factor(0, 1, 0.3),
    gain: decibels(-24, 24, 0),
    mix: factor(0, 1, 1),
  },
})
