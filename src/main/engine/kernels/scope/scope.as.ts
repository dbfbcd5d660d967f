import { inputChannel, paramAt, QUANTUM, STATE } from '../lib/header.as'
import { flushOne } from '../lib/math.as'
import { mixDown } from '../lib/spectral.as'

// State: what the host reads (see index.ts), then the sweep under way.
const TRACE = STATE
const IMAGE = STATE + 4096
const CORRELATION = STATE + 8192
const BALANCE = STATE + 8196
const SWEEPS = STATE + 8200
const RATE = STATE + 8208
/** f64 sums of left², right², left · right. */
const SUMS = STATE + 8216
/** u32 frames of the sweep (0: waiting), frames so far, frames waited, place in the image. */
const FRAMES = STATE + 8240
const DONE = STATE + 8244
const WAITED = STATE + 8248
const POINT = STATE + 8252
/** f32 last sample. */
const LAST = STATE + 8256
const SAMPLES = STATE + 8272
/** The sweep under way: 512 columns. */
const SWEEP = STATE + 8784
const IMAGE_RING = STATE + 12880
const END = STATE + 16976

const COLUMNS: u32 = 512
const WAIT: f64 = 0.1
/** Seconds of the correlation's time constant. */
const STEADY: f64 = 0.3

export function scope_state_size(channels: u32): u32 {
  return <u32>END
}

export function scope_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, END - STATE)
  store<f64>(self + RATE, sampleRate)
}

/** Takes a sample into the columns that it covers. */
// @ts-ignore: decorator
@inline
function draw(self: usize, x: f32, done: u32, frames: u32): void {
  const first = (done * COLUMNS) / frames
  const end = max(first + 1, ((done + 1) * COLUMNS) / frames)
  // A column begins with its first sample, or else grows.
  const begins = first * frames >= done * COLUMNS || frames <= COLUMNS
  for (let column = first; column < end; column++) {
    const at = self + SWEEP + (<usize>column << 3)
    store<f32>(at, begins ? x : min(x, load<f32>(at)))
    store<f32>(at, begins ? x : max(x, load<f32>(at, 4)), 4)
  }
}

function sweep(self: usize, span: f32, trigger: i32, level: f32): void {
  const patience = <u32>(WAIT * load<f64>(self + RATE))
  let frames = load<u32>(self + FRAMES)
  let done = load<u32>(self + DONE)
  let waited = load<u32>(self + WAITED)
  let last = load<f32>(self + LAST)
  for (let i: usize = 0; i < <usize>QUANTUM; i++) {
    const x = load<f32>(self + SAMPLES + (i << 2))
    if (frames == 0) {
      const crossed =
        trigger == 0 ? last < level && x >= level : trigger == 1 ? last > level && x <= level : true
      waited++
      if (crossed || waited > patience) {
        frames = QUANTUM << <u32>max<f32>(0, min<f32>(8, span))
        done = 0
      }
    }
    if (frames != 0) {
      draw(self, x, done, frames)
      done++
      if (done == frames) {
        memory.copy(self + TRACE, self + SWEEP, 8 * <usize>COLUMNS)
        store<f64>(self + SWEEPS, load<f64>(self + SWEEPS) + 1)
        frames = 0
        waited = 0
      }
    }
    last = x
  }
  store<u32>(self + FRAMES, frames)
  store<u32>(self + DONE, done)
  store<u32>(self + WAITED, waited)
  store<f32>(self + LAST, last)
}

function shared(one: v128): f64 {
  return (
    <f64>f32x4.extract_lane(one, 0) +
    <f64>f32x4.extract_lane(one, 1) +
    (<f64>f32x4.extract_lane(one, 2) + <f64>f32x4.extract_lane(one, 3))
  )
}

/** Correlation, balance and the goniometer's points. */
function compare(self: usize, left: usize, right: usize): void {
  const limit = f32x4.splat(1e9)
  const root = f32x4.splat(0.7071067811865476)
  let ll = f32x4.splat(0)
  let rr = f32x4.splat(0)
  let lr = f32x4.splat(0)
  const point = load<u32>(self + POINT)
  const to = self + IMAGE_RING + (<usize>point << 3)
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) {
    const l = f32x4.max(f32x4.min(v128.load(left + at), limit), f32x4.neg(limit))
    const r = f32x4.max(f32x4.min(v128.load(right + at), limit), f32x4.neg(limit))
    ll = f32x4.add(ll, f32x4.mul(l, l))
    rr = f32x4.add(rr, f32x4.mul(r, r))
    lr = f32x4.add(lr, f32x4.mul(l, r))
    const side = f32x4.mul(root, f32x4.sub(r, l))
    const mid = f32x4.mul(root, f32x4.add(l, r))
    v128.store(to + 2 * at, v128.shuffle<f32>(side, mid, 0, 4, 1, 5))
    v128.store(to + 2 * at, v128.shuffle<f32>(side, mid, 2, 6, 3, 7), 16)
  }
  const next = (point + QUANTUM) & (COLUMNS - 1)
  store<u32>(self + POINT, next)
  const older = <usize>(COLUMNS - next) << 3
  memory.copy(self + IMAGE, self + IMAGE_RING + (<usize>next << 3), older)
  memory.copy(self + IMAGE + older, self + IMAGE_RING, <usize>next << 3)
  const keep = 1 - <f64>QUANTUM / (STEADY * load<f64>(self + RATE))
  const sums = self + SUMS
  const a = flushOne(load<f64>(sums) * keep + shared(ll))
  const b = flushOne(load<f64>(sums, 8) * keep + shared(rr))
  const c = flushOne(load<f64>(sums, 16) * keep + shared(lr))
  store<f64>(sums, a)
  store<f64>(sums, b, 8)
  store<f64>(sums, c, 16)
  const scale = Math.sqrt(a * b)
  const correlation = scale > 0 ? max<f64>(-1, min<f64>(1, c / scale)) : 0
  store<f32>(self + CORRELATION, <f32>correlation)
  store<f32>(self + BALANCE, a + b > 0 ? <f32>((b - a) / (a + b)) : 0)
}

export function scope_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    const start = <usize>frame << 2
    mixDown(self, 0, frame, self + SAMPLES)
    const trigger = <i32>paramAt(self, 1, frame)
    sweep(self, paramAt(self, 0, frame), trigger, paramAt(self, 2, frame))
    compare(self, inputChannel(self, 0, 0) + start, inputChannel(self, 0, 1) + start)
  }
}
