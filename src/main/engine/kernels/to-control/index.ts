import { audio, choice, control, kernel, plain } from '../define-kernel'

/** Sound as a control signal, sample by sample: gain · x + offset, x the mean of the channels or one of them. */
export const toControl = kernel('to-control', {
  inputs: { in: audio() },
  outputs: { out: control() },
  params: {
    channel: choice(['mean', 'left', 'right']),
    gain: plain(-1_000_000, 1_000_000, 1),
    offset: plain(-1_000_000, 1_000_000, 0),
  },
})
