import { sinQuarter } from '../lib/math.as'

// The algorithm of Web Audio's StereoPannerNode. Positions are −1…1, one a frame from `positions` on,
// or the same one for all frames where `mask` is 0: then the gains are worked out once, by the same
// arithmetic. All pointers are those of the first frame.

/** Pan positions of four frames, kept within −1…1. */
// @ts-ignore: decorator
@inline
function bounded(given: v128): v128 {
  return f32x4.max(f32x4.splat(-1), f32x4.min(f32x4.splat(1), given))
}

/** Part of a turn up to a quarter that a mono sound is turned by: its sine goes right, its cosine left. */
// @ts-ignore: decorator
@inline
function turnOf(pan: v128): v128 {
  const eighth = f32x4.splat(0.125)
  return f32x4.add(f32x4.mul(pan, eighth), eighth)
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
  const quarter = f32x4.splat(0.25)
  if (mask == 0) {
    const turn = turnOf(bounded(v128.load32_splat(positions)))
    const toLeft = sinQuarter(f32x4.sub(quarter, turn))
    const toRight = sinQuarter(turn)
    for (let at: usize = 0; at < bytes; at += 16) {
      const x = v128.load(from + at)
      v128.store(left + at, f32x4.mul(x, toLeft))
      v128.store(right + at, f32x4.mul(x, toRight))
    }
    return
  }
  for (let at: usize = 0; at < bytes; at += 16) {
    const turn = turnOf(bounded(v128.load(positions + at)))
    const x = v128.load(from + at)
    v128.store(left + at, f32x4.mul(x, sinQuarter(f32x4.sub(quarter, turn))))
    v128.store(right + at, f32x4.mul(x, sinQuarter(turn)))
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
  const quarter = f32x4.splat(0.25)
  const zero = f32x4.splat(0)
  if (mask == 0) {
    const pan = bounded(v128.load32_splat(positions))
    const shift = f32x4.mul(f32x4.abs(pan), quarter)
    const toLeft = f32x4.le(pan, zero)
    const kept = sinQuarter(f32x4.sub(quarter, shift))
    const moved = sinQuarter(shift)
    for (let at: usize = 0; at < bytes; at += 16) {
      const x = v128.load(fromLeft + at)
      const y = v128.load(fromRight + at)
      storeStereo(x, y, left + at, right + at, toLeft, kept, moved)
    }
    return
  }
  for (let at: usize = 0; at < bytes; at += 16) {
    const pan = bounded(v128.load(positions + at))
    const shift = f32x4.mul(f32x4.abs(pan), quarter)
    const kept = sinQuarter(f32x4.sub(quarter, shift))
    const moved = sinQuarter(shift)
    const x = v128.load(fromLeft + at)
    const y = v128.load(fromRight + at)
    storeStereo(x, y, left + at, right + at, f32x4.le(pan, zero), kept, moved)
  }
}
