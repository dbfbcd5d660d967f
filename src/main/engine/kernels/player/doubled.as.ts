import { KERNEL, scratch } from '../lib/scratch.as'
import { FINE, HALVES, halfTaps } from './filters.as'

/** Frames that are converted in one go: what they take of the doubled source has room in the scratch memory. */
const CHUNK: u32 = 1024
/** Bytes from one channel of the doubled source to the other. */
const PLANE: usize = 4 * (2 * 1024 + 128)

/** A source at twice its rate, from its frame at `source` on, so many of its frames (rounded up to 16). */
function double(to: usize, source: usize, frames: u32): void {
  const taps = halfTaps()
  for (let frame: u32 = 0; frame < frames; frame += 16) {
    const here = source + (<usize>frame << 2)
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    // Every fourth pair of taps in a row: of the eight vectors that one takes, six were those of the one before.
    for (let rest: usize = 16; rest > 0; rest -= 4) {
      // The small taps first: adding the large ones last keeps the rounding low.
      let tap = taps + (<usize>(HALVES - 4) << 2) + rest - 4
      let left = here - (<usize>(HALVES - 4) << 2) - (rest - 4)
      let right = here + (<usize>(HALVES - 4) << 2) + rest
      let l0 = v128.load(left)
      let l1 = v128.load(left, 16)
      let l2 = v128.load(left, 32)
      let l3 = v128.load(left, 48)
      let r0 = v128.load(right)
      let r1 = v128.load(right, 16)
      let r2 = v128.load(right, 32)
      let r3 = v128.load(right, 48)
      for (; tap >= taps; tap -= 64) {
        let factor = v128.load32_splat(tap)
        a = f32x4.add(a, f32x4.mul(factor, f32x4.add(l0, r0)))
        b = f32x4.add(b, f32x4.mul(factor, f32x4.add(l1, r1)))
        c = f32x4.add(c, f32x4.mul(factor, f32x4.add(l2, r2)))
        d = f32x4.add(d, f32x4.mul(factor, f32x4.add(l3, r3)))
        factor = v128.load32_splat(tap - 16)
        l0 = v128.load(left, 64)
        r3 = v128.load(right - 16)
        a = f32x4.add(a, f32x4.mul(factor, f32x4.add(l1, r3)))
        b = f32x4.add(b, f32x4.mul(factor, f32x4.add(l2, r0)))
        c = f32x4.add(c, f32x4.mul(factor, f32x4.add(l3, r1)))
        d = f32x4.add(d, f32x4.mul(factor, f32x4.add(l0, r2)))
        factor = v128.load32_splat(tap - 32)
        l1 = v128.load(left, 80)
        r2 = v128.load(right - 32)
        a = f32x4.add(a, f32x4.mul(factor, f32x4.add(l2, r2)))
        b = f32x4.add(b, f32x4.mul(factor, f32x4.add(l3, r3)))
        c = f32x4.add(c, f32x4.mul(factor, f32x4.add(l0, r0)))
        d = f32x4.add(d, f32x4.mul(factor, f32x4.add(l1, r1)))
        factor = v128.load32_splat(tap - 48)
        l2 = v128.load(left, 96)
        r1 = v128.load(right - 48)
        a = f32x4.add(a, f32x4.mul(factor, f32x4.add(l3, r1)))
        b = f32x4.add(b, f32x4.mul(factor, f32x4.add(l0, r2)))
        c = f32x4.add(c, f32x4.mul(factor, f32x4.add(l1, r3)))
        d = f32x4.add(d, f32x4.mul(factor, f32x4.add(l2, r0)))
        left += 64
        right -= 64
        l3 = v128.load(left, 48)
        r0 = v128.load(right)
      }
    }
    const into = to + (<usize>frame << 3)
    storeBetween(into, v128.load(here), a)
    storeBetween(into + 32, v128.load(here, 16), b)
    storeBetween(into + 64, v128.load(here, 32), c)
    storeBetween(into + 96, v128.load(here, 48), d)
  }
}

