// Sixteen frames of the network: what the lines give, filtered, mixed, and written back.

import { foldTurns, demoteFour, flushFour, sinQuarter } from '../lib/math.as'
import { high, highs, low, lows } from '../lib/fft-complex.as'
import {
  behind,
  copyStep,
  DELAYS,
  ENTERING,
  FILTERS,
  FILTER_BYTES,
  HEARD,
  LEVEL,
  LINE_PLACE,
  LINE_RING,
  lineRing,
  LINES,
  MODULATED,
  NEXT_DELAYS,
  RATE,
  repeat,
  SHIFTS,
  STEPS,
  WET,
} from './state.as'
import { KERNEL, scratch } from '../lib/scratch.as'

/** Swing of the modulation at its most, in seconds, and its mean rate in hertz. */
const SWING: f64 = 0.0004
const SPEED: f64 = 0.6

/** Longer by so many frames: the modulated lines, each at a phase and a speed of its own. */
function shiftsAt(self: usize, steps: u32, depth: f32, to: usize): void {
  const time = (<f64>steps * 16 * SPEED) / load<f64>(self + RATE)
  const swing = f32x4.splat(depth * <f32>(SWING * load<f64>(self + RATE)))
  for (let line: u32 = 0; line < MODULATED; line += 4) {
    const phase = <f64>line * 0.125
    const early = f64x2(time * (1 + 0.07 * phase) + phase, time * (1.13 + phase) + phase + 0.35)
    const late = f64x2(time * (0.89 + phase) + phase + 0.6, time * (1.21 + phase) + phase + 0.85)
    const wave = sinQuarter(demoteFour(foldTurns(early), foldTurns(late)))
    const shift = f32x4.mul(swing, f32x4.add(wave, f32x4.splat(1)))
    v128.store(to + (<usize>line << 2), shift)
  }
}

/** A line that is read between frames: Lagrange's cubic, its weights on straight ways over the step. */
function readBetween(self: usize, line: u32, frames: u32, to: usize): void {
  const start = load<f32>(self + SHIFTS + (<usize>line << 2))
  const end = load<f32>(self + SHIFTS + 32 + (<usize>line << 2))
  const whole = <u32>start
  const ring = lineRing(self, line)
  const back = frames + whole + 2
  const at = behind(ring, load<u32>(self + LINE_PLACE), load<u32>(self + LINE_RING), back)
  const t0 = start - <f32>whole
  const t1 = end - <f32>whole
  const a0 = weightOldest(t0)
  const b0 = weightOlder(t0)
  const c0 = weightNewer(t0)
  const d0 = weightNewest(t0)
  const a1: f32 = 0.0625 * (weightOldest(t1) - a0)
  const b1: f32 = 0.0625 * (weightOlder(t1) - b0)
  const c1: f32 = 0.0625 * (weightNewer(t1) - c0)
  const d1: f32 = 0.0625 * (weightNewest(t1) - d0)
  const ramp = f32x4(0, 1, 2, 3)
  let a = f32x4.add(f32x4.splat(a0), f32x4.mul(ramp, f32x4.splat(a1)))
  let b = f32x4.add(f32x4.splat(b0), f32x4.mul(ramp, f32x4.splat(b1)))
  let c = f32x4.add(f32x4.splat(c0), f32x4.mul(ramp, f32x4.splat(c1)))
  let d = f32x4.add(f32x4.splat(d0), f32x4.mul(ramp, f32x4.splat(d1)))
  const aStep = f32x4.splat(4 * a1)
  const bStep = f32x4.splat(4 * b1)
  const cStep = f32x4.splat(4 * c1)
  const dStep = f32x4.splat(4 * d1)
  for (let i: usize = 0; i < 64; i += 16) {
    const old = f32x4.add(f32x4.mul(a, v128.load(at + i)), f32x4.mul(b, v128.load(at + i, 4)))
    const young = f32x4.add(f32x4.mul(c, v128.load(at + i, 8)), f32x4.mul(d, v128.load(at + i, 12)))
    v128.store(to + i, f32x4.add(old, young))
    a = f32x4.add(a, aStep)
    b = f32x4.add(b, bStep)
    c = f32x4.add(c, cStep)
    d = f32x4.add(d, dStep)
  }
}

