// One-pole recursions over four frames at a time. The chain from one vector to the next is one
// multiplication and one addition in f64 (and a maximum), whatever happens inside the vectors.

import { exp2One } from './math.as'

/** A pole: its powers 1 to 4 (f32), 1 − pole, pole, pole² (f32), then pole⁴ (f64). */
export const POLE_BYTES: usize = 48

/** The pole that covers 63 % of a step in `seconds`. */
// @ts-ignore: decorator
@inline
export function poleOf(seconds: f64, rate: f64): f64 {
  return exp2One(-1.4426950408889634 / max(0.002, seconds * rate))
}

/** Stores what the recursions need to know of a pole in 0…1. */
// @ts-ignore: decorator
@inline
export function storePole(at: usize, pole: f64): void {
  const square = pole * pole
  const fourth = square * square
  v128.store(at, f32x4(<f32>pole, <f32>square, <f32>(square * pole), <f32>fourth))
  store<f32>(at, <f32>(1 - pole), 16)
  store<f32>(at, <f32>pole, 20)
  store<f32>(at, <f32>square, 24)
  store<f64>(at, fourth, 32)
}

/** What `pole · y + (1 − pole) · x` gathers of the inputs within four frames, before them 0. */
// @ts-ignore: decorator
@inline
export function gather(at: usize, x: v128): v128 {
  const zero = f32x4.splat(0)
  let c = f32x4.mul(x, v128.load32_splat(at, 16))
  c = f32x4.add(c, f32x4.mul(v128.load32_splat(at, 20), v128.shuffle<f32>(zero, c, 3, 4, 5, 6)))
  return f32x4.add(
    c,
    f32x4.mul(v128.load32_splat(at, 24), v128.shuffle<f32>(zero, c, 2, 3, 4, 5)),
  )
}

/** The four frames of a recursion that stood at `y` (both f64 lanes) before them. */
// @ts-ignore: decorator
@inline
export function spread(at: usize, gathered: v128, y: v128): v128 {
  const four = f32x4.demote_f64x2_zero(y)
  const all = v128.shuffle<f32>(four, four, 0, 0, 0, 0)
  return f32x4.add(gathered, f32x4.mul(v128.load(at), all))
}

/** Where the recursion stands after the four frames, in both f64 lanes. */
// @ts-ignore: decorator
@inline
export function advance(at: usize, gathered: v128, y: v128): v128 {
  return f64x2.add(lastOf(gathered), f64x2.mul(v128.load64_splat(at, 32), y))
}

/** The last of four f32 lanes in both f64 lanes. */
// @ts-ignore: decorator
@inline
export function lastOf(four: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(four, four, 3, 3, 3, 3))
}

const lowest = memory.data<f32>([-1e30])

/**
 * The least that max(x, pole · y + (1 − pole) · x) can be within four frames, whatever was before.
 * Maxima go through recursions that only rise with what they start from, so they can be gathered
 * like sums.
 */
// @ts-ignore: decorator
@inline
export function gatherPeaks(at: usize, x: v128): v128 {
  const low = v128.load32_splat(lowest)
  const zero = f32x4.splat(0)
  const pole = v128.load32_splat(at, 20)
  const c = f32x4.mul(x, v128.load32_splat(at, 16))
  const m = f32x4.pmax(
    x,
    f32x4.add(c, f32x4.mul(pole, v128.shuffle<f32>(low, x, 3, 4, 5, 6))),
  )
  const c1 = f32x4.add(c, f32x4.mul(pole, v128.shuffle<f32>(zero, c, 3, 4, 5, 6)))
  return f32x4.pmax(
    m,
    f32x4.add(
      c1,
      f32x4.mul(v128.load32_splat(at, 24), v128.shuffle<f32>(low, m, 2, 3, 4, 5)),
    ),
  )
}
