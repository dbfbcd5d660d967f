import { exp2One, flushFour } from '../lib/math.as'
import { QUANTUM, STATE } from '../lib/header.as'

// State: keys the coefficients are for, f64 rate, clock, f32 part of unvoiced sound; then buffers, and
// groups of four bands.
export const RATE = STATE
export const CLOCK = STATE + 8
/** f32 bands and formant that the coefficients are for. */
export const KEYS = STATE + 16
export const UNVOICED = STATE + 24
/** u32 groups; u32 first group above 4 kHz. */
export const GROUPS = STATE + 28
export const HIGH = STATE + 32
export const VOICE = STATE + 48
export const LEFT = VOICE + 512
export const RIGHT = LEFT + 512
/** Four lanes a frame: sums of the left and right bands, and levels of the group in hand. */
export const SUM_LEFT = RIGHT + 512
export const SUM_RIGHT = SUM_LEFT + 2048
export const LEVELS = SUM_RIGHT + 2048
const GROUP = LEVELS + 2048

/** Bytes of a group: a1 a2 a3 of two filters of both banks, gains of both, 12 states, the level. */
const GROUP_BYTES: usize = 432
const GAIN: usize = 192
const SIGNED_GAIN: usize = 208
const STATES: usize = 224
const LEVEL: usize = 416
const MOST_GROUPS: usize = 10
export const END = GROUP + GROUP_BYTES * MOST_GROUPS

const LOWEST: f64 = 80
const HIGHEST: f64 = 12000
const HISS: f64 = 4000

// @ts-ignore: decorator
@inline
function groupOf(self: usize, group: u32): usize {
  return self + GROUP + GROUP_BYTES * <usize>group
}

function designLane(at: usize, rate: f64, hertz: f64, k: f64): void {
  const g = Math.tan((Math.PI * min<f64>(hertz, 0.45 * rate)) / rate)
  const a1 = 1 / (1 + g * (g + k))
  store<f32>(at, <f32>a1)
  store<f32>(at, <f32>(g * a1), 16)
  store<f32>(at, <f32>(g * g * a1), 32)
}

/**
 * Butterworth's band-pass of fourth order, `width` its relative width: two filters of one Q, whose middles
 * lie symmetrically around it. They are the roots of s² − p · width · s + 1 for the low-pass's pole p.
 */
function designBand(at: usize, rate: f64, hertz: f64, width: f64): void {
  const size = Math.sqrt(16 + width * width * width * width)
  const a = Math.sqrt((size - 4) / 2)
  const b = Math.sqrt((size + 4) / 2)
  const c = width * Math.SQRT1_2
  const apart = Math.sqrt((c - a) * (c - a) + (c - b) * (c - b)) / 2
  const k = (c - a) / apart
  designLane(at, rate, hertz * apart, k)
  designLane(at + 48, rate, hertz / apart, k)
}

/** Makes the filters when the count of bands or the shift of formants has changed. */
export function design(self: usize, bands: f32, formant: f32): void {
  if (load<f32>(self + KEYS) == bands && load<f32>(self + KEYS, 4) == formant) return
  const count = <u32>nearest(max<f32>(8, min<f32>(40, bands)))
  const groups = (count + 3) >> 2
  for (let group = groups; group < <u32>MOST_GROUPS; group++) {
    memory.fill(groupOf(self, group), 0, GROUP_BYTES)
  }
  store<f32>(self + KEYS, bands)
  store<f32>(self + KEYS, formant, 4)
  store<u32>(self + GROUPS, groups)
  const rate = load<f64>(self + RATE)
  const top = min<f64>(HIGHEST, 0.4 * rate)
  const ratio = Math.pow(top / LOWEST, 1 / <f64>(count - 1))
  const moved = exp2One(<f64>formant / 12)
  const root = Math.sqrt(ratio)
  const width = root - 1 / root
  let hertz = LOWEST
  let high: u32 = groups
  for (let band: u32 = 0; band < 4 * groups; band++) {
    const at = groupOf(self, band >> 2) + (<usize>(band & 3) << 2)
    if (hertz > HISS) high = min(high, band >> 2)
    designBand(at, rate, hertz, width)
    designBand(at + 96, rate, hertz * moved, width)
    const gain = <f32>(band < count ? width * width : 0)
    store<f32>(at, gain, GAIN)
    // Where neighbours cross they are half a turn apart: every other one is inverted.
    const heard = hertz * moved < 0.45 * rate
    store<f32>(at, heard ? (band & 1 ? -gain : gain) : 0, SIGNED_GAIN)
    hertz *= ratio
  }
  store<u32>(self + HIGH, high)
}

