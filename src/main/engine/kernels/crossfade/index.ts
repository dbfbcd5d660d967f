import { audio, choice, control, factor, kernel } from '../define-kernel'

/**
 * From `a` (position 0) to `b` (position 1). Linear: 1 − p and p, for sounds that are alike.
 * Equal-power: cos and sin of p · π/2, for sounds that are not. The control input `mod` is added to
 * the position; the sum is kept within 0…1.
 */
export const crossfade = kernel('crossfade', {
  inputs: { a: audio(), b: audio(), mod: control() },
  outputs: { out: audio({ channels: 'input' }) },
  params: { position: factor(0, 1, 0.5), law: choice(['linear', 'equal-power']) },
})
