import { control, kernel, plain } from '../define-kernel'

/**
 * The sum of what a voice says, in octaves, for a filter's cutoff or anything else that opens with
 * playing: key · (octaves from middle C) + velocity · (velocity − 1) + pressure · pressure + timbre ·
 * (2 · timbre − 1), each by an amount of its own, and what comes in at `in`. A velocity of 1 changes
 * nothing, and less takes away.
 */
export const voiceModulation = kernel('voice-modulation', {
  inputs: {
    in: control(),
    frequency: control(),
    velocity: control(),
    pressure: control(),
    timbre: control(),
  },
  outputs: { out: control() },
  params: {
    key: plain(-2, 2, 0),
    velocity: plain(-10, 10, 0),
    pressure: plain(-10, 10, 0),
    timbre: plain(-10, 10, 0),
  },
})
