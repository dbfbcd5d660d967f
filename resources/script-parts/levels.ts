/** A parameter in dB as a factor; silent from −200 dB down. */
export function asGain(to: Float32Array, from: Float32Array): Float32Array {
  let level = Number.NaN
  let gain = 0
  for (let i = 0; i < 128; i++) {
    const now = from[i] ?? 0
    if (now !== level) {
      level = now
      gain = now <= -200 ? 0 : Math.exp((now * Math.LN10) / 20)
    }
    to[i] = gain
  }
  return to
}

/** A parameter in per cent as a part of one. */
export function asPart(to: Float32Array, from: Float32Array): Float32Array {
  for (let i = 0; i < 128; i++) to[i] = (from[i] ?? 0) / 100
  return to
}
