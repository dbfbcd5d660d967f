import { finiteFour, fourAt, signalMask, signalPointer } from '../lib/control.as'
import { outputChannel, paramAt, STATE, STEP } from '../lib/header.as'
import { powerFour } from './power.as'

// State: f32 result of the last comparison.
const COMPARED = STATE

const OPERATION: usize = 2
const HYSTERESIS: usize = 3

export function math_state_size(channels: u32): u32 {
  return <u32>STATE + 16
}

export function math_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f32>(self + COMPARED, 0)
}

/** a / b; 0 where b is 0. */
// @ts-ignore: decorator
@inline
function divided(a: v128, b: v128): v128 {
  return v128.and(f32x4.div(a, b), f32x4.ne(b, f32x4.splat(0)))
}

/** What is left of a after whole multiples of b, between 0 and b. */
// @ts-ignore: decorator
@inline
function modulo(a: v128, b: v128): v128 {
  const rest = f32x4.sub(a, f32x4.mul(b, f32x4.floor(divided(a, b))))
  const size = f32x4.abs(b)
  // Past the precision of f32 the rest is noise, and is kept between 0 and b.
  const lowest = f32x4.min(b, f32x4.splat(0))
  const highest = f32x4.max(b, f32x4.splat(0))
  const kept = f32x4.pmin(highest, f32x4.pmax(lowest, rest))
  return v128.and(kept, f32x4.gt(size, f32x4.splat(0)))
}

/** The multiple of b next to a; the next whole number where b is 0. */
// @ts-ignore: decorator
@inline
function rounded(a: v128, b: v128): v128 {
  const step = v128.bitselect(f32x4.splat(1), b, f32x4.eq(b, f32x4.splat(0)))
  return f32x4.mul(f32x4.nearest(f32x4.div(a, step)), step)
}

// @ts-ignore: decorator
@inline
function operate(operation: i32, a: v128, b: v128): v128 {
  switch (operation) {
    case 0:
      return f32x4.add(a, b)
    case 1:
      return f32x4.sub(a, b)
    case 2:
      return f32x4.mul(a, b)
    case 3:
      return divided(a, b)
    case 4:
      return f32x4.min(a, b)
    case 5:
      return f32x4.max(a, b)
    case 6:
      return f32x4.add(f32x4.mul(a, f32x4.splat(0.5)), f32x4.mul(b, f32x4.splat(0.5)))
    case 7:
      return f32x4.abs(a)
    case 8:
      return f32x4.neg(a)
    case 9:
      return powerFour(a, b)
    case 10:
      return modulo(a, b)
    case 11:
      return rounded(a, b)
    default:
      return f32x4.floor(a)
  }
}

/** Four lanes of a comparison with memory: on where set, off where reset, else as before. */
// @ts-ignore: decorator
@inline
function latched(before: f32, set: v128, reset: v128): v128 {
  const decided = v128.or(set, reset)
  const ones = v128.and(f32x4.splat(1), set)
  let a = before
  if (i32x4.extract_lane(decided, 0) != 0) a = f32x4.extract_lane(ones, 0)
  let b = a
  if (i32x4.extract_lane(decided, 1) != 0) b = f32x4.extract_lane(ones, 1)
  let c = b
  if (i32x4.extract_lane(decided, 2) != 0) c = f32x4.extract_lane(ones, 2)
  let d = c
  if (i32x4.extract_lane(decided, 3) != 0) d = f32x4.extract_lane(ones, 3)
  return f32x4(a, b, c, d)
}

export function math_process(self: usize, offset: u32, frames: u32): void {
  const as = signalPointer(self, 0, 0)
  const aMask = signalMask(self, 0, 0)
  const bs = signalPointer(self, 1, 1)
  const bMask = signalMask(self, 1, 1)
  const to = outputChannel(self, 0, 0)
  let compared = load<f32>(self + COMPARED)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const operation = <i32>paramAt(self, OPERATION, frame)
    if (operation < 13) {
      for (let i: u32 = frame; i < frame + STEP; i += 4) {
        const result = operate(operation, fourAt(as, aMask, i), fourAt(bs, bMask, i))
        v128.store(to + (<usize>i << 2), finiteFour(result))
      }
      continue
    }
    const half = f32x4.splat(paramAt(self, HYSTERESIS, frame) * 0.5)
    for (let i: u32 = frame; i < frame + STEP; i += 4) {
      const a = fourAt(as, aMask, i)
      const b = fourAt(bs, bMask, i)
      const over = operation == 13 ? f32x4.sub(a, b) : f32x4.sub(b, a)
      const result = latched(compared, f32x4.gt(over, half), f32x4.le(over, f32x4.neg(half)))
      compared = f32x4.extract_lane(result, 3)
      v128.store(to + (<usize>i << 2), result)
    }
  }
  store<f32>(self + COMPARED, compared)
}
