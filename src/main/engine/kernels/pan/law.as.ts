import { demoteFour, promoteHigh } from '../lib/math.as'

// The algorithm of Web Audio's StereoPannerNode. Positions are −1…1, one a frame from `positions` on,
// or the same one for all frames where `mask` is 0: then the gains are worked out once, by the same
// arithmetic. All pointers are those of the first frame. Gains are worked out in f64 and rounded once,
// as Chromium does it: its node gives the same bits.

/** Pan positions of four frames, kept within −1…1. */
// @ts-ignore: decorator
@inline
function bounded(given: v128): v128 {
  return f32x4.max(f32x4.splat(-1), f32x4.min(f32x4.splat(1), given))
}

// In memory: a load brings a number into all lanes, where to build one from code takes four times as long.
const sines = memory.data<f64>([
  3.665855291191233, -15.081483280093444, 42.05813488360477, -76.70584774461522, 81.6052491490404,
  -41.34170223990391, 6.28318530717927,
])

/** sin(2πt) in f64 lanes for |t| ≤ 0.25 turns; error 1e-13. */
// @ts-ignore: decorator
@inline
function sineTwo(t: v128): v128 {
  const square = f64x2.mul(t, t)
  let sum = v128.load64_splat(sines)
  sum = f64x2.add(f64x2.mul(sum, square), v128.load64_splat(sines, 8))
  sum = f64x2.add(f64x2.mul(sum, square), v128.load64_splat(sines, 16))
  sum = f64x2.add(f64x2.mul(sum, square), v128.load64_splat(sines, 24))
  sum = f64x2.add(f64x2.mul(sum, square), v128.load64_splat(sines, 32))
  sum = f64x2.add(f64x2.mul(sum, square), v128.load64_splat(sines, 40))
  sum = f64x2.add(f64x2.mul(sum, square), v128.load64_splat(sines, 48))
  return f64x2.mul(sum, t)
}

/** sin(scale · p + start turns) of four positions. */
// @ts-ignore: decorator
@inline
function sineFour(positions: v128, scale: f64, start: f64): v128 {
  const factor = f64x2.splat(scale)
  const first = f64x2.splat(start)
  const early = f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(positions), factor), first)
  const late = f64x2.add(f64x2.mul(promoteHigh(positions), factor), first)
  return demoteFour(sineTwo(early), sineTwo(late))
}

// @ts-ignore: decorator
@inline
export function panMono(
  from: usize,
  left: usize,
  right: usize,
  positions: usize,
  mask: u32,
  bytes: usize,
): void {
  if (mask == 0) {
    const pan = bounded(v128.load32_splat(positions))
    const toLeft = sineFour(pan, -0.125, 0.125)
    const toRight = sineFour(pan, 0.125, 0.125)
    for (let at: usize = 0; at < bytes; at += 16) {
      const x = v128.load(from + at)
      v128.store(left + at, f32x4.mul(x, toLeft))
      v128.store(right + at, f32x4.mul(x, toRight))
    }
    return
  }
  for (let at: usize = 0; at < bytes; at += 16) {
    const pan = bounded(v128.load(positions + at))
    const x = v128.load(from + at)
    v128.store(left + at, f32x4.mul(x, sineFour(pan, -0.125, 0.125)))
    v128.store(right + at, f32x4.mul(x, sineFour(pan, 0.125, 0.125)))
  }
}

/**
 * Four frames. The side that is panned away keeps `kept` of itself, the other side receives `moved`
 * of it.
 */
// @ts-ignore: decorator
@inline
function storeStereo(
  x: v128,
  y: v128,
  left: usize,
  right: usize,
  toLeft: v128,
  kept: v128,
  moved: v128,
): void {
  const leaving = v128.bitselect(y, x, toLeft)
  const staying = v128.bitselect(x, y, toLeft)
  const near = f32x4.add(staying, f32x4.mul(leaving, moved))
  const far = f32x4.mul(leaving, kept)
  v128.store(left, v128.bitselect(near, far, toLeft))
  v128.store(right, v128.bitselect(far, near, toLeft))
}

// @ts-ignore: decorator
@inline
export function panStereo(
  fromLeft: usize,
  fromRight: usize,
  left: usize,
  right: usize,
  positions: usize,
  mask: u32,
  bytes: usize,
): void {
  const zero = f32x4.splat(0)
  if (mask == 0) {
    const pan = bounded(v128.load32_splat(positions))
    const size = f32x4.abs(pan)
    const toLeft = f32x4.le(pan, zero)
    const kept = sineFour(size, -0.25, 0.25)
    const moved = sineFour(size, 0.25, 0)
    for (let at: usize = 0; at < bytes; at += 16) {
      const x = v128.load(fromLeft + at)
      const y = v128.load(fromRight + at)
      storeStereo(x, y, left + at, right + at, toLeft, kept, moved)
    }
    return
  }
  for (let at: usize = 0; at < bytes; at += 16) {
    const pan = bounded(v128.load(positions + at))
    const size = f32x4.abs(pan)
    const kept = sineFour(size, -0.25, 0.25)
    const moved = sineFour(size, 0.25, 0)
    const x = v128.load(fromLeft + at)
    const y = v128.load(fromRight + at)
    storeStereo(x, y, left + at, right + at, f32x4.le(pan, zero), kept, moved)
  }
}
