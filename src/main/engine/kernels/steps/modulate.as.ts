import { DECIBEL, exp2Four } from '../lib/logarithms.as'
import { FADES_IN, FADES_OUT, fadeOf, HELD, SOURCE_BYTES } from './fade.as'

// Levels from here down are silence, in dB; most octaves either way; octaves in a decibel; a hundredth.
const numbers = memory.data<f32>([-200, 100, -100, DECIBEL, 0.01])

/** 2^x, no further than 100 octaves; what is no number stays so. */
// @ts-ignore: decorator
@inline
function powerTwo(x: v128): v128 {
  const high = f32x4.pmin(x, v128.load32_splat(numbers + 4))
  const power = exp2Four(f32x4.pmax(high, v128.load32_splat(numbers + 8)))
  return v128.bitselect(power, x, f32x4.eq(x, x))
}

/** Gains of four frames of a source. */
// @ts-ignore: decorator
@inline
function gainFour(depth: f32, flags: u32, frame: u32): v128 {
  if ((flags & (FADES_IN | FADES_OUT)) == 0) return f32x4.splat(depth)
  let gains = f32x4.splat(<f32>fadeOf(flags, <i32>frame))
  gains = f32x4.replace_lane(gains, 1, <f32>fadeOf(flags, <i32>(frame + 1)))
  gains = f32x4.replace_lane(gains, 2, <f32>fadeOf(flags, <i32>(frame + 2)))
  gains = f32x4.replace_lane(gains, 3, <f32>fadeOf(flags, <i32>(frame + 3)))
  return f32x4.mul(f32x4.splat(depth), gains)
}

/** Four frames from a knob's value to what its reader takes. */
// @ts-ignore: decorator
@inline
function turnFour(
  value: v128,
  amount: v128,
  width: v128,
  exponential: bool,
  least: v128,
  most: v128,
  step: f32,
  conversion: u32,
): v128 {
  const way = f32x4.mul(amount, width)
  let moved = exponential ? f32x4.mul(value, powerTwo(way)) : f32x4.add(value, way)
  if (step > 0) {
    const steps = f32x4.nearest(f32x4.div(f32x4.sub(moved, least), f32x4.splat(step)))
    moved = f32x4.add(least, f32x4.mul(steps, f32x4.splat(step)))
  }
  // A signal that is no number leaves the parameter at its least.
  moved = v128.bitselect(f32x4.pmin(moved, most), least, f32x4.gt(moved, least))
  if (conversion == 1) {
    const gain = exp2Four(f32x4.mul(moved, v128.load32_splat(numbers + 12)))
    return v128.and(gain, f32x4.gt(moved, v128.load32_splat(numbers)))
  }
  return conversion == 2 ? f32x4.mul(moved, v128.load32_splat(numbers + 16)) : moved
}

/** See `step_modulate`. */
export function modulate(at: usize, offset: u32, frames: u32): void {
  const into = <usize>load<u32>(at)
  const base = <usize>load<u32>(at, 4)
  const moves = load<u32>(<usize>load<u32>(at, 8)) != 0
  const exponential = load<u32>(at, 12) == 1
  const conversion = load<u32>(at, 16)
  const bottom = load<f32>(at, 20)
  const top = load<f32>(at, 24)
  const step = load<f32>(at, 28)
  const clock = load<u32>(<usize>load<u32>(at, 32))
  const end = at + 40 + <usize>load<u32>(at, 36) * SOURCE_BYTES
  const least = f32x4.splat(bottom)
  const most = f32x4.splat(top)
  const range = exponential ? Math.log2(<f64>top / <f64>bottom) : <f64>top - <f64>bottom
  const width = f32x4.splat(<f32>range)
  let value = v128.load32_splat(base)
  for (let frame = offset; frame < offset + frames; frame += 4) {
    if (moves) value = v128.load(base + (<usize>frame << 2))
    let amount = f32x4.splat(0)
    for (let source = at + 40; source < end; source += SOURCE_BYTES) {
      const flags = load<u32>(source, 8)
      const place = (flags & HELD) != 0 ? frame - offset : frame
      const four = v128.load(<usize>load<u32>(source) + (<usize>place << 2))
      const gain = gainFour(load<f32>(source, 4), flags, clock + frame)
      amount = f32x4.add(amount, f32x4.mul(gain, four))
    }
    const moved = turnFour(value, amount, width, exponential, least, most, step, conversion)
    v128.store(into + (<usize>frame << 2), moved)
  }
}
