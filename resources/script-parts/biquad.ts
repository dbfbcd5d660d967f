import { channelOf, type Bus } from './bus'

/**
 * A filter of the second order: low-pass (0), high-pass, band-pass, low shelf, high shelf, peak, notch, all-pass (7). R.
 * Bristow-Johnson’s formulas with the definitions of Web Audio; the coefficients follow the knobs every 16 frames.
 */
export function biquad(sampleRate: number) {
  // b0, b1, b2, −a1, −a2, then what they were made for.
  const c = new Float64Array(5)
  const made = new Float64Array(6).fill(Number.NaN)
  // x1, x2, y1, y2 of each channel.
  const pasts = [new Float64Array(4), new Float64Array(4)]

  function set(b0: number, b1: number, b2: number, a0: number, a1: number, a2: number): void {
    c[0] = b0 / a0
    c[1] = b1 / a0
    c[2] = b2 / a0
    c[3] = -a1 / a0
    c[4] = -a2 / a0
  }

  function shelf(sign: number, amplitude: number, cosine: number, sine: number): void {
    const k = 2 * (sine * Math.SQRT1_2) * Math.sqrt(amplitude)
    const up = amplitude + 1
    const down = amplitude - 1
    set(
      amplitude * (up - sign * down * cosine + k),
      sign * 2 * amplitude * (down - sign * up * cosine),
      amplitude * (up - sign * down * cosine - k),
      up + sign * down * cosine + k,
      -sign * 2 * (down + sign * up * cosine),
      up + sign * down * cosine - k,
    )
  }

  function tune(
    type: number,
    frequency: number,
    q: number,
    resonance: number,
    gain: number,
    detune: number,
  ): void {
    const isSame =
      made[0] === type &&
      made[1] === frequency &&
      made[2] === q &&
      made[3] === resonance &&
      made[4] === gain &&
      made[5] === detune
    if (isSame) return
    made[0] = type
    made[1] = frequency
    made[2] = q
    made[3] = resonance
    made[4] = gain
    made[5] = detune
    const wanted = frequency * 2 ** (detune / 1200)
    const hertz = Math.max(0.5e-4 * sampleRate, Math.min(0.49975 * sampleRate, wanted))
    const cosine = Math.cos((2 * Math.PI * hertz) / sampleRate)
    const sine = Math.sin((2 * Math.PI * hertz) / sampleRate)
    const alpha = sine / (2 * Math.max(1e-4, q))
    const steep = sine / (2 * 10 ** (resonance / 20))
    const amplitude = 10 ** (gain / 40)
    if (type === 0) set((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2, 1 + steep, -2 * cosine, 1 - steep)
    else if (type === 1) set((1 + cosine) / 2, -1 - cosine, (1 + cosine) / 2, 1 + steep, -2 * cosine, 1 - steep)
    else if (type === 2) set(alpha, 0, -alpha, 1 + alpha, -2 * cosine, 1 - alpha)
    else if (type === 3) shelf(1, amplitude, cosine, sine)
    else if (type === 4) shelf(-1, amplitude, cosine, sine)
    else if (type === 5) {
      const rise = alpha * amplitude
      const fall = alpha / amplitude
      set(1 + rise, -2 * cosine, 1 - rise, 1 + fall, -2 * cosine, 1 - fall)
    } else if (type === 6) set(1, -2 * cosine, 1, 1 + alpha, -2 * cosine, 1 - alpha)
    else set(1 - alpha, -2 * cosine, 1 + alpha, 1 + alpha, -2 * cosine, 1 - alpha)
  }

  function step(from: Float32Array, to: Float32Array, past: Float64Array, start: number, flat: boolean): void {
    let [x1 = 0, x2 = 0, y1 = 0, y2 = 0] = past
    const [b0 = 0, b1 = 0, b2 = 0, p = 0, q = 0] = c
    for (let i = start; i < start + 16; i++) {
      const x = from[i] ?? 0
      const y = flat ? x : b0 * x + (b1 * x1 + b2 * x2) + q * y2 + p * y1
      x2 = x1
      x1 = x
      y2 = y1
      y1 = y
      to[i] = y
    }
    past[0] = x1
    past[1] = x2
    past[2] = y1
    past[3] = y2
  }

  return (
    out: Bus,
    input: Bus,
    type: Float32Array,
    frequency: Float32Array,
    q: Float32Array,
    resonance: Float32Array,
    gain: Float32Array,
    detune: Float32Array,
    damping: Float32Array,
    bypass: Float32Array,
  ): void => {
    out.width = input.width
    for (let i = 0; i < 128; i += 16) {
      const shape = type[i] ?? 0
      const isLevel = shape >= 3 && shape <= 5 && gain[i] === 0
      const isFlat = isLevel || (bypass[i] ?? 0) >= 0.5
      const sharp = q[i] ?? 1
      const peak = (damping[i] ?? 0) === 0 ? (resonance[i] ?? 0) : 20 * Math.log10(sharp)
      if (!isFlat) tune(shape, frequency[i] ?? 0, sharp, peak, gain[i] ?? 0, detune[i] ?? 0)
      for (let channel = 0; channel < input.width; channel++) {
        const past = pasts[channel]
        if (past !== undefined) step(channelOf(input, channel), channelOf(out, channel), past, i, isFlat)
      }
    }
    // Numbers this small are slow, and are silence.
    for (const past of pasts) for (let i = 0; i < 4; i++) if (Math.abs(past[i] ?? 0) <= 1e-25) past[i] = 0
  }
}
