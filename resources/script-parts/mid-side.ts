import { channelOf, type Bus } from './bus'

/** Left and right to middle and side (0), or back (1). */
export function midSide() {
  return (out: Bus, input: Bus, direction: Float32Array): void => {
    out.width = 2
    const sum = channelOf(out, 0)
    const difference = channelOf(out, 1)
    const left = input.width > 0 ? channelOf(input, 0) : undefined
    const right = input.width > 1 ? channelOf(input, 1) : left
    for (let i = 0; i < 128; i++) {
      const factor = (direction[i] ?? 0) < 0.5 ? 0.5 : 1
      const x = (left?.[i] ?? 0) * factor
      const y = (right?.[i] ?? 0) * factor
      sum[i] = x + y
      difference[i] = x - y
    }
  }
}
