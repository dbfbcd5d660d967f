import { audio, choice, kernel, plain } from '../define-kernel'

/**
 * Seeded noise. White: a keyed hash of the frame's number (lowbias32), uniform in ±1. Pink: Paul
 * Kellet's refined filter, −3 dB an octave. Brown: a leaky integrator with its corner at 20 Hz, −6
 * dB an octave. Each channel has a key of its own unless `channels` is 'mono'.
 */
export const noise = kernel('noise', {
  inputs: {},
  outputs: { out: audio({ channels: 2 }) },
  params: {
    color: choice(['white', 'pink', 'brown']),
    channels: choice(['stereo', 'mono']),
    seed: plain(0, 65_535, 0),
  },
})
