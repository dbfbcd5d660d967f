import { rowOf, SIZE, spectrumOf } from './layout.as'
import { playedChannels } from './spectra.as'

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

/** True where a peak has risen to twice the power since the window before. */
function rises(self: usize, bin: u32, channels: u32): bool {
  const at = <usize>bin << 2
  let before: f32 = 0
  for (let channel: u32 = 0; channel < channels; channel++) {
    const r = load<f32>(spectrumOf(self, channel, 0) + at)
    const i = load<f32>(spectrumOf(self, channel, 1) + at)
    before += r * r + i * i
  }
  return load<f32>(rowOf(self, 0) + at) > 2 * before
}

let turnCosine: f32 = 1
let turnSine: f32 = 0

/**
 * The turn of phase that took the window before to what went out: the angle by which their bins about a peak agree
 * best, over all channels.
 */
function findTurn(self: usize, low: u32, high: u32, channels: u32): void {
  let re: f64 = 0
  let im: f64 = 0
  for (let channel: u32 = 0; channel < channels; channel++) {
    const fromRe = spectrumOf(self, channel, 0)
    const fromIm = spectrumOf(self, channel, 1)
    const toRe = spectrumOf(self, channel, 4)
    const toIm = spectrumOf(self, channel, 5)
    for (let bin = low; bin < high; bin++) {
      const at = <usize>bin << 2
      const a = <f64>load<f32>(fromRe + at)
      const b = <f64>load<f32>(fromIm + at)
      const c = <f64>load<f32>(toRe + at)
      const d = <f64>load<f32>(toIm + at)
      re += a * c + b * d
      im += a * d - b * c
    }
  }
  const size = Math.sqrt(re * re + im * im)
  turnCosine = size > 1e-30 ? <f32>(re / size) : 1
  turnSine = size > 1e-30 ? <f32>(im / size) : 0
}

/** What goes out of a region: the window's bins, turned. */
function turnRegion(self: usize, low: u32, high: u32, channels: u32): void {
  const c = f32x4.splat(turnCosine)
  const s = f32x4.splat(turnSine)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const re = spectrumOf(self, channel, 2)
    const im = spectrumOf(self, channel, 3)
    const toRe = spectrumOf(self, channel, 4)
    const toIm = spectrumOf(self, channel, 5)
    let bin = low
    for (; bin + 4 <= high; bin += 4) {
      const at = <usize>bin << 2
      const r = v128.load(re + at)
      const i = v128.load(im + at)
      v128.store(toRe + at, f32x4.sub(f32x4.mul(r, c), f32x4.mul(i, s)))
      v128.store(toIm + at, f32x4.add(f32x4.mul(r, s), f32x4.mul(i, c)))
    }
    for (; bin < high; bin++) {
      const at = <usize>bin << 2
      const r = load<f32>(re + at)
      const i = load<f32>(im + at)
      store<f32>(toRe + at, r * turnCosine - i * turnSine)
      store<f32>(toIm + at, r * turnSine + i * turnCosine)
    }
  }
}

function decide(self: usize, bin: u32, low: u32, high: u32, channels: u32, onset: bool): void {
  if (onset && rises(self, bin, channels)) {
    turnCosine = 1
    turnSine = 0
  } else {
    const first = bin > low + 1 ? bin - 1 : low
    findTurn(self, first, min(high, bin + 2), channels)
  }
  turnRegion(self, low, high, channels)
}

/** Finds the peaks (higher than two bins on each side) and turns the regions about them. `onset`: one lies within the window. */
export function turnPeaks(self: usize, onset: bool): void {
  const channels = playedChannels(self)
  const half = load<u32>(self + SIZE) >> 1
  const powers = rowOf(self, 0)
  const top = powers + (<usize>half << 2)
  store<f32>(powers - 4, load<f32>(powers, 4))
  store<f32>(powers - 8, load<f32>(powers, 8))
  store<f32>(top, load<f32>(top - 4), 4)
  store<f32>(top, load<f32>(top - 8), 8)
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
        decide(self, last, low, high, channels, onset)
        low = high
      }
      last = <i32>peak
    }
  }
  decide(self, last < 0 ? 0 : last, low, half + 1, channels, onset)
}
