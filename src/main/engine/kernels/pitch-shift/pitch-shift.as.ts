import { fftPrepare } from '../lib/fft.as'
import {
  inputChannel,
  outputChannel,
  outputChannels,
  paramAt,
  paramFour,
  QUANTUM,
  STATE,
} from '../lib/header.as'
import { exp2One, flushFour } from '../lib/math.as'
import { fillHann } from '../lib/spectral.as'
import {
  CLOCK,
  LOUD,
  ONSET,
  OVERLAP,
  PLACE,
  QUIET,
  RATE,
  REST,
  restBytes,
  ringOf,
  SINCE,
  SIZE,
  sumsOf,
  TURN,
  windowOf,
} from './layout.as'
import { findPeaks } from './peaks.as'
import { findEnvelope, resound, transformAll } from './spectra.as'

const SHIFT: usize = 0
const OCTAVES: usize = 1
const MIX: usize = 2
const WINDOW: usize = 3
const FORMANTS: usize = 4
const FORMANT: usize = 5

/** Largest sample that is taken as it is: squares must stay within f32. */
const LARGEST: f32 = 1e9

/** Frames that the energy of the difference signal is taken over. */
const STRETCH: u32 = 32

function sizeFor(rate: f64, quick: bool): u32 {
  const fine: u32 = rate > 128000 ? 16384 : rate > 64000 ? 8192 : 4096
  return quick ? fine >> 1 : fine
}

export function pitch_shift_state_size(channels: u32, sampleRate: f64): u32 {
  const size = sizeFor(sampleRate > 0 ? sampleRate : 192000, false)
  return <u32>(REST + restBytes(size, channels))
}

function begin(self: usize, sampleRate: f64, quick: bool): void {
  const size = sizeFor(sampleRate, quick)
  memory.fill(self + STATE, 0, REST - STATE + restBytes(size, outputChannels(self, 0)))
  store<f64>(self + RATE, sampleRate)
  store<u32>(self + SIZE, size)
  store<u32>(self + QUIET, 2 * size)
  store<f64>(self + ONSET, -1e9)
  fillHann(windowOf(self), size)
}

export function pitch_shift_init(self: usize, sampleRate: f64, seed: u32): void {
  fftPrepare()
  begin(self, sampleRate, false)
}

export function pitch_shift_latency(self: usize): u32 {
  return sizeFor(load<f64>(self + RATE), paramAt(self, WINDOW, 0) > 0.5) - QUANTUM
}

/** Takes a quantum of a channel into its ring; true when it is not all zero. */
function take(self: usize, channel: u32, frame: u32): bool {
  const from = inputChannel(self, 0, channel) + (<usize>frame << 2)
  const to = ringOf(self, channel) + (<usize>load<u32>(self + PLACE) << 2)
  let any = f32x4.splat(0)
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) {
    const low = f32x4.max(v128.load(from + at), f32x4.splat(-LARGEST))
    const x = flushFour(f32x4.min(low, f32x4.splat(LARGEST)))
    v128.store(to + at, x)
    any = v128.or(any, x)
  }
  return v128.any_true(any)
}

/** Looks for an onset in the quantum just taken: four times the recent peak of the difference's energy. */
function listen(self: usize, channels: u32): void {
  const size = load<u32>(self + SIZE)
  const place = load<u32>(self + PLACE)
  // Falls to 1/e in 60 ms.
  const fall = <f32>(1 - <f64>STRETCH / (0.06 * load<f64>(self + RATE)))
  let loud = load<f32>(self + LOUD)
  for (let start: u32 = 0; start < QUANTUM; start += STRETCH) {
    let sum = f32x4.splat(0)
    for (let channel: u32 = 0; channel < channels; channel++) {
      const ring = ringOf(self, channel)
      const earlier = load<f32>(ring + (<usize>((place + start + size - 1) & (size - 1)) << 2))
      const at = ring + (<usize>(place + start) << 2)
      let before = f32x4.splat(earlier)
      for (let i: usize = 0; i < 4 * <usize>STRETCH; i += 16) {
        const x = v128.load(at + i)
        const change = f32x4.sub(x, v128.shuffle<f32>(before, x, 3, 4, 5, 6))
        sum = f32x4.add(sum, f32x4.mul(change, change))
        before = x
      }
    }
    const energy =
      f32x4.extract_lane(sum, 0) +
      f32x4.extract_lane(sum, 1) +
      (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
    if (energy > 4 * loud + 1e-9) store<f64>(self + ONSET, load<f64>(self + CLOCK) + <f64>start)
    loud = max(energy, loud * fall)
  }
  store<f32>(self + LOUD, loud > 1e-20 ? loud : 0)
}

function analyse(self: usize, channels: u32, frame: u32): void {
  transformAll(self, channels)
  const octaves = <f64>paramAt(self, SHIFT, frame) / 12 + <f64>paramAt(self, OCTAVES, frame)
  const ratio = exp2One(max<f64>(-2, min<f64>(2, octaves)))
  const envelope = paramAt(self, FORMANTS, frame) > 0.5 ? findEnvelope(self) : 0
  findPeaks(self, channels, ratio, envelope, exp2One(<f64>paramAt(self, FORMANT, frame) / 12))
  for (let channel: u32 = 0; channel < channels; channel++) resound(self, channel)
  store<u32>(self + TURN, 1 - load<u32>(self + TURN))
}

/** Gives out what is finished: the oldest quantum. */
function give(self: usize, channel: u32, frame: u32): void {
  const place = <usize>load<u32>(self + PLACE) << 2
  const dry = ringOf(self, channel) + place
  const wet = sumsOf(self, channel) + place
  const to = outputChannel(self, 0, channel) + (<usize>frame << 2)
  for (let i: u32 = 0; i < QUANTUM; i += 4) {
    const at = <usize>i << 2
    const mix = paramFour(self, MIX, frame + i)
    const through = f32x4.mul(f32x4.sub(f32x4.splat(1), mix), v128.load(dry + at))
    v128.store(to + at, f32x4.add(through, f32x4.mul(mix, v128.load(wet + at))))
    v128.store(wet + at, f32x4.splat(0))
  }
}

export function pitch_shift_process(self: usize, offset: u32, frames: u32): void {
  const channels = outputChannels(self, 0)
  const rate = load<f64>(self + RATE)
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    const quick = paramAt(self, WINDOW, frame) > 0.5
    if (load<u32>(self + SIZE) != sizeFor(rate, quick)) begin(self, rate, quick)
    const size = load<u32>(self + SIZE)
    let heard = false
    for (let channel: u32 = 0; channel < channels; channel++) {
      if (take(self, channel, frame)) heard = true
    }
    const quiet = heard ? 0 : load<u32>(self + QUIET) + QUANTUM
    store<u32>(self + QUIET, min(quiet, 2 * size))
    if (quiet < 2 * size) listen(self, channels)
    store<f64>(self + CLOCK, load<f64>(self + CLOCK) + <f64>QUANTUM)
    store<u32>(self + PLACE, (load<u32>(self + PLACE) + QUANTUM) & (size - 1))
    const since = load<u32>(self + SINCE) + QUANTUM
    const due = since * OVERLAP >= size
    store<u32>(self + SINCE, due ? 0 : since)
    // After two windows of silence all rows are zero.
    if (due && quiet < 2 * size) analyse(self, channels, frame)
    for (let channel: u32 = 0; channel < channels; channel++) give(self, channel, frame)
  }
}
