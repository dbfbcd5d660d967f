import { choice, control, kernel, plain } from '../define-kernel'

/**
 * Maps one range onto another: `inLow`…`inHigh` onto `outLow`…`outHigh`, either way round. The curve
 * bends the path between the ends: above 0 it starts slowly, below 0 fast. It is Schlick's bias
 * function (C. Schlick, "Fast Alternatives to Perlin's Bias and Gain Functions", Graphics Gems IV,
 * 1994); beyond the ends the path goes on straight, unless clamped. `invert` swaps the ends.
 */
export const scale = kernel('scale', {
  inputs: { in: control() },
  outputs: { out: control() },
  params: {
    inLow: plain(-1_000_000, 1_000_000, -1),
    inHigh: plain(-1_000_000, 1_000_000, 1),
    outLow: plain(-1_000_000, 1_000_000, 0),
    outHigh: plain(-1_000_000, 1_000_000, 1),
    curve: plain(-1, 1, 0),
    clamp: choice(['off', 'on']),
    invert: choice(['off', 'on']),
  },
})
