import { audio, cents, choice, control, factor, kernel, plain } from '../define-kernel'

/**
 * An oscillator for voices: up to eight of the band-limited table waves of `oscillator` (after D.
 * Wessel & A. Freed), spread evenly in cents over ±`spread` and from left to right over ±`width` by
 * equal power, each with a phase of its own; their sum is scaled by 1 / √count. Phases are whole
 * numbers of 32 bits, so that nothing drifts.
 *
 * `frequency` is in hertz; `pitch` times `amount` adds octaves to it, sample by sample, as `transpose` adds
 * semitones and `fine` cents. A pulse is the difference of two saws, `pulseWidth` of a turn apart, which
 * may move. `start` says whether a trigger sets the phases back. Another waveform comes in after a fade of
 * some 8 ms, or with the next trigger.
 */
export const voiceOscillator = kernel('voice-oscillator', {
  inputs: { frequency: control(), pitch: control(), trigger: control() },
  outputs: { out: audio({ channels: 2 }) },
  params: {
    waveform: choice(['sine', 'saw', 'square', 'triangle', 'pulse']),
    transpose: plain(-48, 48, 0),
    fine: cents(-100, 100, 0),
    unison: plain(1, 8, 1),
    spread: cents(0, 100, 12),
    width: factor(0, 1, 0.7),
    pulseWidth: factor(0.02, 0.98, 0.5),
    level: factor(0, 4, 1),
    start: choice(['free', 'restart']),
    amount: plain(-10, 10, 1),
  },
})
