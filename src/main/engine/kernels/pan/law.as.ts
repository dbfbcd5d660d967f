import { sinQuarter } from '../lib/math.as'

// The algorithm of Web Audio's StereoPannerNode. Positions are −1…1, one a frame from `positions` on,
// or the same one for all frames where `mask` is 0. All pointers are those of the first frame.

/** Pan positions of four frames, kept within −1…1. */
// @ts-ignore: decorator
@inline
function positionsAt(positions: usize, mask: u32, at: usize): v128 {
  const given = mask != 0 ? v128.load(positions + at) : v128.load32_splat(positions)
  return f32x4.max(f32x4.splat(-1), f32x4.min(f32x4.splat(1), given))
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
  const eighth = f32x4.splat(0.125)
  for (let at: usize = 0; at < bytes; at += 16) {
    const turn = f32x4.add(f32x4.mul(positionsAt(positions, mask, at), eighth), eighth)
    const x = v128.load(from + at)
    v128.store(left + at, f32x4.mul(x, sinQuarter(f32x4.sub(quarter, turn))))
    v128.store(right + at, f32x4.mul(x, sinQuarter(turn)))
  }
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
  for (let at: usize = 0; at < bytes; at += 16) {
    const pan = positionsAt(positions, mask, at)
    const toLeft = f32x4.le(pan, zero)
    // The side that is panned away keeps sin(shift) of itself, the other side receives the rest.
    const shift = f32x4.mul(f32x4.abs(pan), quarter)
    const kept = sinQuarter(f32x4.sub(quarter, shift))
    const moved = sinQuarter(shift)
    const x = v128.load(fromLeft + at)
    const y = v128.load(fromRight + at)
    const leaving = v128.bitselect(y, x, toLeft)
    const staying = v128.bitselect(x, y, toLeft)
    const near = f32x4.add(staying, f32x4.mul(leaving, moved))
    const far = f32x4.mul(leaving, kept)
    v128.store(left + at, v128.bitselect(near, far, toLeft))
    v128.store(right + at, v128.bitselect(far, near, toLeft))
  }
}
