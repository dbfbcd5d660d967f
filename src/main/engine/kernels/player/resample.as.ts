import { resampleDoubled } from './doubled.as'
import { doubles, phasesOf, tapsOf } from './filters.as'

/**
 * Sum of products of a row of taps and the source; `taps` is a multiple of 8. It goes from both ends
 * to the middle, where the large taps are: adding them last keeps the rounding 5 dB lower.
 */
// @ts-ignore: decorator
@inline
function convolve(row: usize, source: usize, bytes: usize): f32 {
  let rising = f32x4.splat(0)
  let falling = f32x4.splat(0)
  let end = bytes - 16
  for (let at: usize = 0; at < end; at += 16) {
    rising = f32x4.add(rising, f32x4.mul(v128.load(row + at), v128.load(source + at)))
    falling = f32x4.add(falling, f32x4.mul(v128.load(row + end), v128.load(source + end)))
    end -= 16
  }
  const sum = f32x4.add(rising, falling)
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 2) +
    (f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 3))
  )
}

/** Adds up a sum of products: what rose, what fell. */
// @ts-ignore: decorator
@inline
function total(rising: v128, falling: v128): f32 {
  const sum = f32x4.add(rising, falling)
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 2) +
    (f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 3))
  )
}

/** `convolve` of one row with four sources, for as many places: the row is loaded once. */
function convolveFour(
  row: usize,
  bytes: usize,
  source: usize,
  source2: usize,
  source3: usize,
  source4: usize,
  to: usize,
  to2: usize,
  to3: usize,
  to4: usize,
): void {
  let rising = f32x4.splat(0)
  let rising2 = rising
  let rising3 = rising
  let rising4 = rising
  let falling = rising
  let falling2 = rising
  let falling3 = rising
  let falling4 = rising
  let end = bytes - 16
  for (let at: usize = 0; at < end; at += 16) {
    const early = v128.load(row + at)
    rising = f32x4.add(rising, f32x4.mul(early, v128.load(source + at)))
    rising2 = f32x4.add(rising2, f32x4.mul(early, v128.load(source2 + at)))
    rising3 = f32x4.add(rising3, f32x4.mul(early, v128.load(source3 + at)))
    rising4 = f32x4.add(rising4, f32x4.mul(early, v128.load(source4 + at)))
    const late = v128.load(row + end)
    falling = f32x4.add(falling, f32x4.mul(late, v128.load(source + end)))
    falling2 = f32x4.add(falling2, f32x4.mul(late, v128.load(source2 + end)))
    falling3 = f32x4.add(falling3, f32x4.mul(late, v128.load(source3 + end)))
    falling4 = f32x4.add(falling4, f32x4.mul(late, v128.load(source4 + end)))
    end -= 16
  }
  store<f32>(to, total(rising, falling))
  store<f32>(to2, total(rising2, falling2))
  store<f32>(to3, total(rising3, falling3))
  store<f32>(to4, total(rising4, falling4))
}

/**
 * Two channels (they may be the same one) where each phase has a row of its own: frames that are `den` apart have the
 * same one, and are done together.
 */
function resampleTwo(
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
  const bytes = <usize>tapsOf(num, den) << 2
  const wholeStep = <usize>(num / den) << 2
  const restStep = num % den
  const stride = <usize>num << 2
  let source = <usize>(phase / den) << 2
  let rest = phase % den
  for (let phased: u32 = 0; phased < min(den, frames); phased++) {
    const row = filter + <usize>rest * bytes
    let from = source
    for (let i = phased; i < frames; i += 2 * den) {
      // The last one may have no partner: it is its own.
      const next = i + den < frames ? i + den : i
      const nextFrom = next == i ? from : from + stride
      const at = <usize>i << 2
      const nextAt = <usize>next << 2
      convolveFour(
        row,
        bytes,
        first + from,
        otherFirst + from,
        first + nextFrom,
        otherFirst + nextFrom,
        to + at,
        other + at,
        to + nextAt,
        other + nextAt,
      )
      from += 2 * stride
    }
    source += wholeStep
    rest += restStep
    if (rest >= den) {
      rest -= den
      source += 4
    }
  }
}

/** One channel, resampled between phases. `first` is where tap 0 of a position with whole part 0 lies. */
function resampleBetween(
  to: usize,
  frames: u32,
  first: usize,
  phase: u32,
  num: u32,
  den: u32,
  filter: usize,
): void {
  const bytes = <usize>tapsOf(num, den) << 2
  const phases = phasesOf(num, den)
  const wholeStep = <usize>(num / den) << 2
  const restStep = num % den
  let source = first + (<usize>(phase / den) << 2)
  let rest = phase % den
  for (let i: u32 = 0; i < frames; i++) {
    const scaled = <u64>rest * <u64>phases
    const row = filter + <usize>(scaled / <u64>den) * bytes
    const between = <f32>(<f64>(scaled % <u64>den) / <f64>den)
    const here = convolve(row, source, bytes)
    const value = here + between * (convolve(row + bytes, source, bytes) - here)
    store<f32>(to + (<usize>i << 2), value)
    source += wholeStep
    rest += restStep
    if (rest >= den) {
      rest -= den
      source += 4
    }
  }
}

/**
 * One or two channels, resampled: frames from `to` on, of sources from `first` on, where tap 0 of a position with
 * whole part 0 lies.
 */
export function resample(
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
  if (doubles(num, den)) {
    const start = <usize>((tapsOf(num, den) >> 1) - 1) << 2
    const one = first + start
    const two = otherFirst + start
    return resampleDoubled(to, other, frames, one, two, phase, num, den, filter)
  }
  if (phasesOf(num, den) == den) {
    return resampleTwo(to, other, frames, first, otherFirst, phase, num, den, filter)
  }
  resampleBetween(to, frames, first, phase, num, den, filter)
  if (other != to) resampleBetween(other, frames, otherFirst, phase, num, den, filter)
}