/** Four samples, each followed by the one half-way to the next. */
// @ts-ignore: decorator
@inline
function storeBetween(to: usize, samples: v128, between: v128): void {
  v128.store(to, v128.shuffle<f32>(samples, between, 0, 4, 1, 5))
  v128.store(to, v128.shuffle<f32>(samples, between, 2, 6, 3, 7), 16)
}

/** Sums of products of a row of 20 taps with both channels; what is outside first. */
// @ts-ignore: decorator
@inline
function convolveFine(row: usize, from: usize, to: usize, other: usize): void {
  let tap = v128.load(row)
  let one = f32x4.mul(tap, v128.load(from))
  let two = f32x4.mul(tap, v128.load(from + PLANE))
  tap = v128.load(row, 64)
  one = f32x4.add(one, f32x4.mul(tap, v128.load(from, 64)))
  two = f32x4.add(two, f32x4.mul(tap, v128.load(from + PLANE, 64)))
  tap = v128.load(row, 16)
  one = f32x4.add(one, f32x4.mul(tap, v128.load(from, 16)))
  two = f32x4.add(two, f32x4.mul(tap, v128.load(from + PLANE, 16)))
  tap = v128.load(row, 48)
  one = f32x4.add(one, f32x4.mul(tap, v128.load(from, 48)))
  two = f32x4.add(two, f32x4.mul(tap, v128.load(from + PLANE, 48)))
  tap = v128.load(row, 32)
  one = f32x4.add(one, f32x4.mul(tap, v128.load(from, 32)))
  two = f32x4.add(two, f32x4.mul(tap, v128.load(from + PLANE, 32)))
  const halves = f32x4.add(
    v128.shuffle<f32>(one, two, 0, 4, 1, 5),
    v128.shuffle<f32>(one, two, 2, 6, 3, 7),
  )
  const sums = f32x4.add(halves, v128.shuffle<f32>(halves, halves, 2, 3, 0, 1))
  v128.store32_lane(to, sums, 0)
  v128.store32_lane(other, sums, 1)
}

/**
 * Two channels (they may be the same one) to a higher rate, by way of twice their own. `first` is the source at
 * position 0; frame i lies at (phase + i · num) / den.
 */
export function resampleDoubled(
  to: usize,
  other: usize,
  frames: u32,
  first: usize,
  otherFirst: usize,
  phase: u32,
  num: u32,
  den: u32,
  filter: usize,
): void {
  const doubled = scratch(KERNEL)
  const rowBytes = <usize>FINE << 2
  const step = (2 * num) / den
  const restStep = (2 * num) % den
  for (let done: u32 = 0; done < frames; done += CHUNK) {
    const count = min(CHUNK, frames - done)
    // In samples of the doubled source: where the chunk begins, and where its last frame lies.
    const begin = 2 * (<u64>phase + <u64>done * <u64>num)
    const last = <i32>((begin + 2 * <u64>(count - 1) * <u64>num) / <u64>den)
    let whole = <i32>(begin / <u64>den)
    let rest = <u32>(begin % <u64>den)
    // The first tap of the first frame lies half a row before it.
    const origin = ((whole - <i32>(FINE >> 1) + 1) >> 1) - 1
    const wanted = <u32>(((last + <i32>(FINE >> 1)) >> 1) - origin + 1)
    const start = <usize>(origin << 2)
    double(doubled, first + start, wanted)
    double(doubled + PLANE, otherFirst + start, wanted)
    let from = doubled + (<usize>(whole - <i32>(FINE >> 1) + 1 - 2 * origin) << 2)
    const end = done + count
    for (let i = done; i < end; i++) {
      const at = <usize>i << 2
      convolveFine(filter + <usize>rest * rowBytes, from, to + at, other + at)
      from += <usize>step << 2
      rest += restStep
      if (rest >= den) {
        rest -= den
        from += 4
      }
    }
  }
}
