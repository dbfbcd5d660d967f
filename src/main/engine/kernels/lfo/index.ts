import { choice, control, hertz, kernel, plain, turns } from '../define-kernel'

/**
 * A slow oscillator for control: offset + depth · shape(phase). Shapes are the plain ones, in ±1,
 * not band-limited: sine and triangle start at 0 and rise, saw rises from −1 to 1, square starts at
 * 1, random holds a new seeded value each cycle.
 */
export const lfo = kernel('lfo', {
  inputs: {},
  outputs: { out: control() },
  params: {
    shape: choice(['sine', 'triangle', 'saw', 'square', 'random']),
    rate: hertz(0.01, 40, 1),
    depth: plain(-1_000_000, 1_000_000, 1),
    offset: plain(-1_000_000, 1_000_000, 0),
    phase: turns(0, 1, 0),
  },
})
