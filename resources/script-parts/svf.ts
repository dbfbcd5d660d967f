import { channelOf, type Bus } from './bus'
import { exp2Single } from './singles'

/** What low-pass (0), high-pass, band-pass, notch, peak and all-pass (5) take of the input, of the band and of the low. */
const weights = [
  [0, 0, 1],
  [1, -1, -1],
  [0, 1, 0],
  [1, -1, 0],
  [1, -1, -2],
  [1, -2, 0],
]

/** A state variable filter (V. Zavalishin, 2012; A. Simper, 2014), whose cutoff may move every frame. */
export function svf(sampleRate: number) {
  const states = [new Float64Array(2), new Float64Array(2)]
  const gains = new Float64Array(128)
  const now = new Float64Array(3)
  let before: readonly number[] | undefined

  return (
    out: Bus,
    input: Bus,
    mode: Float32Array,
    frequency: Float32Array,
    q: Float32Array,
    modulation: Float32Array,
    amount: Float32Array,
  ): void => {
    out.width = input.width
    const wanted = weights[mode[0] ?? 0] ?? [0, 0, 1]
    const from = before ?? wanted
    before = wanted
    for (let i = 0; i < 128; i++) {
      const octaves = Math.fround((modulation[i] ?? 0) * (amount[i] ?? 0))
      gains[i] = gainOf(frequency[i] ?? 0, octaves, sampleRate)
    }
    for (let channel = 0; channel < input.width; channel++) {
      const state = states[channel]
      if (state === undefined) continue
      const source = channelOf(input, channel)
      const to = channelOf(out, channel)
      for (let part = 0; part < 3; part++) now[part] = from[part] ?? 0
      let [band = 0, low = 0] = state
      for (let i = 0; i < 128; i++) {
        for (let part = 0; part < 3; part++) {
          now[part] = (now[part] ?? 0) + ((wanted[part] ?? 0) - (from[part] ?? 0)) / 128
        }
        const x = source[i] ?? 0
        const gain = gains[i] ?? 0
        const damping = Math.fround(1 / Math.max(0.05, q[i] ?? 1))
        const a1 = 1 / (1 + gain * (gain + damping))
        const a2 = gain * a1
        const a3 = gain * a2
        const nextBand = (2 * a1 - 1) * band + 2 * a2 * (x - low)
        const nextLow = low + 2 * a2 * band + 2 * a3 * (x - low)
        const middle = (damping / 2) * (band + nextBand)
        const bottom = (low + nextLow) / 2
        band = nextBand
        low = nextLow
        to[i] = (now[0] ?? 0) * x + (now[1] ?? 0) * middle + (now[2] ?? 0) * bottom
      }
      state[0] = Math.abs(band) > 1e-25 ? band : 0
      state[1] = Math.abs(low) > 1e-25 ? low : 0
    }
  }
}

/** Gain of the integrators: tan(π f / rate), in single precision. */
function gainOf(frequency: number, octaves: number, sampleRate: number): number {
  const r = Math.fround
  const hertz = r(frequency * exp2Single(Math.max(-20, Math.min(20, octaves))))
  const turns = Math.min(r(0.49), r(Math.max(1, hertz) * r(1 / sampleRate)))
  const isHigh = turns > 0.25
  const x = r(r(isHigh ? r(0.5 - turns) : turns) * r(Math.PI))
  const z = r(x * x)
  let sum = r(0.020367662245275205)
  sum = r(r(sum * z) + r(0.012564158487869313))
  sum = r(r(sum * z) + r(0.05716444213093298))
  sum = r(r(sum * z) + r(0.132853605382711))
  sum = r(r(sum * z) + r(0.3333591613972607))
  sum = r(r(sum * z) + r(0.9999997779505461))
  const tangent = r(sum * x)
  return isHigh ? r(1 / tangent) : tangent
}
