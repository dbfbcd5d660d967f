/** A float of this exponent (2¹²⁰) or a higher one is no sound, and sums of several may overflow. */
const WILD: i32 = 0x7b800000
const EXPONENT: i32 = 0x7f800000

/** u32 times that sound was found broken, for the host to see; all threads count here. */
const alarms: usize = memory.data(16, 16)

/** Address of the count of alarms. */
export function alarmsAt(): usize {
  return alarms
}

/** Tells the host to look for what broke. */
export function alarm(): void {
  atomic.add<u32>(alarms, 1)
}

/** Zeroes NaN, infinities, what is too large and denormals in place; how many of the first three there were. */
export function mend(at: usize, frames: u32): u32 {
  const end = at + (<usize>frames << 2)
  const exponent = i32x4.splat(EXPONENT)
  const tooHigh = i32x4.splat(WILD - 1)
  let bad = i32x4.splat(0)
  let place = at
  for (; place + 16 <= end; place += 16) {
    const x = v128.load(place)
    const bits = v128.and(x, exponent)
    const wild = i32x4.gt_s(bits, tooHigh)
    bad = i32x4.sub(bad, wild)
    v128.store(place, v128.andnot(x, v128.or(wild, i32x4.eq(bits, i32x4.splat(0)))))
  }
  let count: u32 =
    i32x4.extract_lane(bad, 0) +
    i32x4.extract_lane(bad, 1) +
    i32x4.extract_lane(bad, 2) +
    i32x4.extract_lane(bad, 3)
  for (; place < end; place += 4) {
    const bits = load<i32>(place) & EXPONENT
    if (bits >= WILD) count++
    if (bits >= WILD || bits == 0) store<f32>(place, 0)
  }
  return count
}
