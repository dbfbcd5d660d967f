// From twice the rate to the rate: a half-band filter, Kaiser's window for 80 dB.

/** Taps beside the middle one, which is 0.5: those between them are 0. */
export const TAPS: i32 = 24

/** Frames that the filter lags. */
export const LAG: u32 = 11

const taps: usize = memory.data(4 * 24, 16)
let built: bool = false

function bessel(x: f64): f64 {
  const quarter = x * x * 0.25
  let term: f64 = 1
  let sum: f64 = 1
  for (let k: f64 = 1; k < 40; k++) {
    term *= quarter / (k * k)
    sum += term
  }
  return sum
}

export function buildHalfBand(): void {
  if (built) return
  built = true
  let sum: f64 = 0
  for (let pass = 0; pass < 2; pass++) {
    for (let tap: i32 = 0; tap < TAPS; tap++) {
      const x = <f64>(2 * tap - (TAPS - 1))
      const place = x / 24
      const sinc = Math.sin(0.5 * Math.PI * x) / (Math.PI * x)
      const value = sinc * bessel(7.86 * Math.sqrt(1 - place * place))
      if (pass == 0) sum += value
      else store<f32>(taps + (<usize>tap << 2), <f32>((0.5 * value) / sum))
    }
  }
}

/** A sample of the output: `at` is where the oldest of the samples between frames lies. */
// @ts-ignore: decorator
@inline
export function decimate(at: usize, middle: f32): f32 {
  let sum = f32x4.mul(v128.load(taps), v128.load(at))
  for (let i: usize = 16; i < 96; i += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(taps + i), v128.load(at + i)))
  }
  return (
    0.5 * middle +
    (f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 2)) +
    (f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 3))
  )
}
