import { audio, kernel } from '../define-kernel'

/**
 * Plays stretches of an asset that the host has put into the arena: `player_process` silences the
 * block, and each `player_segment` then writes its part. When rates differ it converts by a
 * windowed sinc (Kaiser, 118 dB) in polyphase form, pass-band flat to 0.91 of the lower Nyquist
 * frequency and nothing past it. Positions are exact fractions, so the result never depends on how
 * a stretch was split.
 */
export const player = kernel('player', {
  inputs: {},
  outputs: { out: audio({ channels: 'asset' }) },
  params: {},
})
