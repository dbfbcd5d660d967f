// Reads between frames by eight taps of a sinc in a Kaiser window, from a table of 512 places between two
// frames with straight lines between them.

const PLACES: i32 = 512

const table: usize = memory.data(32 * 514, 16)
let built: bool = false

function bessel(x: f64): f64 {
  let term: f64 = 1
  let sum: f64 = 1
  for (let k = 1; k < 40; k++) {
    term *= (x * x) / (4 * <f64>(k * k))
    sum += term
  }
  return sum
}

/** Builds the table, once in the module's life (some 2 ms). */
export function buildTaps(): void {
  if (built) return
  built = true
  const beta: f64 = 7.5
  for (let place = 0; place <= PLACES + 1; place++) {
    const row = table + 32 * <usize>place
    let sum: f64 = 0
    for (let pass = 0; pass < 2; pass++) {
      for (let tap = 0; tap < 8; tap++) {
        // Tap 0 is the oldest, 4 frames before the whole delay; the point read lies `place` before it.
        const x = <f64>(4 - tap) - <f64>place / PLACES
        const turn = Math.PI * x
        const sinc = abs(x) < 1e-9 ? 1 : Math.sin(turn) / turn
        const inside = max<f64>(0, 1 - (x / 4) * (x / 4))
        const value = (sinc * bessel(beta * Math.sqrt(inside))) / bessel(beta)
        if (pass == 0) sum += value
        // All rows pass a constant unchanged.
        else store<f32>(row + 4 * <usize>tap, <f32>(value / sum))
      }
    }
  }
}

/** Two groups of four products: their sum is the sound between `at`, the oldest frame, and 7 on. */
// @ts-ignore: decorator
@inline
export function tapFour(at: usize, part: f32): v128 {
  const scaled = part * <f32>PLACES
  const place = <i32>scaled
  const row = table + 32 * <usize>place
  const way = f32x4.splat(scaled - <f32>place)
  const a = v128.load(row)
  const b = v128.load(row, 16)
  const early = f32x4.add(a, f32x4.mul(way, f32x4.sub(v128.load(row, 32), a)))
  const late = f32x4.add(b, f32x4.mul(way, f32x4.sub(v128.load(row, 48), b)))
  return f32x4.add(f32x4.mul(early, v128.load(at)), f32x4.mul(late, v128.load(at, 16)))
}
