// The waves that tremolo and auto-pan move by, free of jumps, so that they do not click.

import { foldFour, sinQuarter } from './math.as'

/** The wave whose flanks `steepness` is for. */
export const SQUARE: i32 = 2

/** Least time in seconds that a square takes from one end to the other. */
const EDGE: f64 = 0.004

/** How steep a square's flanks are: by how much a triangle is made larger, at a rate in hertz. */
// @ts-ignore: decorator
@inline
export function steepness(hertz: f64): f32 {
  return <f32>max<f64>(1, 0.5 / (EDGE * max<f64>(hertz, 1e-3)))
}

/** Four frames of a wave in ±1, by turns that are counted from its height: 0 sine, 1 triangle, 2 square. */
// @ts-ignore: decorator
@inline
export function swayFour(shape: i32, early: v128, late: v128, steep: f32): v128 {
  const folded = foldFour(early, late)
  if (shape == 0) return sinQuarter(folded)
  const triangle = f32x4.mul(folded, f32x4.splat(4))
  if (shape == 1) return triangle
  const flanks = f32x4.mul(triangle, f32x4.splat(steep))
  return f32x4.pmin(f32x4.splat(1), f32x4.pmax(f32x4.splat(-1), flanks))
}
