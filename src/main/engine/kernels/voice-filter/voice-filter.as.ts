import { copyBytes } from '../lib/copy.as'
import { exp2One, flushTwo } from '../lib/math.as'
import { inputChannel, outputChannel, paramAt, QUANTUM, STATE, STEP } from '../lib/header.as'

// State: f64 rate, f64 coefficient g at the end of the step before, u32 whether there was one; f32 × 3
// what g was worked out from last: cutoff, octaves, and f64 that g; then two integrators of each half.
const RATE = STATE
const BEFORE = STATE + 8
const STARTED = STATE + 16
const CUTOFF = STATE + 20
const OCTAVES = STATE + 24
const REACHED = STATE + 32
const MEMORY = STATE + 48

const LOWPASS_24: i32 = 0
const LOWPASS_12: i32 = 1
const HIGHPASS: i32 = 2
const BANDPASS: i32 = 3
const NOTCH: i32 = 4
const OFF: i32 = 5

export function voice_filter_state_size(channels: u32): u32 {
  return <u32>MEMORY + 64
}

export function voice_filter_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, MEMORY + 64 - STATE)
  store<f64>(self + RATE, sampleRate)
}

/** 1 when its memory has rung out. */
export function voice_filter_idle(self: usize): u32 {
  const first = v128.or(v128.load(self + MEMORY), v128.load(self + MEMORY, 16))
  const second = v128.or(v128.load(self + MEMORY, 32), v128.load(self + MEMORY, 48))
  return v128.any_true(v128.or(first, second)) ? 0 : 1
}

/** tan(π · cutoff / rate) for the cutoff that holds at a frame. */
function coefficientAt(self: usize, frame: u32): f64 {
  const cutoff = paramAt(self, 1, frame)
  const signal = load<f32>(inputChannel(self, 1, 0) + (<usize>frame << 2))
  const wanted = paramAt(self, 3, frame) * signal
  const octaves = wanted > -20 ? (wanted < 20 ? wanted : 20) : -20
  if (cutoff != load<f32>(self + CUTOFF) || octaves != load<f32>(self + OCTAVES)) {
    const rate = load<f64>(self + RATE)
    const hertz = max<f64>(16, min<f64>(0.45 * rate, <f64>cutoff * exp2One(<f64>octaves)))
    store<f32>(self + CUTOFF, cutoff)
    store<f32>(self + OCTAVES, octaves)
    store<f64>(self + REACHED, Math.tan((Math.PI * hertz) / rate))
  }
  return load<f64>(self + REACHED)
}

/** Both channels of a frame as a pair of f64. */
// @ts-ignore: decorator
@inline
function pairAt(left: usize, right: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load32_lane(right, v128.load32_zero(left), 1))
}

// @ts-ignore: decorator
@inline
function storePair(left: usize, right: usize, pair: v128): void {
  const out = f32x4.demote_f64x2_zero(pair)
  v128.store32_lane(left, out, 0)
  v128.store32_lane(right, out, 1)
}

// The integrators s1 and s2 of a half go on by r = x − s2: s1 turns by 2a − 1 and is pushed by 2ga · r; s2 is pushed by
// 2ga · s1 and lifted by 2g²a · r, where a = 1 / (1 + g(g + 1/Q)). What goes out lies halfway: low between s2 now and
// next, band between s1 now and next. Written so, a frame waits least for the one before it.

/** Sixteen frames of one half, both channels in a pair of f64. */
// @ts-ignore: decorator
@inline
function filter(
  state: usize,
  fromLeft: usize,
  fromRight: usize,
  toLeft: usize,
  toRight: usize,
  type: i32,
  damping: f64,
  start: f64,
  slope: f64,
): void {
  const half = f64x2.splat(0.5)
  const k = f64x2.splat(damping)
  let first = v128.load(state)
  let second = v128.load(state, 16)
  let g = start
  let a = 1 / (1 + g * (g + damping))
  for (let at: usize = 0; at < <usize>STEP << 2; at += 4) {
    if (slope != 0) {
      g += slope
      a = 1 / (1 + g * (g + damping))
    }
    const push = f64x2.splat(2 * g * a)
    const x = pairAt(fromLeft + at, fromRight + at)
    const rest = f64x2.sub(x, second)
    const turned = f64x2.mul(f64x2.splat(2 * a - 1), first)
    const nextFirst = f64x2.add(turned, f64x2.mul(push, rest))
    const pushed = f64x2.add(second, f64x2.mul(push, first))
    const nextSecond = f64x2.add(pushed, f64x2.mul(f64x2.splat(2 * g * g * a), rest))
    const low = f64x2.mul(half, f64x2.add(second, nextSecond))
    let y = low
    if (type >= HIGHPASS) {
      const damped = f64x2.mul(k, f64x2.mul(half, f64x2.add(first, nextFirst)))
      y = damped
      if (type == HIGHPASS) y = f64x2.sub(f64x2.sub(x, damped), low)
      else if (type == NOTCH) y = f64x2.sub(x, damped)
    }
    storePair(toLeft + at, toRight + at, y)
    first = nextFirst
    second = nextSecond
  }
  v128.store(state, first)
  v128.store(state, second, 16)
}

