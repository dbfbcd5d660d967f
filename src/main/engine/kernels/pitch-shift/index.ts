import { audio, choice, factor, kernel, plain } from '../define-kernel'

/**
 * Shifts the pitch by `shift` semitones plus `octaves`, two octaves at most either way; the duration stays.
 * A phase vocoder that moves the region around each spectral peak as a whole, by whole bins, with the
 * rest of the shift in its phase (J. Laroche, M. Dolson, “New phase-vocoder techniques for real-time pitch
 * shifting, chorusing, harmonizing, and other exotic audio modifications”, JAES 47, 1999): Hann windows
 * each 1/8 further, frequencies from phase differences. All channels share peaks and phases, which keeps
 * the image.
 *
 * Onsets: peaks whose power rises as an onset enters the window take the phase that puts their energy
 * at the onset's time (the aim of A. Röbel, “A new approach to transient processing in the phase vocoder”,
 * DAFx 2003, reached here by the time of the onset, found from the rise of the difference signal).
 *
 * `formants` 'keep' gives peaks the level of the spectral envelope where they arrive (a cepstrum up to
 * 1.4 ms), moved by `formant` semitones. `window` is 4096 frames ('fine': from 45 Hz on) or 2048 ('quick': from 90 Hz on) at 48
 * kHz, twice that above 64 kHz, four times above 128 kHz; the output lags by the window less 128 frames.
 * The dry signal of `mix` lags alike.
 */
export const pitchShift = kernel('pitch-shift', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 'input' }) },
  params: {
    shift: plain(-24, 24, 0),
    octaves: plain(-2, 2, 0),
    mix: factor(0, 1, 1),
    window: choice(['fine', 'quick']),
    formants: choice(['move', 'keep']),
    formant: plain(-12, 12, 0),
  },
})
