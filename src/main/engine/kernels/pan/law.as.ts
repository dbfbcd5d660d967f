// The algorithm of Web Audio's StereoPannerNode. Positions are −1…1, one a frame from `positions` on,
// or the same one for all frames where `mask` is 0: then the gains are worked out once, by the same
// arithmetic. All pointers are those of the first frame. Gains are right to 2e-7 (−134 dB), and exactly 1
// in the middle of a stereo pan; in f64, as Chromium has it, a pan that moves costs four times as much.

/** Pan positions of four frames, kept within −1…1. */
// @ts-ignore: decorator
@inline
export function bounded(given: v128): v128 {
  return f32x4.pmax(v128.load32_splat(ends), f32x4.pmin(v128.load32_splat(ends + 4), given))
}

// In memory: a load brings a number into all lanes, where to build one from code takes four times as long.
const ends = memory.data<f32>([-1, 1, 0.25])
const sines = memory.data<f32>([
  39.71091313, -76.57499154, 81.60223122, -41.34167748, 6.28318527,
])

/** Size of four positions, at most 1. */
// @ts-ignore: decorator
@inline
function sizeOf(given: v128): v128 {
  return f32x4.pmin(v128.load32_splat(ends + 4), f32x4.abs(given))
}

/** sin(2π(scale · p + start)) of four positions, within ±0.25 turns; the polynomial is right to 5e-9. */
// @ts-ignore: decorator
@inline
export function sineFour(positions: v128, scale: f32, start: f32): v128 {
  return sineOf(f32x4.add(f32x4.mul(positions, f32x4.splat(scale)), f32x4.splat(start)))
}

/** sin(2πt) of four t within ±0.25. */
// @ts-ignore: decorator
@inline
function sineOf(t: v128): v128 {
  const square = f32x4.mul(t, t)
  let sum = v128.load32_splat(sines)
  sum = f32x4.add(f32x4.mul(sum, square), v128.load32_splat(sines + 4))
  sum = f32x4.add(f32x4.mul(sum, square), v128.load32_splat(sines + 8))
  sum = f32x4.add(f32x4.mul(sum, square), v128.load32_splat(sines + 12))
  sum = f32x4.add(f32x4.mul(sum, square), v128.load32_splat(sines + 16))
  return f32x4.mul(sum, t)
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
    const pan = v128.load32_splat(positions)
    const quarter = v128.load32_splat(ends + 8)
    const t = f32x4.mul(sizeOf(pan), quarter)
    const toLeft = f32x4.le(pan, zero)
    const kept = sineOf(f32x4.sub(quarter, t))
    const moved = sineOf(t)
    for (let at: usize = 0; at < bytes; at += 16) {
      const x = v128.load(fromLeft + at)
      const y = v128.load(fromRight + at)
      storeStereo(x, y, left + at, right + at, toLeft, kept, moved)
    }
    return
  }
  for (let at: usize = 0; at < bytes; at += 16) {
    const pan = v128.load(positions + at)
    const quarter = v128.load32_splat(ends + 8)
    const t = f32x4.mul(sizeOf(pan), quarter)
    const kept = sineOf(f32x4.sub(quarter, t))
    const moved = sineOf(t)
    const x = v128.load(fromLeft + at)
    const y = v128.load(fromRight + at)
    storeStereo(x, y, left + at, right + at, f32x4.le(pan, zero), kept, moved)
  }
}
