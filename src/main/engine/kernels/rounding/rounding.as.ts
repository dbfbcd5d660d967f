// Samples on their way into a file: their highest, and the whole steps of 16 or 24 bits that they become, by the same
// arithmetic as `sound-files/quantizer.ts`, to the bit, two samples at a time.

/** Words that go together: four threads of the sequence, each a quarter of a block. */
const BLOCK: u32 = 1024
const QUARTER: u32 = BLOCK / 4
const QUARTER_BYTES: usize = <usize>QUARTER << 2
const HALF: f32 = 1.0 / 65536
/** 1.5 · 2^52: a double this large has whole numbers in its lower half. */
const WHOLE: f64 = 6755399441055744

/** What 256 steps of the sequence make of each bit of its state: it is linear in them. */
const leap: usize = memory.data(128, 16)
const work: usize = memory.data(128, 16)
let isBuilt = false

/** Highest absolute value of so many samples; NaN counts for nothing. */
export function rounding_peak(at: usize, count: u32): f32 {
  const whole = at + (<usize>(count & ~7) << 2)
  const end = at + (<usize>count << 2)
  let one = f32x4.splat(0)
  let two = one
  let place = at
  for (; place < whole; place += 32) {
    one = f32x4.pmax(one, f32x4.abs(v128.load(place)))
    two = f32x4.pmax(two, f32x4.abs(v128.load(place, 16)))
  }
  const both = f32x4.pmax(one, two)
  const low = max(f32x4.extract_lane(both, 0), f32x4.extract_lane(both, 1))
  let peak = max(low, max(f32x4.extract_lane(both, 2), f32x4.extract_lane(both, 3)))
  for (; place < end; place += 4) {
    const size = abs(load<f32>(place))
    if (size > peak) peak = size
  }
  return peak
}

/**
 * Writes so many samples as steps of two or three bytes; returns how many bytes. `noise`: what is added to each before it
 * is rounded, in steps; 0: nothing. Behind the bytes 16 more may be written.
 */
export function rounding_bytes(from: usize, count: u32, bits: u32, noise: usize, to: usize): u32 {
  const scale = f64x2.splat(<f64>(1 << (bits - 1)))
  const top = f64x2.splat(<f64>((1 << (bits - 1)) - 1))
  const low = f64x2.neg(scale)
  const stride: usize = bits == 16 ? 8 : 12
  let place = to
  const whole = count & ~3
  for (let index: u32 = 0; index < whole; index += 4) {
    const at = <usize>index << 2
    const n = noise == 0 ? f32x4.splat(0) : v128.load(noise + at)
    put(place, rounded(v128.load(from + at), n, scale, low, top), bits)
    place += stride
  }
  for (let index = whole; index < count; index++) {
    const at = <usize>index << 2
    const n = noise == 0 ? <f32>0 : load<f32>(noise + at)
    const x = f32x4.splat(load<f32>(from + at))
    put(place, rounded(x, f32x4.splat(n), scale, low, top), bits)
    place += bits == 16 ? 2 : 3
  }
  return <u32>(place - to)
}

// @ts-ignore: decorator
@inline
function upper(four: v128): v128 {
  return v128.shuffle<i64>(four, four, 1, 1)
}

/** The nearest steps of four samples; NaN gives 0. */
// @ts-ignore: decorator
@inline
function rounded(x: v128, noise: v128, scale: v128, low: v128, top: v128): v128 {
  const first = two(x, noise, scale, low, top)
  const second = two(upper(x), upper(noise), scale, low, top)
  return v128.and(v128.shuffle<i32>(first, second, 0, 2, 4, 6), f32x4.eq(x, x))
}

/** Of the first two of four samples: doubles that have the step in their lower half. */
// @ts-ignore: decorator
@inline
function two(x: v128, noise: v128, scale: v128, low: v128, top: v128): v128 {
  const steps = f64x2.mul(f64x2.promote_low_f32x4(x), scale)
  const value = f64x2.add(f64x2.add(steps, f64x2.promote_low_f32x4(noise)), f64x2.splat(0.5))
  const within = f64x2.pmax(low, f64x2.pmin(top, f64x2.floor(value)))
  return f64x2.add(within, f64x2.splat(WHOLE))
}