/** Levels of a group's bands of the voice over a quantum; returns the last of them, summed. */
export function follow(self: usize, group: u32, attack: f32, release: f32): f32 {
  const at = groupOf(self, group)
  const a1 = v128.load(at)
  const a2 = v128.load(at, 16)
  const a3 = v128.load(at, 32)
  const b1 = v128.load(at, 48)
  const b2 = v128.load(at, 64)
  const b3 = v128.load(at, 80)
  const gain = v128.load(at, GAIN)
  const states = at + STATES
  const up = f32x4.splat(attack)
  const down = f32x4.splat(release)
  let s1 = v128.load(states)
  let s2 = v128.load(states, 16)
  let t1 = v128.load(states, 32)
  let t2 = v128.load(states, 48)
  let level = v128.load(at, LEVEL)
  const voice = self + VOICE
  const levels = self + LEVELS
  for (let i: usize = 0; i < <usize>QUANTUM; i++) {
    const x = v128.load32_splat(voice + (i << 2))
    const v3 = f32x4.sub(x, s2)
    const v1 = f32x4.add(f32x4.mul(a1, s1), f32x4.mul(a2, v3))
    const v2 = f32x4.add(s2, f32x4.add(f32x4.mul(a2, s1), f32x4.mul(a3, v3)))
    s1 = f32x4.sub(f32x4.add(v1, v1), s1)
    s2 = f32x4.sub(f32x4.add(v2, v2), s2)
    const w3 = f32x4.sub(v1, t2)
    const w1 = f32x4.add(f32x4.mul(b1, t1), f32x4.mul(b2, w3))
    const w2 = f32x4.add(t2, f32x4.add(f32x4.mul(b2, t1), f32x4.mul(b3, w3)))
    t1 = f32x4.sub(f32x4.add(w1, w1), t1)
    t2 = f32x4.sub(f32x4.add(w2, w2), t2)
    const size = f32x4.abs(f32x4.mul(gain, w1))
    const change = f32x4.sub(size, level)
    const speed = v128.bitselect(up, down, f32x4.gt(change, f32x4.splat(0)))
    level = f32x4.add(level, f32x4.mul(speed, change))
    v128.store(levels + (i << 4), level)
  }
  level = flushFour(level)
  v128.store(states, flushFour(s1))
  v128.store(states, flushFour(s2), 16)
  v128.store(states, flushFour(t1), 32)
  v128.store(states, flushFour(t2), 48)
  v128.store(at, level, LEVEL)
  return (
    f32x4.extract_lane(level, 0) +
    f32x4.extract_lane(level, 1) +
    (f32x4.extract_lane(level, 2) + f32x4.extract_lane(level, 3))
  )
}

/** Adds a group's bands of both sides of the carrier, times their levels, to the sides' sums. */
export function sound(self: usize, group: u32): void {
  const at = groupOf(self, group)
  const a1 = v128.load(at, 96)
  const a2 = v128.load(at, 112)
  const a3 = v128.load(at, 128)
  const b1 = v128.load(at, 144)
  const b2 = v128.load(at, 160)
  const b3 = v128.load(at, 176)
  const gain = v128.load(at, SIGNED_GAIN)
  const states = at + STATES + 64
  let ls1 = v128.load(states, 0)
  let ls2 = v128.load(states, 16)
  let lt1 = v128.load(states, 32)
  let lt2 = v128.load(states, 48)
  let rs1 = v128.load(states, 64)
  let rs2 = v128.load(states, 80)
  let rt1 = v128.load(states, 96)
  let rt2 = v128.load(states, 112)
  const carrier = self + LEFT
  const sums = self + SUM_LEFT
  const levels = self + LEVELS
  for (let i: usize = 0; i < <usize>QUANTUM; i++) {
    const level = f32x4.mul(gain, v128.load(levels + (i << 4)))
    const to = sums + (i << 4)
    const lx = v128.load32_splat(carrier + (i << 2))
    const l3 = f32x4.sub(lx, ls2)
    const l1 = f32x4.add(f32x4.mul(a1, ls1), f32x4.mul(a2, l3))
    const l2 = f32x4.add(ls2, f32x4.add(f32x4.mul(a2, ls1), f32x4.mul(a3, l3)))
    ls1 = f32x4.sub(f32x4.add(l1, l1), ls1)
    ls2 = f32x4.sub(f32x4.add(l2, l2), ls2)
    const lw3 = f32x4.sub(l1, lt2)
    const lw1 = f32x4.add(f32x4.mul(b1, lt1), f32x4.mul(b2, lw3))
    const lw2 = f32x4.add(lt2, f32x4.add(f32x4.mul(b2, lt1), f32x4.mul(b3, lw3)))
    lt1 = f32x4.sub(f32x4.add(lw1, lw1), lt1)
    lt2 = f32x4.sub(f32x4.add(lw2, lw2), lt2)
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(level, lw1)))
    const rx = v128.load32_splat(carrier + (i << 2), 512)
    const r3 = f32x4.sub(rx, rs2)
    const r1 = f32x4.add(f32x4.mul(a1, rs1), f32x4.mul(a2, r3))
    const r2 = f32x4.add(rs2, f32x4.add(f32x4.mul(a2, rs1), f32x4.mul(a3, r3)))
    rs1 = f32x4.sub(f32x4.add(r1, r1), rs1)
    rs2 = f32x4.sub(f32x4.add(r2, r2), rs2)
    const rw3 = f32x4.sub(r1, rt2)
    const rw1 = f32x4.add(f32x4.mul(b1, rt1), f32x4.mul(b2, rw3))
    const rw2 = f32x4.add(rt2, f32x4.add(f32x4.mul(b2, rt1), f32x4.mul(b3, rw3)))
    rt1 = f32x4.sub(f32x4.add(rw1, rw1), rt1)
    rt2 = f32x4.sub(f32x4.add(rw2, rw2), rt2)
    v128.store(to, f32x4.add(v128.load(to, 2048), f32x4.mul(level, rw1)), 2048)
  }
  v128.store(states, flushFour(ls1), 0)
  v128.store(states, flushFour(ls2), 16)
  v128.store(states, flushFour(lt1), 32)
  v128.store(states, flushFour(lt2), 48)
  v128.store(states, flushFour(rs1), 64)
  v128.store(states, flushFour(rs2), 80)
  v128.store(states, flushFour(rt1), 96)
  v128.store(states, flushFour(rt2), 112)
}
