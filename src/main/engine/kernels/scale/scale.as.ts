import { finiteFour } from '../lib/control.as'
import { inputChannel, outputChannel, paramAt, paramFour, STATE, STEP } from '../lib/header.as'

const IN_LOW: usize = 0
const IN_HIGH: usize = 1
const OUT_LOW: usize = 2
const OUT_HIGH: usize = 3
const CURVE: usize = 4
const CLAMP: usize = 5
const INVERT: usize = 6

/** Furthest bend: at ±1 the curve would be a step. */
const BEND: f32 = 0.98

export function scale_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function scale_init(self: usize, sampleRate: f64, seed: u32): void {}

/** Sixteen frames. */
// @ts-ignore: decorator
@inline
function scaleStep(self: usize, frame: u32, from: usize, to: usize): void {
  const clamped = <i32>paramAt(self, CLAMP, frame) == 1
  const inverted = <i32>paramAt(self, INVERT, frame) == 1
  const first = inverted ? OUT_HIGH : OUT_LOW
  const last = inverted ? OUT_LOW : OUT_HIGH
  const zero = f32x4.splat(0)
  const one = f32x4.splat(1)
  for (let i: u32 = frame; i < frame + STEP; i += 4) {
    const at = <usize>i << 2
    const low = paramFour(self, IN_LOW, i)
    const range = f32x4.sub(paramFour(self, IN_HIGH, i), low)
    const part = f32x4.div(f32x4.sub(v128.load(from + at), low), range)
    const t = v128.and(part, f32x4.ne(range, zero))
    const inside = f32x4.pmin(one, f32x4.pmax(zero, t))
    const bend = f32x4.min(
      f32x4.splat(BEND),
      f32x4.max(f32x4.splat(-BEND), paramFour(self, CURVE, i)),
    )
    // Schlick's bias with a = (1 − bend) / 2.
    const slope = f32x4.div(f32x4.add(bend, bend), f32x4.sub(one, bend))
    const bent = f32x4.div(inside, f32x4.add(f32x4.mul(slope, f32x4.sub(one, inside)), one))
    const place = clamped ? bent : f32x4.add(bent, f32x4.sub(t, inside))
    const start = paramFour(self, first, i)
    const end = paramFour(self, last, i)
    const out = f32x4.add(f32x4.mul(start, f32x4.sub(one, place)), f32x4.mul(end, place))
    v128.store(to + at, finiteFour(out))
  }
}

export function scale_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const to = outputChannel(self, 0, 0)
  for (let frame = offset; frame < offset + frames; frame += STEP) scaleStep(self, frame, from, to)
}
