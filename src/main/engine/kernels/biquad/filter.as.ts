import { demoteFour, promoteHigh } from '../lib/math.as'
import { COEFFICIENTS } from './coefficients.as'

/** Direct form I. The newest output comes last, so that the wait for it is one product and one sum. */
// @ts-ignore: decorator
@inline
function next(at: usize, x: v128, x1: v128, x2: v128, y1: v128, y2: v128): v128 {
  const b0 = v128.load64_splat(at)
  const b1 = v128.load64_splat(at + 8)
  const b2 = v128.load64_splat(at + 16)
  const p = v128.load64_splat(at + 24)
  const q = v128.load64_splat(at + 32)
  const forward = f64x2.add(f64x2.mul(b0, x), f64x2.add(f64x2.mul(b1, x1), f64x2.mul(b2, x2)))
  return f64x2.add(f64x2.add(forward, f64x2.mul(q, y2)), f64x2.mul(p, y1))
}

/** Filters `bytes` of two channels (the same one twice when only one is left), which are the lanes. */
// @ts-ignore: decorator
@inline
export function filterPair(
  self: usize,
  pair: usize,
  fromLeft: usize,
  fromRight: usize,
  toLeft: usize,
  toRight: usize,
  bytes: usize,
): void {
  const at = self + COEFFICIENTS
  let x1 = v128.load(pair)
  let x2 = v128.load(pair, 16)
  let y1 = v128.load(pair, 32)
  let y2 = v128.load(pair, 48)
  for (let place: usize = 0; place < bytes; place += 16) {
    const left = v128.load(fromLeft + place)
    const right = v128.load(fromRight + place)
    const early = v128.shuffle<f32>(left, right, 0, 4, 1, 5)
    const late = v128.shuffle<f32>(left, right, 2, 6, 3, 7)
    const a = f64x2.promote_low_f32x4(early)
    const b = promoteHigh(early)
    const c = f64x2.promote_low_f32x4(late)
    const d = promoteHigh(late)
    const ya = next(at, a, x1, x2, y1, y2)
    const yb = next(at, b, a, x1, ya, y1)
    const yc = next(at, c, b, a, yb, ya)
    const yd = next(at, d, c, b, yc, yb)
    x1 = d
    x2 = c
    y1 = yd
    y2 = yc
    const first = demoteFour(ya, yb)
    const second = demoteFour(yc, yd)
    v128.store(toRight + place, v128.shuffle<f32>(first, second, 1, 3, 5, 7))
    v128.store(toLeft + place, v128.shuffle<f32>(first, second, 0, 2, 4, 6))
  }
  v128.store(pair, x1)
  v128.store(pair, x2, 16)
  v128.store(pair, y1, 32)
  v128.store(pair, y2, 48)
}

/**
 * Two filters in series: while the first works on four frames, the second works on the four before, so that neither
 * waits for its own last result. Between them a sample is rounded to f32, as in a bus: not a bit changes.
 */
// @ts-ignore: decorator
@inline
export function filterTwo(
  one: usize,
  two: usize,
  pair: usize,
  fromLeft: usize,
  fromRight: usize,
  toLeft: usize,
  toRight: usize,
  bytes: usize,
): void {
  const at = one + COEFFICIENTS
  const then = two + COEFFICIENTS
  let x1 = v128.load(one + pair)
  let x2 = v128.load(one + pair, 16)
  let y1 = v128.load(one + pair, 32)
  let y2 = v128.load(one + pair, 48)
  let u1 = v128.load(two + pair)
  let u2 = v128.load(two + pair, 16)
  let v1 = v128.load(two + pair, 32)
  let v2 = v128.load(two + pair, 48)
  let first = f32x4.splat(0)
  let second = first
  for (let place: usize = 0; place <= bytes; place += 16) {
    const passedEarly = first
    const passedLate = second
    if (place < bytes) {
      const left = v128.load(fromLeft + place)
      const right = v128.load(fromRight + place)
      const early = v128.shuffle<f32>(left, right, 0, 4, 1, 5)
      const late = v128.shuffle<f32>(left, right, 2, 6, 3, 7)
      const a = f64x2.promote_low_f32x4(early)
      const b = promoteHigh(early)
      const c = f64x2.promote_low_f32x4(late)
      const d = promoteHigh(late)
      const ya = next(at, a, x1, x2, y1, y2)
      const yb = next(at, b, a, x1, ya, y1)
      const yc = next(at, c, b, a, yb, ya)
      const yd = next(at, d, c, b, yc, yb)
      x1 = d
      x2 = c
      y1 = yd
      y2 = yc
      first = demoteFour(ya, yb)
      second = demoteFour(yc, yd)
    }
    if (place == 0) continue
    const a = f64x2.promote_low_f32x4(passedEarly)
    const b = promoteHigh(passedEarly)
    const c = f64x2.promote_low_f32x4(passedLate)
    const d = promoteHigh(passedLate)
    const ya = next(then, a, u1, u2, v1, v2)
    const yb = next(then, b, a, u1, ya, v1)
    const yc = next(then, c, b, a, yb, ya)
    const yd = next(then, d, c, b, yc, yb)
    u1 = d
    u2 = c
    v1 = yd
    v2 = yc
    const early = demoteFour(ya, yb)
    const late = demoteFour(yc, yd)
    v128.store(toRight + place - 16, v128.shuffle<f32>(early, late, 1, 3, 5, 7))
    v128.store(toLeft + place - 16, v128.shuffle<f32>(early, late, 0, 2, 4, 6))
  }
  v128.store(one + pair, x1)
  v128.store(one + pair, x2, 16)
  v128.store(one + pair, y1, 32)
  v128.store(one + pair, y2, 48)
  v128.store(two + pair, u1)
  v128.store(two + pair, u2, 16)
  v128.store(two + pair, v1, 32)
  v128.store(two + pair, v2, 48)
}
