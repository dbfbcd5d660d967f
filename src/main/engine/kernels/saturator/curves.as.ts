import { sinQuarter } from '../lib/math.as'

// In memory: a load brings a number into all lanes, where to build one from code takes four times as long.

/** What `within` keeps to, each with its opposite: tanh, soft, hard. */
const limits = memory.data<f32>([7.90531110763549805, -7.90531110763549805, 1.5, -1.5, 1, -1])
const TANH: usize = 0
const SOFT: usize = 8
const HARD: usize = 16

// @ts-ignore: decorator
@inline
function within(x: v128, limit: usize): v128 {
  const below = f32x4.pmin(v128.load32_splat(limits + limit), x)
  return f32x4.pmax(v128.load32_splat(limits + limit + 4), below)
}

const tanhTerms = memory.data<f32>([
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8,
  1.48572235717979e-5, 6.37261928875436e-4, 4.89352455891786e-3, 1.19825839466702e-6,
  1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3,
])

/** tanh, as a quotient of polynomials of the orders 13 and 6; relative error 4e-7. */
// @ts-ignore: decorator
@inline
export function tanhFour(x: v128): v128 {
  const bounded = within(x, TANH)
  const z = f32x4.mul(bounded, bounded)
  let over = v128.load32_splat(tanhTerms)
  over = f32x4.add(f32x4.mul(over, z), v128.load32_splat(tanhTerms + 4))
  over = f32x4.add(f32x4.mul(over, z), v128.load32_splat(tanhTerms + 8))
  over = f32x4.add(f32x4.mul(over, z), v128.load32_splat(tanhTerms + 12))
  over = f32x4.add(f32x4.mul(over, z), v128.load32_splat(tanhTerms + 16))
  over = f32x4.add(f32x4.mul(over, z), v128.load32_splat(tanhTerms + 20))
  over = f32x4.add(f32x4.mul(over, z), v128.load32_splat(tanhTerms + 24))
  let under = v128.load32_splat(tanhTerms + 28)
  under = f32x4.add(f32x4.mul(under, z), v128.load32_splat(tanhTerms + 32))
  under = f32x4.add(f32x4.mul(under, z), v128.load32_splat(tanhTerms + 36))
  under = f32x4.add(f32x4.mul(under, z), v128.load32_splat(tanhTerms + 40))
  return f32x4.div(f32x4.mul(bounded, over), under)
}

// @ts-ignore: decorator
@inline
function softFour(x: v128): v128 {
  const bounded = within(x, SOFT)
  const cube = f32x4.mul(bounded, f32x4.mul(bounded, bounded))
  return f32x4.sub(bounded, f32x4.mul(cube, f32x4.splat(4.0 / 27.0)))
}

// @ts-ignore: decorator
@inline
function tubeFour(x: v128): v128 {
  const below = f32x4.lt(x, f32x4.splat(0))
  const steep = v128.bitselect(f32x4.splat(2), f32x4.splat(1), below)
  const flat = v128.bitselect(f32x4.splat(0.5), f32x4.splat(1), below)
  return f32x4.mul(flat, tanhFour(f32x4.mul(steep, x)))
}

// @ts-ignore: decorator
@inline
function foldFour(x: v128): v128 {
  const v = f32x4.mul(f32x4.add(x, f32x4.splat(1)), f32x4.splat(0.25))
  const w = f32x4.sub(v, f32x4.floor(v))
  const slope = f32x4.abs(f32x4.sub(f32x4.mul(w, f32x4.splat(4)), f32x4.splat(2)))
  return f32x4.sub(f32x4.splat(1), slope)
}

// @ts-ignore: decorator
@inline
function sineFour(x: v128): v128 {
  const t = f32x4.mul(x, f32x4.splat(0.25))
  const turns = f32x4.sub(t, f32x4.nearest(t))
  const half = v128.or(f32x4.splat(0.5), v128.and(turns, f32x4.splat(-0.0)))
  const beyond = f32x4.gt(f32x4.abs(turns), f32x4.splat(0.25))
  return sinQuarter(v128.bitselect(f32x4.sub(half, turns), turns, beyond))
}

// @ts-ignore: decorator
@inline
function shapeFour(curve: i32, x: v128): v128 {
  if (curve == 0) return tanhFour(x)
  if (curve == 1) return softFour(x)
  if (curve == 2) return within(x, HARD)
  if (curve == 3) return tubeFour(x)
  if (curve == 4) return foldFour(x)
  return sineFour(x)
}

// @ts-ignore: decorator
@inline
function shapeAll(curve: i32, at: usize, end: usize, bias: v128): void {
  const rest = shapeFour(curve, bias)
  for (; at < end; at += 16) {
    v128.store(at, f32x4.sub(shapeFour(curve, f32x4.add(v128.load(at), bias)), rest))
  }
}

/** Sends `bytes` of samples through a curve, in place; silence stays silence whatever the bias. */
export function shape(curve: i32, at: usize, bytes: usize, bias: f32): void {
  const shift = f32x4.splat(bias)
  const end = at + bytes
  // One loop a curve: the choice is made outside.
  if (curve == 0) shapeAll(0, at, end, shift)
  else if (curve == 1) shapeAll(1, at, end, shift)
  else if (curve == 2) shapeAll(2, at, end, shift)
  else if (curve == 3) shapeAll(3, at, end, shift)
  else if (curve == 4) shapeAll(4, at, end, shift)
  else shapeAll(5, at, end, shift)
}

// @ts-ignore: decorator
@inline
function throughAll(
  curve: i32,
  from: usize,
  to: usize,
  bytes: usize,
  drive: v128,
  output: v128,
  mix: v128,
): void {
  const none = f32x4.splat(0)
  const rest = f32x4.sub(f32x4.splat(1), mix)
  const still = shapeFour(curve, none)
  for (let at: usize = 0; at < bytes; at += 16) {
    const dry = v128.load(from + at)
    const shaped = f32x4.sub(shapeFour(curve, f32x4.add(f32x4.mul(dry, drive), none)), still)
    const wet = f32x4.mul(shaped, output)
    v128.store(to + at, f32x4.add(f32x4.mul(rest, dry), f32x4.mul(mix, wet)))
  }
}

/** Drives `bytes` of samples through a curve without a bias to another place, and mixes them with what they were. */
export function through(
  curve: i32,
  from: usize,
  to: usize,
  bytes: usize,
  drive: v128,
  output: v128,
  mix: v128,
): void {
  if (curve == 0) throughAll(0, from, to, bytes, drive, output, mix)
  else if (curve == 1) throughAll(1, from, to, bytes, drive, output, mix)
  else if (curve == 2) throughAll(2, from, to, bytes, drive, output, mix)
  else if (curve == 4) throughAll(4, from, to, bytes, drive, output, mix)
  else throughAll(5, from, to, bytes, drive, output, mix)
}
