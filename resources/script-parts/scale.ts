import { channelOf, type Bus } from './bus'

/** From one range to another, along a curve (Schlick’s bias). */
export function scale() {
  return (
    out: Bus,
    input: Bus,
    inLow: Float32Array,
    inHigh: Float32Array,
    outLow: Float32Array,
    outHigh: Float32Array,
    curve: Float32Array,
    clamp: Float32Array,
    invert: Float32Array,
  ): void => {
    out.width = 1
    const from = input.width > 0 ? channelOf(input, 0) : undefined
    const to = channelOf(out, 0)
    for (let i = 0; i < 128; i++) {
      const low = inLow[i] ?? 0
      const range = (inHigh[i] ?? 0) - low
      const t = range === 0 ? 0 : ((from?.[i] ?? 0) - low) / range
      const inside = Math.max(0, Math.min(1, t))
      const bend = Math.max(-0.98, Math.min(0.98, curve[i] ?? 0))
      const slope = (2 * bend) / (1 - bend)
      const bent = inside / (slope * (1 - inside) + 1)
      const place = (clamp[i] ?? 0) >= 0.5 ? bent : bent + (t - inside)
      const isTurned = (invert[i] ?? 0) >= 0.5
      const start = (isTurned ? outHigh[i] : outLow[i]) ?? 0
      const end = (isTurned ? outLow[i] : outHigh[i]) ?? 0
      to[i] = start * (1 - place) + end * place
    }
  }
}
