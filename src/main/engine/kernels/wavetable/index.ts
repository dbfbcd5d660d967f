import { audio, cents, choice, control, factor, kernel, plain, turns } from '../define-kernel'

/**
 * A wavetable oscillator for voices: eight waves in a row, between which `position` (0 to 1, with what
 * comes in at `position` added) moves without steps, even every frame. The sets are made by formula: 'basic'
 * goes from a sine over triangle and saw to a square, 'pulse' from half a turn to a needle, 'fm' is a sine
 * bent by a sine of twice its pitch (J. Chowning 1973), 'sync' a saw that starts over one to six times.
 *
 * 'sound' has the waves of a sound: its first channel in frames of 2048 samples, 256 at most, whatever its rate; a
 * shorter sound is a single cycle. Their mean is taken out, and 372 harmonics are kept. Without a sound it is 'basic'.
 *
 * Each wave is kept band-limited at two levels an octave, with up to 256 harmonics and at least five samples
 * a cycle of the highest; it is read by Hermite's cubic through four samples, and fades between
 * neighbouring levels (D. Wessel & A. Freed's additive tables, as in `oscillator`).
 */
export const wavetable = kernel('wavetable', {
  inputs: {
    frequency: control(),
    pitch: control(),
    position: control(),
    trigger: control(),
  },
  outputs: { out: audio({ channels: 1 }) },
  params: {
    set: choice(['basic', 'pulse', 'fm', 'sync', 'sound']),
    position: factor(0, 1, 0),
    transpose: plain(-48, 48, 0),
    fine: cents(-100, 100, 0),
    phase: turns(0, 1, 0),
    start: choice(['free', 'restart']),
    level: factor(0, 4, 1),
    amount: plain(-10, 10, 1),
  },
  sound: 'tables',
})
