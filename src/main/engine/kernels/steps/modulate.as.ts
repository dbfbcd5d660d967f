import { demoteFour, exp2Two, promoteHigh } from '../lib/math.as'
import { FADES_IN, FADES_OUT, fadeOf, HELD, SOURCE_BYTES } from './fade.as'

/** Levels from here down are silence, in dB. */
const SILENT: f64 = -200
/** log2(10) / 20. */
const OCTAVES_A_DECIBEL: f64 = 0.16609640474436813

/** 2^x within ±1000. */
// @ts-ignore: decorator
@inline
function powerTwo(x: v128): v128 {
  return exp2Two(f64x2.max(f64x2.splat(-1000), f64x2.min(f64x2.splat(1000), x)))
}

/** Gains of two frames of a source. */
// @ts-ignore: decorator
@inline
function gainTwo(depth: f64, flags: u32, frame: u32): v128 {
  if ((flags & (FADES_IN | FADES_OUT)) == 0) return f64x2.splat(depth)
  return f64x2(depth * <f64>fadeOf(flags, <i32>frame), depth * <f64>fadeOf(flags, <i32>(frame + 1)))
}

/** Two frames from a knob's value to what its reader takes. */
// @ts-ignore: decorator
@inline
function turnTwo(
  value: v128,
  amount: v128,
  width: v128,
  exponential: bool,
  least: v128,
  most: v128,
  step: f64,
  conversion: u32,
): v128 {
  const way = f64x2.mul(amount, width)
  let moved = exponential ? f64x2.mul(value, powerTwo(way)) : f64x2.add(value, way)
  if (step > 0) {
    const steps = f64x2.nearest(f64x2.div(f64x2.sub(moved, least), f64x2.splat(step)))
    moved = f64x2.add(least, f64x2.mul(steps, f64x2.splat(step)))
  }
  // A signal that is no number leaves the parameter at its least.
  moved = v128.bitselect(f64x2.min(moved, most), least, f64x2.gt(moved, least))
  if (conversion == 1) {
    const gain = powerTwo(f64x2.mul(moved, f64x2.splat(OCTAVES_A_DECIBEL)))
    return v128.and(gain, f64x2.gt(moved, f64x2.splat(SILENT)))
  }
  return conversion == 2 ? f64x2.mul(moved, f64x2.splat(0.01)) : moved
}

/** See `step_modulate`. */
export function modulate(at: usize, offset: u32, frames: u32): void {
  const into = <usize>load<u32>(at)
  const base = <usize>load<u32>(at, 4)
  const moves = load<u32>(<usize>load<u32>(at, 8)) != 0
  const exponential = load<u32>(at, 12) == 1
  const conversion = load<u32>(at, 16)
  const bottom = <f64>load<f32>(at, 20)
  const top = <f64>load<f32>(at, 24)
  const step = <f64>load<f32>(at, 28)
  const clock = load<u32>(<usize>load<u32>(at, 32))
  const end = at + 40 + <usize>load<u32>(at, 36) * SOURCE_BYTES
  const least = f64x2.splat(bottom)
  const most = f64x2.splat(top)
  const width = f64x2.splat(exponential ? Math.log2(top / bottom) : top - bottom)
  let value = v128.load32_splat(base)
  for (let frame = offset; frame < offset + frames; frame += 4) {
    if (moves) value = v128.load(base + (<usize>frame << 2))
    let early = f64x2.splat(0)
    let late = f64x2.splat(0)
    for (let source = at + 40; source < end; source += SOURCE_BYTES) {
      const flags = load<u32>(source, 8)
      const place = (flags & HELD) != 0 ? frame - offset : frame
      const depth = <f64>load<f32>(source, 4)
      const four = v128.load(<usize>load<u32>(source) + (<usize>place << 2))
      const first = gainTwo(depth, flags, clock + frame)
      const second = gainTwo(depth, flags, clock + frame + 2)
      early = f64x2.add(early, f64x2.mul(first, f64x2.promote_low_f32x4(four)))
      late = f64x2.add(late, f64x2.mul(second, promoteHigh(four)))
    }
    const low = f64x2.promote_low_f32x4(value)
    const one = turnTwo(low, early, width, exponential, least, most, step, conversion)
    const two = turnTwo(promoteHigh(value), late, width, exponential, least, most, step, conversion)
    v128.store(into + (<usize>frame << 2), demoteFour(one, two))
  }
}
