import { channelOf, type Bus } from './bus'

/** From one to the other: linear (0), or with equal power (1). */
export function crossfade() {
  return (out: Bus, a: Bus, b: Bus, mod: Bus, position: Float32Array, law: Float32Array): void => {
    out.width = Math.max(a.width, b.width)
    const added = mod.width > 0 ? channelOf(mod, 0) : undefined
    for (let channel = 0; channel < out.width; channel++) {
      const first = sideOf(a, channel)
      const second = sideOf(b, channel)
      const to = channelOf(out, channel)
      for (let i = 0; i < 128; i++) {
        const at = Math.max(0, Math.min(1, (position[i] ?? 0) + (added?.[i] ?? 0)))
        const isLinear = (law[i] ?? 0) < 0.5
        const near = isLinear ? 1 - at : Math.cos((at * Math.PI) / 2)
        const far = isLinear ? at : Math.sin((at * Math.PI) / 2)
        to[i] = (first?.[i] ?? 0) * near + (second?.[i] ?? 0) * far
      }
    }
  }
}

/** Mono counts on both sides. */
function sideOf(from: Bus, channel: number): Float32Array | undefined {
  if (from.width === 0) return undefined
  return channelOf(from, from.width === 1 ? 0 : channel)
}
