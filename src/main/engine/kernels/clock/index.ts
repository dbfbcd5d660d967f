import { choice, control, factor, hertz, kernel, plain, turns } from '../define-kernel'
import { divisions } from '../lib/note-lengths'

/**
 * Pulses and their phase. `out` is on for `width` of each pulse; `phase` rises from 0 to 1 in it.
 * Synced, both follow from the position alone: `beat` (whole quarter notes) + `part` (of the next),
 * in steps of `division`. Free, they run at `rate`. `swing` is the part of a pair of pulses that the
 * first of them takes: 0.5 is straight, 2/3 a triplet's shuffle. `shift` is later by parts of a
 * pulse. A rising edge at `reset` begins the first pulse of a pair.
 */
export const clock = kernel('clock', {
  inputs: { reset: control() },
  outputs: { out: control(), phase: control({ mayRest: true }) },
  params: {
    sync: choice(['free', 'tempo']),
    rate: hertz(0.001, 1_000, 2),
    division: choice(divisions),
    width: factor(0, 1, 0.5),
    swing: factor(0.05, 0.95, 0.5),
    shift: turns(-1, 1, 0),
    beat: plain(-16_777_216, 16_777_216, 0),
    part: factor(0, 1, 0),
  },
})
