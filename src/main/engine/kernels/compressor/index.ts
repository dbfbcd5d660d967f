import {
  audio,
  choice,
  control,
  decibels,
  factor,
  hertz,
  kernel,
  ratio,
  seconds,
} from '../define-kernel'

/**
 * A feed-forward compressor in the log domain, after D. Giannoulis, M. Massberg and J. D. Reiss, “Digital
 * Dynamic Range Compressor Design — A Tutorial and Analysis”, JAES 60 (2012): level, static curve with a
 * quadratic knee, then the smooth decoupled peak detector (release follows attack) on the gain in
 * decibels. `attack` and `release` cover 63 % of a step.
 *
 * `mode`: compress turns down what is above the threshold, by `ratio` (100 is ∞); upward turns up what is
 * below it by the same slope; expand turns down what is below it by ratio − 1. None changes the gain by more
 * than `range`. `detector`: the sample's size, or the root of a mean square over `window`. `timing` auto takes
 * `attack` and `release` as those for a sine and shortens both by the crest factor (the same authors,
 * “Parameter Automation in a Dynamic Range Compressor”, JAES 61, 2013).
 *
 * `link` goes from each channel's own level to the loudest channel's. The detector hears `sidechain`, or
 * `in` where nothing is connected, past a Butterworth high-pass at `highpass` (10 Hz: none). `lookahead`
 * delays the sound, not the detector. `reduction` is in decibels, positive where the sound is turned down;
 * the readout is the largest of the last quantum.
 */
export const compressor = kernel('compressor', {
  inputs: { in: audio(), sidechain: audio() },
  outputs: { out: audio({ channels: 'input' }), reduction: control() },
  params: {
    threshold: decibels(-80, 0, -20),
    ratio: ratio(1, 100, 4),
    knee: decibels(0, 40, 6),
    attack: seconds(0, 0.5, 0.01),
    release: seconds(0.001, 5, 0.15),
    makeup: decibels(-20, 40, 0),
    mix: factor(0, 1, 1),
    mode: choice(['compress', 'upward', 'expand']),
    detector: choice(['peak', 'rms']),
    window: seconds(0.001, 0.5, 0.01),
    range: decibels(0, 120, 120),
    link: factor(0, 1, 1),
    lookahead: seconds(0, 0.02, 0),
    highpass: hertz(10, 2_000, 10),
    timing: choice(['manual', 'auto']),
  },
  readouts: { reduction: { offset: 352, type: 'f32', perChannel: false } },
})
