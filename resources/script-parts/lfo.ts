import { channelOf, type Bus } from './bus'

/** Sine (0), triangle, saw, square, saw down (5), at a place in turns. */
function shapeAt(shape: number, place: number, width: number): number {
  const turn = place - Math.floor(place)
  if (shape === 0) return Math.sin(2 * Math.PI * turn)
  if (shape === 1) return turn < 0.25 ? 4 * turn : turn < 0.75 ? 2 - 4 * turn : 4 * turn - 4
  if (shape === 2) return 2 * turn - 1
  if (shape === 3) return turn < width ? 1 : -1
  return 1 - 2 * turn
}

/** A slow wave around `offset`, which fades in. */
export function lfo(sampleRate: number) {
  let cycles = 0
  let age = 0

  return (
    out: Bus,
    shape: Float32Array,
    rate: Float32Array,
    depth: Float32Array,
    offset: Float32Array,
    phase: Float32Array,
    width: Float32Array,
    fade: Float32Array,
    polarity: Float32Array,
  ): void => {
    out.width = 1
    const to = channelOf(out, 0)
    for (let i = 0; i < 128; i += 4) {
      let passed = 0
      for (let k = i; k < i + 4; k++) {
        const kind = shape[k & ~15] ?? 0
        let wave = shapeAt(kind, cycles + passed + (phase[k] ?? 0), width[k] ?? 0.5)
        if ((polarity[k & ~15] ?? 0) >= 0.5) wave = wave / 2 + 0.5
        const span = (fade[k & ~15] ?? 0) * sampleRate
        if (age + k < span) wave *= (age + k) / span
        to[k] = (offset[k] ?? 0) + (depth[k] ?? 0) * wave
        passed += (rate[k] ?? 0) / sampleRate
      }
      cycles += passed
    }
    age += 128
  }
}
