import { paramAt } from '../lib/header.as'
import {
  DELAYS,
  DELAY_COUNT,
  FILTERS,
  FILTER_BYTES,
  FIRST_TAP,
  KEYS,
  LEVEL,
  LINES,
  NEXT_DELAYS,
  PRE,
  RATE,
  TAPS,
} from './state.as'

/** Lengths of the lines in frames at 48 kHz and size 1: primes from 30 to 90 ms, about evenly in ratio. */
const lengths: StaticArray<u32> = [
  1433, 2633, 1801, 3271, 1553, 2819, 2111, 4049, 1669, 3041, 1951, 3517, 2269, 4327, 2447, 3761,
]

/** Times in seconds and levels of the early reflections, left then right. */
const tapTimes: StaticArray<f64> = [
  0.0043, 0.0117, 0.0189, 0.0261, 0.0373, 0.0487, 0.0061, 0.0133, 0.0217, 0.0299, 0.0401, 0.0539,
]
const tapLevels: StaticArray<f32> = [
  0.55, -0.47, 0.41, -0.34, 0.29, -0.24, 0.53, 0.46, -0.4, 0.33, -0.28, 0.23,
]

/** Longest size, and the longest line at it in seconds. */
const MOST_SIZE: f64 = 2
export const LONGEST_LINE: f64 = (4327 / 48000) * MOST_SIZE

/** Longest pre-delay, and the last early reflection after it, in seconds. */
export const LONGEST_PRE: f64 = 0.5 + 0.0539 * MOST_SIZE

export const MIX: usize = 0
export const DECAY: usize = 1
const SIZE: usize = 2
const PRE_DELAY: usize = 3
const DAMPING: usize = 4
const HIGH_CORNER: usize = 5
const LOW_DAMPING: usize = 6
const LOW_CORNER: usize = 7
export const DIFFUSION: usize = 8
export const EARLY: usize = 9
export const MODULATION: usize = 10
export const WIDTH: usize = 11

/** Level of an early reflection. */
// @ts-ignore: decorator
@inline
export function tapLevel(tap: u32): f32 {
  return unchecked(tapLevels[tap])
}

/** Delays that the parameters ask for at a frame. True where they differ from those in use. */
export function wantDelays(self: usize, frame: u32): bool {
  const rate = load<f64>(self + RATE)
  const size = min(MOST_SIZE, max<f64>(0.2, paramAt(self, SIZE, frame)))
  const next = self + NEXT_DELAYS
  for (let line: u32 = 0; line < LINES; line++) {
    const frames = <u32>nearest((<f64>unchecked(lengths[line]) / 48000) * rate * size)
    store<u32>(next + (<usize>line << 2), max<u32>(48, frames))
  }
  const pre = <u32>nearest(min<f64>(0.5, max<f64>(0, paramAt(self, PRE_DELAY, frame))) * rate)
  for (let tap: u32 = 0; tap < 2 * TAPS; tap++) {
    const frames = pre + <u32>nearest(unchecked(tapTimes[tap]) * rate * size)
    store<u32>(next + (<usize>(FIRST_TAP + tap) << 2), frames)
  }
  store<u32>(next + (<usize>PRE << 2), pre)
  return memory.compare(next, self + DELAYS, 4 * <usize>DELAY_COUNT) != 0
}

/** The wanted delays are those in use from here on. */
export function takeDelays(self: usize): void {
  memory.copy(self + DELAYS, self + NEXT_DELAYS, 4 * <usize>DELAY_COUNT)
}

/** Stores a key; true where it was another. */
function changes(self: usize, index: usize, value: f32): bool {
  const at = self + KEYS + (index << 2)
  if (load<f32>(at) == value) return false
  store<f32>(at, value)
  return true
}

/**
 * Filters of the lines: each line of n frames loses 60 dB in the decay time of each of three bands (J.-M.
 * Jot and A. Chaigne, 1991), by two shelves of first order.
 */
export function updateFilters(self: usize, frame: u32): void {
  const decay = max<f32>(0.1, paramAt(self, DECAY, frame))
  const damping = paramAt(self, DAMPING, frame)
  const lowDamping = paramAt(self, LOW_DAMPING, frame)
  const highCorner = paramAt(self, HIGH_CORNER, frame)
  const lowCorner = paramAt(self, LOW_CORNER, frame)
  let stale = changes(self, 0, decay)
  stale = changes(self, 1, damping) || stale
  stale = changes(self, 2, lowDamping) || stale
  stale = changes(self, 3, highCorner) || stale
  stale = changes(self, 4, lowCorner) || stale
  stale = changes(self, 5, <f32>load<u32>(self + NEXT_DELAYS + 4)) || stale
  if (!stale) return
  const rate = load<f64>(self + RATE)
  const kHigh = Math.tan(Math.PI * min(0.45, <f64>highCorner / rate))
  const kLow = Math.tan(Math.PI * min(0.45, <f64>lowCorner / rate))
  // Times 60 dB in nepers: what a frame costs, and what it costs more at the ends of the spectrum.
  const cost = Math.log(1000) / (<f64>decay * rate)
  const highCost = cost * (1 / (1 - 0.95 * <f64>damping) - 1)
  const lowCost = cost * (1 / (1 - 0.95 * <f64>lowDamping) - 1)
  for (let line: u32 = 0; line < LINES; line++) {
    const frames = <f64>load<u32>(self + NEXT_DELAYS + (<usize>line << 2))
    const at = self + FILTERS + FILTER_BYTES * (line >> 2) + (<usize>(line & 3) << 2)
    const gain = Math.exp(-cost * frames)
    const high = Math.exp(-highCost * frames)
    const low = Math.exp(-lowCost * frames)
    const aHigh = (kHigh - 1) / (1 + kHigh)
    const aLow = (kLow - 1) / (1 + kLow)
    const bHigh = (gain * (high + kHigh)) / (1 + kHigh)
    const bLow = (1 + low * kLow) / (1 + kLow)
    store<f32>(at, <f32>bHigh)
    store<f32>(at, <f32>((gain * (kHigh - high)) / (1 + kHigh) - aHigh * bHigh), 16)
    store<f32>(at, <f32>aHigh, 32)
    store<f32>(at, <f32>bLow, 48)
    store<f32>(at, <f32>((low * kLow - 1) / (1 + kLow) - aLow * bLow), 64)
    store<f32>(at, <f32>aLow, 80)
  }
  // A long decay piles more sound up: half of that, in decibels, is taken back.
  const mean = Math.exp(-cost * 2500 * (rate / 48000))
  store<f32>(self + LEVEL, <f32>(0.7 * Math.sqrt(Math.sqrt(1 - mean * mean))))
}
