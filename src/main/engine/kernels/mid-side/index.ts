import { audio, choice, kernel } from '../define-kernel'

/**
 * Left and right to middle and side, M = (L + R) / 2 and S = (L − R) / 2, or back: L = M + S and
 * R = M − S. Middle is the first channel, side the second.
 */
export const midSide = kernel('mid-side', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 2 }) },
  params: { direction: choice(['encode', 'decode']) },
})