// Weights of the frames at 2, 1, 0 and −1 from the whole delay, `t` past it.
// @ts-ignore: decorator
@inline
function weightOldest(t: f32): f32 {
  return (t + 1) * t * (t - 1) * <f32>(1.0 / 6.0)
}
// @ts-ignore: decorator
@inline
function weightOlder(t: f32): f32 {
  return (t + 1) * t * (t - 2) * -0.5
}
// @ts-ignore: decorator
@inline
function weightNewer(t: f32): f32 {
  return (t + 1) * (t - 1) * (t - 2) * 0.5
}
// @ts-ignore: decorator
@inline
function weightNewest(t: f32): f32 {
  return t * (t - 1) * (t - 2) * <f32>(-1.0 / 6.0)
}

/** Sixteen frames of every line with the delays at `delays`, to `heard`. */
function readAll(self: usize, delays: usize, heard: usize): void {
  const place = load<u32>(self + LINE_PLACE)
  const size = load<u32>(self + LINE_RING)
  for (let line: u32 = 0; line < LINES; line++) {
    const frames = load<u32>(delays + (<usize>line << 2))
    const to = heard + (<usize>line << 6)
    if (line < MODULATED) readBetween(self, line, frames, to)
    else copyStep(to, behind(lineRing(self, line), place, size, frames))
  }
}

/** One after the other through the two shelves, four lines abreast; lanes are frames before and after. */
function filterFour(at: usize, heard: usize): void {
  const hb0 = v128.load(at)
  const hb1 = v128.load(at, 16)
  const ha1 = v128.load(at, 32)
  const lb0 = v128.load(at, 48)
  const lb1 = v128.load(at, 64)
  const la1 = v128.load(at, 80)
  let hs = v128.load(at, 96)
  let ls = v128.load(at, 112)
  for (let i: usize = heard; i < heard + 64; i += 16) {
    const a = v128.load(i)
    const b = v128.load(i, 64)
    const c = v128.load(i, 128)
    const d = v128.load(i, 192)
    const low01 = low(a, b)
    const low23 = low(c, d)
    const high01 = high(a, b)
    const high23 = high(c, d)
    const x0 = lows(low01, low23)
    const h0 = f32x4.add(f32x4.mul(hb0, x0), hs)
    hs = f32x4.sub(f32x4.mul(hb1, x0), f32x4.mul(ha1, hs))
    const y0 = f32x4.add(f32x4.mul(lb0, h0), ls)
    ls = f32x4.sub(f32x4.mul(lb1, h0), f32x4.mul(la1, ls))
    const x1 = highs(low01, low23)
    const h1 = f32x4.add(f32x4.mul(hb0, x1), hs)
    hs = f32x4.sub(f32x4.mul(hb1, x1), f32x4.mul(ha1, hs))
    const y1 = f32x4.add(f32x4.mul(lb0, h1), ls)
    ls = f32x4.sub(f32x4.mul(lb1, h1), f32x4.mul(la1, ls))
    const x2 = lows(high01, high23)
    const h2 = f32x4.add(f32x4.mul(hb0, x2), hs)
    hs = f32x4.sub(f32x4.mul(hb1, x2), f32x4.mul(ha1, hs))
    const y2 = f32x4.add(f32x4.mul(lb0, h2), ls)
    ls = f32x4.sub(f32x4.mul(lb1, h2), f32x4.mul(la1, ls))
    const x3 = highs(high01, high23)
    const h3 = f32x4.add(f32x4.mul(hb0, x3), hs)
    hs = f32x4.sub(f32x4.mul(hb1, x3), f32x4.mul(ha1, hs))
    const y3 = f32x4.add(f32x4.mul(lb0, h3), ls)
    ls = f32x4.sub(f32x4.mul(lb1, h3), f32x4.mul(la1, ls))
    const p = low(y0, y1)
    const q = low(y2, y3)
    const r = high(y0, y1)
    const s = high(y2, y3)
    v128.store(i, lows(p, q))
    v128.store(i, highs(p, q), 64)
    v128.store(i, lows(r, s), 128)
    v128.store(i, highs(r, s), 192)
  }
  v128.store(at, flushFour(hs), 96)
  v128.store(at, flushFour(ls), 112)
}

/** Hadamard's matrix of order 16, but for its scale, on sixteen rows of sixteen frames. */
function mixLines(heard: usize): void {
  for (let group = heard; group < heard + 1024; group += 256) {
    for (let at = group; at < group + 64; at += 16) mixFour(at, 64)
  }
  for (let at = heard; at < heard + 256; at += 16) mixFour(at, 256)
}

