import { audio, control, factor, hertz, kernel } from '../define-kernel'

/**
 * A control signal as one channel of sound, times `gain`. A one-pole high-pass at `cut` takes the
 * steady part out, which no loudspeaker should get; with 0 Hz the signal stays as it is.
 */
export const toAudio = kernel('to-audio', {
  inputs: { in: control() },
  outputs: { out: audio({ channels: 1 }) },
  params: { gain: factor(0, 64, 1), cut: hertz(0, 1_000, 5) },
})
