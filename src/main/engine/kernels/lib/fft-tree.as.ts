// The fast Fourier transform as a tree of remainders (J. von zur Gathen and J. Gerhard, Modern Computer
// Algebra, 8.2; D. J. Bernstein, Multidigit multiplication for mathematicians, 2001): a polynomial is
// reduced modulo x^n − r, then modulo the four x^(n/4) − c·(−i)^k with c⁴ = r, and so on to single
// points. A block of the tree has one factor c, which depends on its number alone, so that the loops
// need one splat a block and one table serves all sizes and both roots: the cyclic transform begins at
// block 0 (x^n = 1), the skew one (x^n = −i) at block 2.
//
// Points lie in chunks of four: 4 real parts, then 4 imaginary ones. Nothing is reordered: point
// 16g + 4k + j of the result is the value at the bit-reversed place of 16g + 4j + k.

import { join16, join2, join4 } from './fft-join.as'
import { split16, split2, split4 } from './fft-split.as'

/** Points up to which a level is done whole: 16 KiB, half of the first cache. */
const NEAR: u32 = 2048

/** Points (a power of two from 16 on) of block `block` to its values, in place. */
export function treeForward(at: usize, points: u32, block: u32): void {
  const bytes = <usize>points << 3
  if (clz<u32>(points) & 1) {
    const quarter = points >> 2
    if (points > NEAR) {
      split4(at, quarter, 1, block)
      for (let child: u32 = 0; child < 4; child++) {
        treeForward(at + <usize>child * (bytes >> 2), quarter, 4 * block + child)
      }
      return
    }
    let count: u32 = 1
    for (let size = quarter; size >= 16; size >>= 2) {
      split4(at, size, count, block)
      count <<= 2
      block <<= 2
    }
    split16(at, count, block)
    return
  }
  split2(at, points >> 1, block)
  treeForward(at, points >> 1, 2 * block)
  treeForward(at + (bytes >> 1), points >> 1, 2 * block + 1)
}

/** The inverse of `treeForward`, times the number of points. */
export function treeInverse(at: usize, points: u32, block: u32): void {
  const bytes = <usize>points << 3
  if (clz<u32>(points) & 1) {
    const quarter = points >> 2
    if (points > NEAR) {
      for (let child: u32 = 0; child < 4; child++) {
        treeInverse(at + <usize>child * (bytes >> 2), quarter, 4 * block + child)
      }
      join4(at, quarter, 1, block)
      return
    }
    let count = points >> 4
    join16(at, count, block * count)
    for (let size: u32 = 16; size <= quarter; size <<= 2) {
      count >>= 2
      join4(at, size, count, block * count)
    }
    return
  }
  treeInverse(at, points >> 1, 2 * block)
  treeInverse(at + (bytes >> 1), points >> 1, 2 * block + 1)
  join2(at, points >> 1, block)
}