/** Two low-pass halves in a row: the first goes on while the second still works at a frame. */
function filterTwice(
  state: usize,
  fromLeft: usize,
  fromRight: usize,
  toLeft: usize,
  toRight: usize,
  soft: f64,
  sharp: f64,
  start: f64,
  slope: f64,
): void {
  const half = f64x2.splat(0.5)
  let first = v128.load(state)
  let second = v128.load(state, 16)
  let third = v128.load(state, 32)
  let fourth = v128.load(state, 48)
  let g = start
  let a = 1 / (1 + g * (g + soft))
  let b = 1 / (1 + g * (g + sharp))
  for (let at: usize = 0; at < <usize>STEP << 2; at += 4) {
    if (slope != 0) {
      g += slope
      a = 1 / (1 + g * (g + soft))
      b = 1 / (1 + g * (g + sharp))
    }
    const x = pairAt(fromLeft + at, fromRight + at)
    let rest = f64x2.sub(x, second)
    let push = f64x2.splat(2 * g * a)
    let pushed = f64x2.add(second, f64x2.mul(push, first))
    const nextSecond = f64x2.add(pushed, f64x2.mul(f64x2.splat(2 * g * g * a), rest))
    first = f64x2.add(f64x2.mul(f64x2.splat(2 * a - 1), first), f64x2.mul(push, rest))
    const between = f64x2.mul(half, f64x2.add(second, nextSecond))
    second = nextSecond
    rest = f64x2.sub(between, fourth)
    push = f64x2.splat(2 * g * b)
    pushed = f64x2.add(fourth, f64x2.mul(push, third))
    const nextFourth = f64x2.add(pushed, f64x2.mul(f64x2.splat(2 * g * g * b), rest))
    third = f64x2.add(f64x2.mul(f64x2.splat(2 * b - 1), third), f64x2.mul(push, rest))
    storePair(toLeft + at, toRight + at, f64x2.mul(half, f64x2.add(fourth, nextFourth)))
    fourth = nextFourth
  }
  v128.store(state, first)
  v128.store(state, second, 16)
  v128.store(state, third, 32)
  v128.store(state, fourth, 48)
}

function flush(self: usize): void {
  for (let at = self + MEMORY; at < self + MEMORY + 64; at += 16) {
    v128.store(at, flushTwo(v128.load(at)))
  }
}

function processStep(self: usize, frame: u32): void {
  const start = <usize>frame << 2
  const fromLeft = inputChannel(self, 0, 0) + start
  const fromRight = inputChannel(self, 0, 1) + start
  const toLeft = outputChannel(self, 0, 0) + start
  const toRight = outputChannel(self, 0, 1) + start
  const type = <i32>paramAt(self, 0, frame)
  const g = coefficientAt(self, frame + STEP - 1)
  const before = load<u32>(self + STARTED) != 0 ? load<f64>(self + BEFORE) : g
  const slope = (g - before) * (1.0 / 16.0)
  store<f64>(self + BEFORE, g)
  store<u32>(self + STARTED, 1)
  const resonance = max<f64>(0, min<f64>(1, <f64>paramAt(self, 2, frame)))
  // 1 / Q from √2 (Butterworth's) to 1 / 40, by equal ratios.
  const damping = exp2One(0.5 - 5.8219280948873626 * resonance)
  if (type == OFF) {
    copyBytes(toLeft, fromLeft, <usize>STEP << 2)
    copyBytes(toRight, fromRight, <usize>STEP << 2)
  } else if (type != LOWPASS_24) {
    filter(self + MEMORY, fromLeft, fromRight, toLeft, toRight, type, damping, before, slope)
  } else {
    // Butterworth's of fourth order has halves with 1 / Q of 1.848 and 0.765; resonance sharpens both.
    const sharp = damping * Math.SQRT1_2
    const soft = sharp * 1.8477590650225735
    const peak = sharp * 0.7653668647301796
    filterTwice(self + MEMORY, fromLeft, fromRight, toLeft, toRight, soft, peak, before, slope)
  }
  if (((frame + STEP) & (QUANTUM - 1)) == 0) flush(self)
}

export function voice_filter_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += STEP) processStep(self, frame)
}
