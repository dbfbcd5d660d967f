import { choice, control, factor, kernel, plain, seconds } from '../define-kernel'

/**
 * Attack, decay, sustain, release. A stage of length T goes from its first level a to its last b as
 * a + (b − a) · (1 − e^(−k·t/T)) / (1 − e^(−k)), k being its curve: 0 is a straight line, above 0 it
 * is fast at first, as a capacitor is, below 0 slow at first. So each stage ends at its level exactly,
 * after its time exactly; past the release the output is an exact 0. The frame at which the gate rises
 * is t = 0, where the attack is still at its start.
 *
 * `gate` is up from 0.5 on. A `trigger` while the gate is up begins the attack again, from the level
 * reached ('from-level'), from 0, or not at all. The peak is 1 − sensitivity · (1 − velocity), the
 * velocity being that of the frame where the attack begins; sustain is a part of the peak. Times and
 * curves may move: what is left of a stage follows within 16 frames. out = depth · envelope.
 */
export const envelope = kernel('envelope', {
  inputs: { gate: control(), trigger: control() },
  outputs: { out: control() },
  params: {
    attack: seconds(0, 60, 0.005),
    decay: seconds(0, 60, 0.2),
    sustain: factor(0, 1, 0.7),
    release: seconds(0, 60, 0.3),
    attackCurve: plain(-10, 10, 2),
    decayCurve: plain(-10, 10, 5),
    velocity: factor(0, 1, 1),
    sensitivity: factor(0, 1, 0),
    depth: plain(-1_000_000, 1_000_000, 1),
    retrigger: choice(['from-level', 'from-zero', 'off']),
  },
})
