import { exp2One, foldTurns, sinQuarter } from '../lib/math.as'
import {
  CLOCK,
  ONSET,
  OVERLAP,
  PEAK_BYTES,
  PEAK_COUNT,
  peaksOf,
  rowOf,
  SIZE,
  spectrumOf,
  TURN,
} from './layout.as'

/** Angle of (x, y) in turns; error 1e-8. */
function angleOf(y: f64, x: f64): f64 {
  const across = abs(x)
  const up = abs(y)
  const top = max(across, up)
  if (!(top > 0)) return 0
  const t = min(across, up) / top
  const u = t * t
  let sum: f64 = -0.0007257134340080805
  sum = sum * u + 0.0037847870838453083
  sum = sum * u - 0.009363046013366608
  sum = sum * u + 0.015706787203572933
  sum = sum * u - 0.022286928524340607
  sum = sum * u + 0.031778406737063475
  sum = sum * u - 0.05304922746356163
  sum = sum * u + 0.1591549243110539
  const octant = sum * t
  const quadrant = up > across ? 0.25 - octant : octant
  const half = x < 0 ? 0.5 - quadrant : quadrant
  return y < 0 ? -half : half
}

/** Frequency of a peak in bins, by how far its phase has come since the last window. */
function frequencyAt(self: usize, bin: u32, channels: u32): f64 {
  const at = <usize>bin << 2
  const turn = load<u32>(self + TURN)
  let best: u32 = 0
  let most: f32 = -1
  for (let channel: u32 = 0; channel < channels; channel++) {
    const r = load<f32>(spectrumOf(self, channel, turn, 0) + at)
    const i = load<f32>(spectrumOf(self, channel, turn, 1) + at)
    const power = r * r + i * i
    if (power > most) {
      most = power
      best = channel
    }
  }
  const r = <f64>load<f32>(spectrumOf(self, best, turn, 0) + at)
  const i = <f64>load<f32>(spectrumOf(self, best, turn, 1) + at)
  const pr = <f64>load<f32>(spectrumOf(self, best, 1 - turn, 0) + at)
  const pi = <f64>load<f32>(spectrumOf(self, best, 1 - turn, 1) + at)
  const come = angleOf(i * pr - r * pi, r * pr + i * pi) - <f64>bin / <f64>OVERLAP
  const off = (come - nearest(come)) * <f64>OVERLAP
  // A sine's peak lies within half a bin of it; further off, it was another one.
  return abs(off) <= 1 ? <f64>bin + off : <f64>bin
}

/** Lowest bin from `from` up to `to`. */
function valley(powers: usize, from: u32, to: u32): u32 {
  let lowest = from + 1
  let least = load<f32>(powers + (<usize>lowest << 2))
  for (let bin = from + 2; bin < to; bin++) {
    const power = load<f32>(powers + (<usize>bin << 2))
    if (power < least) {
      least = power
      lowest = bin
    }
  }
  return lowest
}

/**
 * Decides about the region from `low` to `high` around a peak: shift in bins, phase, gain. `ratio` is
 * the pitch's; `envelope` 0 or a row of log2 of power, read at 1 / `formant` of the bin.
 */
function decide(
  self: usize,
  bin: u32,
  low: u32,
  high: u32,
  channels: u32,
  ratio: f64,
  envelope: usize,
  formant: f64,
): void {
  const size = load<u32>(self + SIZE)
  const turn = load<u32>(self + TURN)
  const at = <usize>bin << 2
  const frequency = frequencyAt(self, bin, channels)
  const moved = (ratio - 1) * frequency
  const power = load<f32>(rowOf(self, turn) + at)
  const before = load<f32>(rowOf(self, 1 - turn) + at)
  // Time from the last onset to the middle of the window, in windows.
  const since = (load<f64>(self + CLOCK) - load<f64>(self + ONSET)) / <f64>size - 0.5
  const fresh = since < 0.125 && power > 2 * before
  const wanted = fresh
    ? moved * since
    : <f64>load<f32>(rowOf(self, 3 - turn) + at) + moved / <f64>OVERLAP
  const phase = wanted - nearest(wanted)
  const row = rowOf(self, 2 + turn)
  for (let b = <usize>low; b < <usize>high; b++) store<f32>(row + (b << 2), <f32>phase)
  const shift = <i32>nearest(moved)
  const arrives = <i32>bin + shift
  if (arrives < 0 || arrives > <i32>(size >> 1)) return
  // Up to half a bin is left to the phase: the two windows, a cos⁴, weigh that less (Harris 1978).
  const left = moved - nearest(moved)
  const square = left * left
  const sinc = 1 - square * (1.6449340668482264 - square * (0.8117424252833536 - square * 0.19075182412208421))
  let gain = ((1 - square) * (1 - square / 4)) / sinc
  if (envelope) {
    const source = <usize>min<f64>(<f64>arrives / formant, <f64>(size >> 1))
    const rise = load<f32>(envelope + (source << 2)) - load<f32>(envelope + at)
    gain = exp2One(0.5 * max<f64>(-13, min<f64>(13, <f64>rise)))
  }
  // A shift by an odd count of bins turns the middle of the window by half a turn.
  const turned = phase + <f64>(shift & 1) * 0.5
  const folded = foldTurns(f64x2(turned + 0.25, turned))
  const waves = sinQuarter(f32x4.demote_f64x2_zero(folded))
  const count = load<u32>(self + PEAK_COUNT)
  const peak = peaksOf(self) + <usize>count * PEAK_BYTES
  store<u32>(peak, low)
  store<u32>(peak, high, 4)
  store<i32>(peak, shift, 8)
  store<f32>(peak, <f32>gain * f32x4.extract_lane(waves, 0), 12)
  store<f32>(peak, <f32>gain * f32x4.extract_lane(waves, 1), 16)
  store<u32>(self + PEAK_COUNT, count + 1)
}

/** Finds the peaks (higher than two bins on each side) and decides about each. */
export function findPeaks(
  self: usize,
  channels: u32,
  ratio: f64,
  envelope: usize,
  formant: f64,
): void {
  const half = load<u32>(self + SIZE) >> 1
  const powers = rowOf(self, load<u32>(self + TURN))
  const top = powers + (<usize>half << 2)
  store<f32>(powers - 4, load<f32>(powers, 4))
  store<f32>(powers - 8, load<f32>(powers, 8))
  store<f32>(top, load<f32>(top - 4), 4)
  store<f32>(top, load<f32>(top - 8), 8)
  store<u32>(self + PEAK_COUNT, 0)
  let last: i32 = -1
  let low: u32 = 0
  for (let bin: u32 = 0; bin < half; bin += 4) {
    const at = powers + (<usize>bin << 2)
    const here = v128.load(at)
    const inner = f32x4.pmax(v128.load(at - 4), v128.load(at, 4))
    const outer = f32x4.pmax(v128.load(at - 8), v128.load(at, 8))
    let mask = i32x4.bitmask(f32x4.gt(here, f32x4.pmax(inner, outer)))
    while (mask) {
      const peak = bin + ctz(mask)
      mask &= mask - 1
      if (last >= 0) {
        const high = valley(powers, last, peak)
        decide(self, last, low, high, channels, ratio, envelope, formant)
        low = high
      }
      last = <i32>peak
    }
  }
  if (last >= 0) decide(self, last, low, half + 1, channels, ratio, envelope, formant)
}
