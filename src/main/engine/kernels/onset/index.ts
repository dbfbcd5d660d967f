import { audio, control, kernel, ratio, seconds } from '../define-kernel'

/**
 * Finds where something newly sounds: SuperFlux (S. Böck and G. Widmer, DAFx 2013; see
 * lib/superflux.as.ts) over windows of 2048 frames, each 256 further (twice that above 64 kHz, four times
 * above 128 kHz). An onset is where its value is the highest of the last 30 ms and exceeds the mean of the last
 * 100 ms by `threshold`; none follows within `gap`. It is found some 11 ms after it begins at most, for drums.
 * `trigger` is 1 for a hop (5 ms) at an onset, `flux` the value itself over 100. Readouts: the value, the
 * number of onsets, and the time in seconds of the last one.
 */
export const onset = kernel('onset', {
  inputs: { in: audio() },
  outputs: { trigger: control(), flux: control() },
  params: { threshold: ratio(0.1, 50, 3), gap: seconds(0.01, 1, 0.03) },
  readouts: {
    flux: { offset: 352, type: 'f32', perChannel: false },
    onsets: { offset: 360, type: 'f64', perChannel: false },
    last: { offset: 368, type: 'f64', perChannel: false },
  },
})
