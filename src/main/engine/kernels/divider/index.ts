import { choice, control, kernel, plain } from '../define-kernel'

/**
 * Every `every`th pulse of a gate, from pulse `first` (counted from 0) on. 'pulse' lets those through
 * as long as they are; 'square' is on from such a pulse until half of the pulses to the next have
 * come. A rising edge at `reset` makes the next pulse number 0.
 */
export const divider = kernel('divider', {
  inputs: { in: control(), reset: control() },
  outputs: { out: control() },
  params: {
    every: plain(1, 1_024, 2),
    first: plain(0, 1_023, 0),
    mode: choice(['pulse', 'square']),
  },
})
