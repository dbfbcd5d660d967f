import { channelOf, type Bus } from './bus'

/** Each sample times a factor. */
export function gain() {
  return (out: Bus, input: Bus, factor: Float32Array): void => {
    out.width = input.width
    for (let channel = 0; channel < input.width; channel++) {
      const from = channelOf(input, channel)
      const to = channelOf(out, channel)
      for (let i = 0; i < 128; i++) to[i] = (from[i] ?? 0) * (factor[i] ?? 0)
    }
  }
}
