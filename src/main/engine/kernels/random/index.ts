import { choice, control, factor, hertz, kernel, plain } from '../define-kernel'
import { divisions } from '../lib/note-lengths'

/**
 * Seeded random control: offset + depth · value, value in −1…1. Stepped holds a value each cycle;
 * smooth goes from one to the next by 3t² − 2t³ (value noise); brownian is fractional Brownian motion
 * with H = ½, made of six octaves of value noise from ⅛ of the rate up (F. K. Musgrave, in Ebert et
 * al., "Texturing and Modeling"), so that it stays within its bounds and needs no past.
 *
 * The value depends on the seeds and the cycle alone. Free, cycles run at `rate`; synced, they
 * follow from the position: `beat` + `part`, by `division`. A rising edge at `reset` starts over
 * with other values.
 */
export const random = kernel('random', {
  inputs: { reset: control() },
  outputs: { out: control() },
  params: {
    shape: choice(['stepped', 'smooth', 'brownian']),
    sync: choice(['free', 'tempo']),
    rate: hertz(0.001, 1_000, 2),
    division: choice(divisions),
    depth: plain(-1_000_000, 1_000_000, 1),
    offset: plain(-1_000_000, 1_000_000, 0),
    seed: plain(0, 65_535, 0),
    beat: plain(-16_777_216, 16_777_216, 0),
    part: factor(0, 1, 0),
  },
})