/** The matrix of order 4 on vectors `apart` bytes apart. */
// @ts-ignore: decorator
@inline
function mixFour(at: usize, apart: usize): void {
  const a = v128.load(at)
  const b = v128.load(at + apart)
  const c = v128.load(at + 2 * apart)
  const d = v128.load(at + 3 * apart)
  const ab = f32x4.add(a, b)
  const cd = f32x4.add(c, d)
  const ba = f32x4.sub(a, b)
  const dc = f32x4.sub(c, d)
  v128.store(at, f32x4.add(ab, cd))
  v128.store(at + apart, f32x4.add(ba, dc))
  v128.store(at + 2 * apart, f32x4.sub(ab, cd))
  v128.store(at + 3 * apart, f32x4.sub(ba, dc))
}

/** The sound of the lines: even ones left, odd ones right, with changing signs. */
function listen(self: usize): void {
  const level = f32x4.splat(load<f32>(self + LEVEL) * 0.5)
  const heard = self + HEARD
  for (let at: usize = 0; at < 64; at += 16) {
    for (let side: usize = 0; side < 2; side++) {
      let sum = f32x4.splat(0)
      for (let row: usize = 64 * side; row < 1024; row += 256) {
        sum = f32x4.add(sum, v128.load(heard + row + at))
        sum = f32x4.sub(sum, v128.load(heard + row + 128 + at))
      }
      v128.store(self + WET + 64 * side + at, f32x4.mul(level, sum))
    }
  }
}

/** Writes the mix and what enters to the lines; all bits that are not zero come back. */
function writeAll(self: usize): v128 {
  const place = load<u32>(self + LINE_PLACE)
  const size = load<u32>(self + LINE_RING)
  const quarter = f32x4.splat(0.25)
  let any = f32x4.splat(0)
  for (let line: u32 = 0; line < LINES; line++) {
    const ring = lineRing(self, line)
    const to = ring + (<usize>place << 2)
    const from = self + HEARD + (<usize>line << 6)
    const entering = self + ENTERING + (<usize>(line & 1) << 6)
    const share = f32x4.splat(line & 4 ? -0.35 : 0.35)
    for (let at: usize = 0; at < 64; at += 16) {
      const mixed = f32x4.mul(quarter, v128.load(from + at))
      const kept = flushFour(f32x4.add(mixed, f32x4.mul(share, v128.load(entering + at))))
      any = v128.or(any, kept)
      v128.store(to + at, kept)
    }
    repeat(ring, place, size)
  }
  store<u32>(self + LINE_PLACE, place + 16 == size ? 0 : place + 16)
  return any
}

/**
 * Sixteen frames from `ENTERING` to `WET`. `fade` is 0, or how far the way to the next delays is at the
 * end of the step. All bits that stay in the lines come back.
 */
export function stepLines(self: usize, depth: f32, fade: f32): v128 {
  const steps = load<u32>(self + STEPS)
  const heard = self + HEARD
  shiftsAt(self, steps, depth, self + SHIFTS)
  shiftsAt(self, steps + 1, depth, self + SHIFTS + 32)
  store<u32>(self + STEPS, steps + 1)
  readAll(self, self + DELAYS, heard)
  if (fade > 0) fadeAll(self, fade)
  for (let group: usize = 0; group < 4; group++) {
    filterFour(self + FILTERS + FILTER_BYTES * group, heard + (group << 8))
  }
  listen(self)
  mixLines(heard)
  return writeAll(self)
}

// @ts-ignore: decorator
@inline
function other(): usize {
  return scratch(KERNEL)
}

/** From the sound at the present delays to that at the next ones. */
function fadeAll(self: usize, fade: f32): void {
  readAll(self, self + NEXT_DELAYS, other())
  const ramp = f32x4(0, 0.0078125, 0.015625, 0.0234375)
  for (let at: usize = 0; at < 1024; at += 16) {
    const begin = fade - 0.125 + <f32>(at & 63) * <f32>(1.0 / 512)
    const way = f32x4.add(ramp, f32x4.splat(begin))
    const from = v128.load(self + HEARD + at)
    const step = f32x4.mul(way, f32x4.sub(v128.load(other() + at), from))
    v128.store(self + HEARD + at, f32x4.add(from, step))
  }
}
