import { channelOf, type Bus } from './bus'

/** Equal power, by the rules of Web Audio’s StereoPannerNode: −1 is left. */
export function pan() {
  return (out: Bus, input: Bus, position: Float32Array): void => {
    out.width = 2
    const left = channelOf(out, 0)
    const right = channelOf(out, 1)
    const from = input.width > 0 ? channelOf(input, 0) : undefined
    const other = input.width > 1 ? channelOf(input, 1) : undefined
    for (let i = 0; i < 128; i++) {
      const at = Math.max(-1, Math.min(1, position[i] ?? 0))
      const x = from?.[i] ?? 0
      if (other === undefined) {
        left[i] = x * Math.cos(((at + 1) * Math.PI) / 4)
        right[i] = x * Math.sin(((at + 1) * Math.PI) / 4)
        continue
      }
      const y = other[i] ?? 0
      const angle = (Math.abs(at) * Math.PI) / 2
      left[i] = at <= 0 ? x + y * Math.sin(angle) : x * Math.cos(angle)
      right[i] = at <= 0 ? y * Math.cos(angle) : y + x * Math.sin(angle)
    }
  }
}
