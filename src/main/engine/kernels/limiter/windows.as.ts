// Minimum and mean over the frames of the look-ahead.

import { copyBytes } from '../lib/copy.as'
import { QUANTUM } from '../lib/header.as'
import { KERNEL, scratch } from '../lib/scratch.as'

const BYTES: usize = <usize>QUANTUM << 2

/** Most frames of history that a window can need. */
export const FARTHEST: u32 = 4096

// @ts-ignore: decorator
@inline
function area(): usize {
  return scratch(KERNEL)
}
const WORK: usize = 4 * 4096

/**
 * Minimum of the last `window` frames at each frame of a quantum. The frames before `values` are
 * read. Spans double until two of them cover the window.
 */
export function slideMinimum(values: usize, to: usize, window: u32): void {
  const before = (<usize>(window + 2) & ~3) << 2
  const work = area() + WORK
  const bytes = before + BYTES
  copyBytes(work, values - before, bytes)
  let span: u32 = 1
  while ((span << 1) <= window) {
    const shift = <usize>span << 2
    // Downwards: what is read is still of the span before.
    for (let at = bytes - 16; ; at -= 16) {
      const from = work + at
      v128.store(from, f32x4.pmin(v128.load(from), v128.load(from - shift)))
      if (at == 0) break
    }
    span *= 2
  }
  const shift = <usize>(window - span) << 2
  for (let at: usize = 0; at < BYTES; at += 16) {
    const from = work + before + at
    v128.store(to + at, f32x4.pmin(v128.load(from), v128.load(from - shift)))
  }
}

/** Sum of the `length` whole numbers before `values`. */
export function sumBefore(values: usize, length: u32): i64 {
  let sum: i64 = 0
  for (let at = values - (<usize>length << 2); at < values; at += 4) sum += <i64>load<i32>(at)
  return sum
}

/** Mean of the last `length` frames at each frame of a quantum, in whole numbers rounded down. */
export function slideMean(values: usize, to: usize, length: u32, sum: i64): void {
  const scale = 1 / <f64>length
  const back = <usize>length << 2
  for (let at: usize = 0; at < BYTES; at += 4) {
    sum += <i64>load<i32>(values + at) - <i64>load<i32>(values + at - back)
    store<i32>(to + at, <i32>(<f64>sum * scale))
  }
}
