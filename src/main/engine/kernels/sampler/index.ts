import { audio, cents, choice, control, factor, kernel, plain, seconds } from '../define-kernel'

/**
 * One zone of a sampler: plays its sound at the pitch of a voice where the key and the velocity at the
 * trigger lie in its ranges. At `root` it sounds as it was recorded; `track` of 1 follows the keys.
 *
 * Interpolation by a windowed sinc (J. O. Smith, “Digital Audio Resampling”; Kaiser's window, β = 7): 16
 * taps at the rate of the sound and below, more where it is played faster, by half octaves, so that what
 * would fold is taken out; 512 phases, linear between two. A sine is met to within −80 dB, and what would fold
 * is 60 dB down; at its own pitch a sound is exact.
 *
 * Loops: 'forward' and 'ping-pong' go on through the release, 'until-release' runs out then. Interpolation
 * goes over the seam; a `crossfade` leads from the end of the loop to what lies before its start. A
 * `loopEnd` of 0 is the end of the sound. A new note fades the sound of the last out within 128 frames.
 * With no sound it is silent.
 */
export const sampler = kernel('sampler', {
  inputs: { frequency: control(), gate: control(), trigger: control(), velocity: control() },
  outputs: { out: audio({ channels: 2 }) },
  params: {
    root: plain(0, 127, 60),
    tune: cents(-1_200, 1_200, 0),
    track: factor(0, 2, 1),
    low: plain(0, 127, 0),
    high: plain(0, 127, 127),
    soft: factor(0, 1, 0),
    loud: factor(0, 1, 1),
    start: seconds(0, 3_600, 0),
    loop: choice(['off', 'forward', 'ping-pong', 'until-release']),
    loopStart: seconds(0, 3_600, 0),
    loopEnd: seconds(0, 3_600, 0),
    crossfade: seconds(0, 60, 0),
    level: factor(0, 16, 1),
  },
  sound: 'own-rate',
  needsSound: true,
})
