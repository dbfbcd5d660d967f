import { copyBytes } from '../lib/copy.as'
import { flushTwo } from '../lib/math.as'
import { hashFour, hashOne } from '../lib/hash.as'
import { outputChannel, paramAt, QUANTUM, STATE } from '../lib/header.as'

// State: u64 frames made, u32 seed, u32 unused, f64 brown's leak, f64 brown's step, then 8 pairs of
// f64.
const COUNT = STATE
const SEED = STATE + 8
const LEAK = STATE + 16
const STRIDE = STATE + 24
const POLES = STATE + 32
const POLES_BYTES: usize = 16 * 8

export function noise_state_size(channels: u32): u32 {
  return <u32>(POLES + POLES_BYTES)
}

export function noise_init(self: usize, sampleRate: f64, seed: u32): void {
  const leak = Math.exp((-2 * Math.PI * 20) / sampleRate)
  store<u64>(self + COUNT, 0)
  store<u32>(self + SEED, seed)
  store<f64>(self + LEAK, leak)
  // White noise of ±1 has a variance of 1/3; brown noise gets an effective value of 0.2.
  store<f64>(self + STRIDE, 0.2 * Math.sqrt(3 * (1 - leak * leak)))
  memory.fill(self + POLES, 0, POLES_BYTES)
}

function white(self: usize, to: usize, channel: u32, seed: u32, count: u64): void {
  const key = i32x4.splat(
    hashOne(load<u32>(self + SEED) + channel * 0x9e3779b9, (seed + 1) * 0x85ebca6b) ^
      <u32>(count >> 32),
  )
  let counters = i32x4.add(i32x4.splat(<i32>count), i32x4(0, 1, 2, 3))
  const four = i32x4.splat(4)
  const scale = f32x4.splat(1.0 / 2147483648.0)
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) {
    const bits = hashFour(counters, key)
    v128.store(to + at, f32x4.mul(f32x4.convert_i32x4_s(bits), scale))
    counters = i32x4.add(counters, four)
  }
}

// @ts-ignore: decorator
@inline
function pole(state: v128, keep: f64, x: v128, add: f64): v128 {
  return f64x2.add(f64x2.mul(state, f64x2.splat(keep)), f64x2.mul(x, f64x2.splat(add)))
}

// @ts-ignore: decorator
@inline
function readPair(left: usize, right: usize, at: usize): v128 {
  return f64x2.replace_lane(
    f64x2.splat(<f64>load<f32>(left + at)),
    1,
    <f64>load<f32>(right + at),
  )
}

// @ts-ignore: decorator
@inline
function writePair(left: usize, right: usize, at: usize, pair: v128): void {
  store<f32>(left + at, <f32>f64x2.extract_lane(pair, 0))
  store<f32>(right + at, <f32>f64x2.extract_lane(pair, 1))
}

/** Paul Kellet's pinking filter, both channels in one lane pair. */
function pink(self: usize, left: usize, right: usize): void {
  const poles = self + POLES
  let a = v128.load(poles)
  let b = v128.load(poles, 16)
  let c = v128.load(poles, 32)
  let d = v128.load(poles, 48)
  let e = v128.load(poles, 64)
  let f = v128.load(poles, 80)
  let g = v128.load(poles, 96)
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 4) {
    const x = readPair(left, right, at)
    a = pole(a, 0.99886, x, 0.0555179)
    b = pole(b, 0.99332, x, 0.0750759)
    c = pole(c, 0.969, x, 0.153852)
    d = pole(d, 0.8665, x, 0.3104856)
    e = pole(e, 0.55, x, 0.5329522)
    f = pole(f, -0.7616, x, -0.016898)
    const low = f64x2.add(f64x2.add(a, b), f64x2.add(c, d))
    const top = f64x2.add(f64x2.add(e, f), f64x2.add(g, f64x2.mul(x, f64x2.splat(0.5362))))
    g = f64x2.mul(x, f64x2.splat(0.115926))
    writePair(left, right, at, f64x2.mul(f64x2.add(low, top), f64x2.splat(0.2)))
  }
  v128.store(poles, flushTwo(a))
  v128.store(poles, flushTwo(b), 16)
  v128.store(poles, flushTwo(c), 32)
  v128.store(poles, flushTwo(d), 48)
  v128.store(poles, flushTwo(e), 64)
  v128.store(poles, flushTwo(f), 80)
  v128.store(poles, flushTwo(g), 96)
}

/** White noise through a leaky integrator with its corner at 20 Hz. */
function brown(self: usize, left: usize, right: usize): void {
  const leak = f64x2.splat(load<f64>(self + LEAK))
  const stride = f64x2.splat(load<f64>(self + STRIDE))
  let y = v128.load(self + POLES, 112)
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 4) {
    const x = readPair(left, right, at)
    y = f64x2.add(f64x2.mul(y, leak), f64x2.mul(x, stride))
    writePair(left, right, at, y)
  }
  v128.store(self + POLES, flushTwo(y), 112)
}

export function noise_process(self: usize, offset: u32, frames: u32): void {
  let count = load<u64>(self + COUNT)
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    const left = outputChannel(self, 0, 0) + (<usize>frame << 2)
    const right = outputChannel(self, 0, 1) + (<usize>frame << 2)
    const color = <i32>paramAt(self, 0, frame)
    const seed = <u32>paramAt(self, 2, frame)
    white(self, left, 0, seed, count)
    white(self, right, 1, seed, count)
    if (color == 1) pink(self, left, right)
    else if (color == 2) brown(self, left, right)
    if (<i32>paramAt(self, 1, frame) == 1) copyBytes(right, left, <usize>QUANTUM << 2)
    count += QUANTUM
  }
  store<u64>(self + COUNT, count)
}
