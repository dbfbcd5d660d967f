import { flushOne } from '../lib/math.as'
import {
  inputChannel,
  outputChannel,
  paramAt,
  paramFour,
  paramMoves,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'

// State: f64 rate, two f64 integrators of the side's high-pass, f64 its g, f64 1 / (1 + g(g + k)),
// f32 corner that these are for.
const RATE = STATE
const FIRST = STATE + 8
const SECOND = STATE + 16
const G = STATE + 24
const SCALE = STATE + 32
const CORNER = STATE + 40

const WIDTH: usize = 0
const BALANCE: usize = 1
const BASS: usize = 2

/** Damping of a Butterworth filter of second order, √2. */
const K: f64 = 1.4142135623730951

/** What is left of the integrators each 16 frames once the filter is off. */
const FADE: f64 = 0.9

export function width_state_size(channels: u32): u32 {
  return <u32>STATE + 48
}

export function width_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, 48)
  store<f64>(self + RATE, sampleRate)
  store<f64>(self + SCALE, 1)
}

export function width_idle(self: usize): u32 {
  return load<f64>(self + FIRST) == 0 && load<f64>(self + SECOND) == 0 ? 1 : 0
}

function update(self: usize, corner: f32): void {
  if (corner == load<f32>(self + CORNER)) return
  const g = Math.tan((Math.PI * <f64>corner) / load<f64>(self + RATE))
  store<f32>(self + CORNER, corner)
  store<f64>(self + G, g)
  store<f64>(self + SCALE, 1 / (1 + g * (g + K)))
}

/** One frame of the high-pass: a trapezoidal state variable filter. */
// @ts-ignore: decorator
@inline
function highPass(x: f64, first: f64, second: f64, g: f64, scale: f64): f64 {
  return (x - (K + g) * first - second) * scale
}

/** Sixteen frames of the side, four at a time, without its bass. */
// @ts-ignore: decorator
@inline
function widthStep(self: usize, frame: u32, filters: bool): void {
  const fromLeft = inputChannel(self, 0, 0)
  const fromRight = inputChannel(self, 0, 1)
  const toLeft = outputChannel(self, 0, 0)
  const toRight = outputChannel(self, 0, 1)
  const half = f32x4.splat(0.5)
  const one = f32x4.splat(1)
  const g = load<f64>(self + G)
  const scale = load<f64>(self + SCALE)
  let first = load<f64>(self + FIRST)
  let second = load<f64>(self + SECOND)
  for (let i: u32 = frame; i < frame + STEP; i += 4) {
    const at = <usize>i << 2
    const left = f32x4.mul(v128.load(fromLeft + at), half)
    const right = f32x4.mul(v128.load(fromRight + at), half)
    const middle = f32x4.add(left, right)
    let side = f32x4.mul(f32x4.sub(left, right), paramFour(self, WIDTH, i))
    if (filters) {
      const a = highPass(<f64>f32x4.extract_lane(side, 0), first, second, g, scale)
      const aBand = g * a + first
      const first1 = g * a + aBand
      const second1 = second + 2 * g * aBand
      const b = highPass(<f64>f32x4.extract_lane(side, 1), first1, second1, g, scale)
      const bBand = g * b + first1
      const first2 = g * b + bBand
      const second2 = second1 + 2 * g * bBand
      const c = highPass(<f64>f32x4.extract_lane(side, 2), first2, second2, g, scale)
      const cBand = g * c + first2
      const first3 = g * c + cBand
      const second3 = second2 + 2 * g * cBand
      const d = highPass(<f64>f32x4.extract_lane(side, 3), first3, second3, g, scale)
      const dBand = g * d + first3
      first = g * d + dBand
      second = second3 + 2 * g * dBand
      side = f32x4(<f32>a, <f32>b, <f32>c, <f32>d)
    }
    const balance = paramFour(self, BALANCE, i)
    const leftGain = f32x4.pmin(one, f32x4.sub(one, balance))
    const rightGain = f32x4.pmin(one, f32x4.add(one, balance))
    v128.store(toLeft + at, f32x4.mul(leftGain, f32x4.add(middle, side)))
    v128.store(toRight + at, f32x4.mul(rightGain, f32x4.sub(middle, side)))
  }
  store<f64>(self + FIRST, first)
  store<f64>(self + SECOND, second)
}

/** Where nothing moves and no bass is taken out: the same arithmetic, with the parameters read once. */
function widthHeld(self: usize, offset: u32, frames: u32): void {
  const start = <usize>offset << 2
  const bytes = <usize>frames << 2
  const fromLeft = inputChannel(self, 0, 0) + start
  const fromRight = inputChannel(self, 0, 1) + start
  const toLeft = outputChannel(self, 0, 0) + start
  const toRight = outputChannel(self, 0, 1) + start
  const half = f32x4.splat(0.5)
  const one = f32x4.splat(1)
  const width = paramFour(self, WIDTH, offset)
  const balance = paramFour(self, BALANCE, offset)
  const leftGain = f32x4.pmin(one, f32x4.sub(one, balance))
  const rightGain = f32x4.pmin(one, f32x4.add(one, balance))
  for (let at: usize = 0; at < bytes; at += 16) {
    const left = f32x4.mul(v128.load(fromLeft + at), half)
    const right = f32x4.mul(v128.load(fromRight + at), half)
    const middle = f32x4.add(left, right)
    const side = f32x4.mul(f32x4.sub(left, right), width)
    v128.store(toLeft + at, f32x4.mul(leftGain, f32x4.add(middle, side)))
    v128.store(toRight + at, f32x4.mul(rightGain, f32x4.sub(middle, side)))
  }
}

function anyMoves(self: usize): bool {
  return paramMoves(self, WIDTH) || paramMoves(self, BALANCE) || paramMoves(self, BASS)
}

export function width_process(self: usize, offset: u32, frames: u32): void {
  if (width_idle(self) != 0 && !anyMoves(self) && paramAt(self, BASS, offset) == 0) {
    update(self, 0)
    return widthHeld(self, offset, frames)
  }
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const corner = paramAt(self, BASS, frame)
    update(self, corner)
    const rests = width_idle(self) != 0
    widthStep(self, frame, corner > 0 || !rests)
    if (corner == 0 && !rests) {
      store<f64>(self + FIRST, load<f64>(self + FIRST) * FADE)
      store<f64>(self + SECOND, load<f64>(self + SECOND) * FADE)
    }
    if (((frame + STEP) & (QUANTUM - 1)) == 0) {
      store<f64>(self + FIRST, flushOne(load<f64>(self + FIRST)))
      store<f64>(self + SECOND, flushOne(load<f64>(self + SECOND)))
    }
  }
}
