import { audio, control, hertz, kernel } from '../define-kernel'

/**
 * Finds the pitch of one voice, from 32 Hz to 4.2 kHz, by the normalised square difference function
 * (P. McLeod and G. Wyvill, “A smarter way to find pitch”, ICMC 2005) of the last 4096 frames (twice that
 * above 64 kHz, four times above 128 kHz), each quarter of that. A period that is found is measured
 * again over as many periods as fit, which makes it as much finer: sines and saws of 40 Hz to 2 kHz
 * are found to 0.2 cents. `pitch` is in octaves from middle C (261.6 Hz) and holds while nothing is heard; `clarity`
 * is 1 for a periodic sound, 0 for silence. Readouts: the frequency in hertz, the nearest note (60 is
 * middle C), the cents from it by the `reference` of A4, and the clarity.
 */
export const tuner = kernel('tuner', {
  inputs: { in: audio() },
  outputs: { pitch: control(), clarity: control() },
  params: { reference: hertz(400, 480, 440) },
  readouts: {
    frequency: { offset: 352, type: 'f32', perChannel: false },
    note: { offset: 356, type: 'f32', perChannel: false },
    cents: { offset: 360, type: 'f32', perChannel: false },
    clarity: { offset: 364, type: 'f32', perChannel: false },
  },
})