/** Four steps, one behind the other. */
// @ts-ignore: decorator
@inline
function put(at: usize, steps: v128, bits: u32): void {
  if (bits == 16) {
    v128.store64_lane(at, i16x8.narrow_i32x4_s(steps, steps), 0)
    return
  }
  const three = i8x16(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 16, 16, 16, 16)
  v128.store(at, i8x16.swizzle(steps, three))
}

/**
 * Writes so many values of TPDF noise in steps, −1 to 1: the differences of the halves of random words, xorshift (G. Marsaglia,
 * “Xorshift RNGs”, 2003). `state`: where the last word stands. The same values as one word after another.
 */
export function rounding_noise(state: usize, to: usize, count: u32): void {
  build()
  const scale = f32x4.splat(HALF)
  const mask = i32x4.splat(0xffff)
  let word = load<u32>(state)
  let done: u32 = 0
  for (; done + BLOCK <= count; done += BLOCK) {
    const second = leapt(word)
    const third = leapt(second)
    const fourth = leapt(third)
    let four = i32x4.replace_lane(i32x4.splat(word), 1, second)
    four = i32x4.replace_lane(i32x4.replace_lane(four, 2, third), 3, fourth)
    const begin = to + (<usize>done << 2)
    for (let at = begin; at < begin + QUARTER_BYTES; at += 16) {
      const a = next(four)
      const b = next(a)
      const c = next(b)
      four = next(c)
      const abLow = v128.shuffle<i32>(a, b, 0, 4, 1, 5)
      const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7)
      const cdLow = v128.shuffle<i32>(c, four, 0, 4, 1, 5)
      const cdHigh = v128.shuffle<i32>(c, four, 2, 6, 3, 7)
      v128.store(at, noiseOf(v128.shuffle<i64>(abLow, cdLow, 0, 2), mask, scale))
      const two = at + QUARTER_BYTES
      v128.store(two, noiseOf(v128.shuffle<i64>(abLow, cdLow, 1, 3), mask, scale))
      const three = two + QUARTER_BYTES
      v128.store(three, noiseOf(v128.shuffle<i64>(abHigh, cdHigh, 0, 2), mask, scale))
      const last = three + QUARTER_BYTES
      v128.store(last, noiseOf(v128.shuffle<i64>(abHigh, cdHigh, 1, 3), mask, scale))
    }
    word = i32x4.extract_lane(four, 3)
  }
  for (; done < count; done++) {
    word = nextWord(word)
    const value = <f32>(<i32>(word >>> 16) - <i32>(word & 0xffff)) * HALF
    store<f32>(to + (<usize>done << 2), value)
  }
  store<u32>(state, word)
}

// @ts-ignore: decorator
@inline
function next(four: v128): v128 {
  let x = v128.xor(four, i32x4.shl(four, 13))
  x = v128.xor(x, i32x4.shr_u(x, 17))
  return v128.xor(x, i32x4.shl(x, 5))
}

// @ts-ignore: decorator
@inline
function noiseOf(words: v128, mask: v128, scale: v128): v128 {
  const difference = i32x4.sub(i32x4.shr_u(words, 16), v128.and(words, mask))
  return f32x4.mul(f32x4.convert_i32x4_s(difference), scale)
}

// @ts-ignore: decorator
@inline
function nextWord(word: u32): u32 {
  let x = word ^ (word << 13)
  x ^= x >>> 17
  return x ^ (x << 5)
}

/** The word a quarter of a block later. */
function leapt(word: u32): u32 {
  return applied(leap, word)
}

function applied(columns: usize, word: u32): u32 {
  let result: u32 = 0
  for (let bit: u32 = 0; bit < 32; bit++) {
    if ((word >>> bit) & 1) result ^= load<u32>(columns + (<usize>bit << 2))
  }
  return result
}

/** One step, squared eight times. */
function build(): void {
  if (isBuilt) return
  for (let bit: u32 = 0; bit < 32; bit++) {
    store<u32>(leap + (<usize>bit << 2), nextWord(<u32>1 << bit))
  }
  for (let times = 0; times < 8; times++) {
    for (let bit: u32 = 0; bit < 32; bit++) {
      const place = <usize>bit << 2
      store<u32>(work + place, applied(leap, load<u32>(leap + place)))
    }
    memory.copy(leap, work, 128)
  }
  isBuilt = true
}
