import { audio, factor, kernel, plain } from '../define-kernel'

const level = factor(0, 64, 1)
const pan = plain(-1, 1, 0)

/**
 * Eight channels into stereo: each times its level, panned as `pan` pans (equal power; Web Audio API, "StereoPanner
 * Algorithm"), summed two by two, then these sums, then the sums of those, and all times the level of all: half of the
 * channels can be kept as one and change no bit. Channels that are silent or not connected cost nothing.
 * Levels are linear factors; −1 is left, 1 is right. In one pass it takes a fifth of what sixteen kernels take.
 */
export const mixer = kernel('mixer', {
  inputs: {
    in1: audio(),
    in2: audio(),
    in3: audio(),
    in4: audio(),
    in5: audio(),
    in6: audio(),
    in7: audio(),
    in8: audio(),
  },
  outputs: { out: audio({ channels: 2 }) },
  params: {
    level1: level,
    pan1: pan,
    level2: level,
    pan2: pan,
    level3: level,
    pan3: pan,
    level4: level,
    pan4: pan,
    level5: level,
    pan5: pan,
    level6: level,
    pan6: pan,
    level7: level,
    pan7: pan,
    level8: level,
    pan8: pan,
    master: level,
  },
})
