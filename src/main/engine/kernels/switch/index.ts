import { audio, control, kernel, plain, seconds } from '../define-kernel'

const input = audio()

/**
 * One of six inputs. `position` counts from 1; the control input `select` is added to it, and the
 * sum rounded. Looked at every 16 frames; what was heard before fades out over `time` while the new
 * input fades in, both in a line, so that there is no click.
 */
export const selector = kernel('switch', {
  inputs: {
    in1: input,
    in2: input,
    in3: input,
    in4: input,
    in5: input,
    in6: input,
    select: control(),
  },
  outputs: { out: audio({ channels: 'input' }) },
  params: { position: plain(1, 6, 1), time: seconds(0, 10, 0.005) },
})
