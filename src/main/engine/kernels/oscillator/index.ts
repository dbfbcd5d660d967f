import { audio, cents, choice, hertz, kernel, turns } from '../define-kernel'

/**
 * A periodic wave of amplitude 1, with the waveforms and phases of Web Audio's OscillatorNode.
 *
 * Sine: a polynomial. The others: band-limited wavetables, four levels an octave, linear
 * interpolation and a cross-fade between neighbouring levels (D. Wessel & A. Freed's additive
 * tables; the level comes from the bits of the increment, so that it costs nothing when the pitch
 * moves). Tables rather than BLEP, because their aliasing is bounded by construction at every rate
 * and pitch, and because pitch and phase can both move every frame without a search for the edges.
 *
 * `phase` is added to the running phase, so that a moving phase is phase modulation.
 * Edges overshoot by the 9 % of Gibbs's phenomenon; nothing is scaled down for it.
 */
export const oscillator = kernel('oscillator', {
  inputs: {},
  outputs: { out: audio({ channels: 1 }) },
  params: {
    waveform: choice(['sine', 'saw', 'square', 'triangle']),
    frequency: hertz(0.01, 20_000, 440),
    detune: cents(-4_800, 4_800, 0),
    phase: turns(0, 1, 0),
  },
})
