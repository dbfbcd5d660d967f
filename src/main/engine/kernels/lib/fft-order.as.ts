// From the order of fft-tree.as.ts, in chunks of four, to the natural one, in two rows, and back: blocks
// of 4 × 4 are transposed on the way, since lanes are high bits of a bin's number in one order and low
// bits in the other.

import { high, highs, low, lows } from './fft-complex.as'

/** The lowest `count` bits, mirrored. */
function mirror(value: u32, count: u32): u32 {
  let result: u32 = 0
  for (let i: u32 = 0; i < count; i++) result |= ((value >> i) & 1) << (count - 1 - i)
  return result
}

/** The bin of a place in the tree's order. */
function binAt(place: u32, bits: u32): u32 {
  return mirror((place & ~15) | ((place & 3) << 2) | ((place >> 2) & 3), bits)
}

/** Rows 0 to 3 of `from`, each `stride` bytes on, to the columns at `to`, each `column` bytes on. */
// @ts-ignore: decorator
@inline
function transpose(from: usize, stride: usize, to: usize, column: usize): void {
  // Both are numbered with mirrored bits: 0 2 1 3.
  const a = v128.load(from)
  const b = v128.load(from + 2 * stride)
  const c = v128.load(from + stride)
  const d = v128.load(from + 3 * stride)
  const low01 = low(a, b)
  const low23 = low(c, d)
  const high01 = high(a, b)
  const high23 = high(c, d)
  v128.store(to, lows(low01, low23))
  v128.store(to + 2 * column, highs(low01, low23))
  v128.store(to + column, lows(high01, high23))
  v128.store(to + 3 * column, highs(high01, high23))
}

/** Values in the tree's order to natural order. */
export function toNatural(chunks: usize, re: usize, im: usize, points: u32): void {
  const bits = 31 - clz<u32>(points)
  if (points < 64) {
    for (let place: u32 = 0; place < points; place++) {
      const at = chunks + (<usize>(place >> 2) << 5) + (<usize>(place & 3) << 2)
      const bin = <usize>binAt(place, bits) << 2
      store<f32>(re + bin, load<f32>(at))
      store<f32>(im + bin, load<f32>(at, 16))
    }
    return
  }
  const stride = <usize>points << 1
  const column = <usize>points >> 2
  for (let group: u32 = 0; group < points >> 6; group++) {
    for (let k: u32 = 0; k < 4; k++) {
      const from = chunks + (<usize>(4 * group + k) << 5)
      const to = <usize>binAt(16 * group + 4 * k, bits) << 2
      transpose(from, stride, re + to, column)
      transpose(from + 16, stride, im + to, column)
    }
  }
}

/** Values in natural order to the tree's. */
export function fromNatural(re: usize, im: usize, chunks: usize, points: u32): void {
  const bits = 31 - clz<u32>(points)
  if (points < 64) {
    for (let place: u32 = 0; place < points; place++) {
      const at = chunks + (<usize>(place >> 2) << 5) + (<usize>(place & 3) << 2)
      const bin = <usize>binAt(place, bits) << 2
      store<f32>(at, load<f32>(re + bin))
      store<f32>(at, load<f32>(im + bin), 16)
    }
    return
  }
  const stride = <usize>points << 1
  const column = <usize>points >> 2
  for (let group: u32 = 0; group < points >> 6; group++) {
    for (let k: u32 = 0; k < 4; k++) {
      const to = chunks + (<usize>(4 * group + k) << 5)
      const from = <usize>binAt(16 * group + 4 * k, bits) << 2
      transpose(re + from, column, to, stride)
      transpose(im + from, column, to + 16, stride)
    }
  }
}
