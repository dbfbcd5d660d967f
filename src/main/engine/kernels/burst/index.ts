import { choice, control, factor, hertz, kernel, plain } from '../define-kernel'
import { divisions } from '../lib/note-lengths'

/**
 * `count` pulses at each rising edge of the trigger, each on for the part `width` of its time: by
 * `rate`, or by notes of the present tempo. A trigger in the middle of them starts over.
 */
export const burst = kernel('burst', {
  inputs: { trigger: control() },
  outputs: { out: control() },
  params: {
    count: plain(1, 1_024, 4),
    sync: choice(['free', 'tempo']),
    rate: hertz(0.01, 1_000, 10),
    division: choice(divisions),
    width: factor(0, 1, 0.5),
    tempo: plain(1, 10_000, 120),
  },
})
