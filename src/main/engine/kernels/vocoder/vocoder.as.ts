import { hashFour } from '../lib/hash.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  paramAt,
  paramFour,
  QUANTUM,
  STATE,
} from '../lib/header.as'
import { exp2One, flushFour } from '../lib/math.as'
import { mixDown } from '../lib/spectral.as'
import {
  CLOCK,
  design,
  END,
  follow,
  GROUPS,
  HIGH,
  KEYS,
  LEFT,
  RATE,
  sound,
  SUM_LEFT,
  UNVOICED,
  VOICE,
} from './bands.as'

const BANDS: usize = 0
const ATTACK: usize = 1
const RELEASE: usize = 2
const FORMANT: usize = 3
const NOISE: usize = 4
const GAIN: usize = 5
const MIX: usize = 6

/** Largest sample that is taken as it is: products of two must stay within f32. */
const LARGEST: f32 = 1e9
/** Levels are means of what is rectified, and carriers are spread over many bands. */
const MAKEUP: f64 = 4
/** Seconds in which noise comes and goes. */
const HISS: f64 = 0.01

export function vocoder_state_size(channels: u32): u32 {
  return <u32>END
}

export function vocoder_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, END - STATE)
  store<f64>(self + RATE, sampleRate)
  store<f32>(self + KEYS, -1)
}

/** One-pole coefficient for a time constant. */
function speed(self: usize, seconds: f32): f32 {
  return <f32>(1 - exp2One(-1.4426950408889634 / (<f64>max<f32>(1e-5, seconds) * load<f64>(self + RATE))))
}

// @ts-ignore: decorator
@inline
function bounded(x: v128): v128 {
  return flushFour(f32x4.max(f32x4.min(x, f32x4.splat(LARGEST)), f32x4.splat(-LARGEST)))
}

/** Takes both sides of the carrier, with noise where the voice hisses. */
function takeCarrier(self: usize, frame: u32, noise: f32): void {
  const start = <usize>frame << 2
  const channels = inputChannels(self, 1)
  const clock = <u32>load<u64>(self + CLOCK)
  const scale = f32x4.splat(noise * <f32>4.656612873077393e-10)
  for (let side: usize = 0; side < 2; side++) {
    const from = inputChannel(self, 1, <u32>side) + start
    const to = self + LEFT + 512 * side
    const key = i32x4.splat(0x5eed + <i32>side)
    for (let i: u32 = 0; i < QUANTUM; i += 4) {
      const at = <usize>i << 2
      let x = bounded(v128.load(from + at))
      // Without a carrier there is nothing to join.
      if (noise > 0 && channels > 0) {
        const counters = i32x4.add(i32x4.splat(clock + i), i32x4(0, 1, 2, 3))
        const random = f32x4.convert_i32x4_s(hashFour(counters, key))
        x = f32x4.add(x, f32x4.mul(scale, random))
      }
      v128.store(to + at, x)
    }
  }
  store<u64>(self + CLOCK, load<u64>(self + CLOCK) + QUANTUM)
}

/** Gives out one side: the sum of its bands' lanes, mixed with the voice. */
function give(self: usize, frame: u32, side: usize): void {
  const to = outputChannel(self, 0, <u32>side) + (<usize>frame << 2)
  const dry = inputChannel(self, 0, <u32>side) + (<usize>frame << 2)
  const sums = self + SUM_LEFT + 2048 * side
  for (let i: u32 = 0; i < QUANTUM; i += 4) {
    const at = sums + (<usize>i << 4)
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
    const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
    const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
    const ab3 = f32x4.add(ab, ab2)
    const cd3 = f32x4.add(cd, cd2)
    const wet = f32x4.add(
      v128.shuffle<f32>(ab3, cd3, 0, 1, 4, 5),
      v128.shuffle<f32>(ab3, cd3, 2, 3, 6, 7),
    )
    const decibels = <f64>paramAt(self, GAIN, frame + (i & ~15))
    const gain = f32x4.splat(<f32>(MAKEUP * exp2One(decibels * 0.16609640474436813)))
    const mix = paramFour(self, MIX, frame + i)
    const through = f32x4.mul(f32x4.sub(f32x4.splat(1), mix), v128.load(dry + (<usize>i << 2)))
    v128.store(to + (<usize>i << 2), f32x4.add(through, f32x4.mul(f32x4.mul(mix, gain), wet)))
  }
}

export function vocoder_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    design(self, paramAt(self, BANDS, frame), paramAt(self, FORMANT, frame))
    const attack = speed(self, paramAt(self, ATTACK, frame))
    const release = speed(self, paramAt(self, RELEASE, frame))
    const voice = self + VOICE
    mixDown(self, 0, frame, voice)
    for (let at: usize = 0; at < 512; at += 16) {
      v128.store(voice + at, bounded(v128.load(voice + at)))
    }
    takeCarrier(self, frame, paramAt(self, NOISE, frame) * load<f32>(self + UNVOICED))
    memory.fill(self + SUM_LEFT, 0, 4096)
    const groups = load<u32>(self + GROUPS)
    let low: f32 = 0
    let high: f32 = 0
    for (let group: u32 = 0; group < groups; group++) {
      const level = follow(self, group, attack, release)
      if (group >= load<u32>(self + HIGH)) high += level
      else low += level
      sound(self, group)
    }
    const hisses: f32 = high > low ? 1 : 0
    const part = load<f32>(self + UNVOICED)
    const come = <f32>min<f64>(1, <f64>QUANTUM / (HISS * load<f64>(self + RATE)))
    store<f32>(self + UNVOICED, part + come * (hisses - part))
    give(self, frame, 0)
    give(self, frame, 1)
  }
}
