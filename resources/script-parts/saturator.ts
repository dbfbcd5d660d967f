import { channelOf, type Bus } from './bus'

/** tanh (0), soft clip, hard clip, tube, fold and sine fold (5). */
function shape(curve: number, x: number): number {
  if (curve === 0) return Math.tanh(x)
  if (curve === 1) {
    const v = Math.max(-1.5, Math.min(1.5, x))
    return v - (4 / 27) * v ** 3
  }
  if (curve === 2) return Math.max(-1, Math.min(1, x))
  if (curve === 3) return x < 0 ? Math.tanh(2 * x) / 2 : Math.tanh(x)
  if (curve === 4) {
    const turn = (x + 1) / 4
    return 1 - Math.abs((turn - Math.floor(turn)) * 4 - 2)
  }
  return Math.sin((Math.PI / 2) * x)
}

/** A curve, then a low-pass at `tone`, and a high-pass at 5 Hz where the curve is not even-handed. Not oversampled. */
export function saturator(sampleRate: number) {
  const lows = new Float64Array(2)
  const means = new Float64Array(2)
  const slow = 1 - Math.exp((-2 * Math.PI * 5) / sampleRate)

  return (
    out: Bus,
    input: Bus,
    curve: Float32Array,
    drive: Float32Array,
    bias: Float32Array,
    tone: Float32Array,
    mix: Float32Array,
    output: Float32Array,
  ): void => {
    out.width = input.width
    const kind = curve[0] ?? 0
    const corner = tone[0] ?? 20_000
    const part = 1 - Math.exp((-2 * Math.PI * corner) / sampleRate)
    const isUneven = kind === 3 || bias[0] !== 0
    for (let channel = 0; channel < input.width; channel++) {
      const from = channelOf(input, channel)
      const to = channelOf(out, channel)
      let low = lows[channel] ?? 0
      let mean = means[channel] ?? 0
      for (let i = 0; i < 128; i++) {
        const dry = from[i] ?? 0
        const shift = bias[i & ~15] ?? 0
        const driven = dry * 10 ** ((drive[i] ?? 0) / 20)
        let wet = shape(kind, driven + shift) - shape(kind, shift)
        low = corner < 20_000 ? low + part * (wet - low) : 0
        if (corner < 20_000) wet = low
        mean = isUneven ? mean + slow * (wet - mean) : 0
        wet = (wet - mean) * 10 ** ((output[i] ?? 0) / 20)
        to[i] = (1 - (mix[i] ?? 0)) * dry + (mix[i] ?? 0) * wet
      }
      lows[channel] = Math.abs(low) > 1e-25 ? low : 0
      means[channel] = Math.abs(mean) > 1e-25 ? mean : 0
    }
  }
}
