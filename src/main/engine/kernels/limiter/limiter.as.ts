import { clearBytes, copyBytes } from '../lib/copy.as'
import { DECIBEL, DECIBELS_PER_OCTAVE, exp2Four, log2Four } from '../lib/logarithms.as'
import {
  inputChannel,
  outputChannel,
  outputChannels,
  paramAt,
  paramFour,
  QUANTUM,
  STATE,
} from '../lib/header.as'
import { fadeLine, isSilent, lineFrames, writeLine } from '../lib/look-ahead.as'
import { advance, gather, gatherPeaks, lastOf, poleOf, POLE_BYTES, spread, storePole } from '../lib/poles.as'
import { buildTaps, HISTORY, raisePeaks } from './peaks.as'
import { FARTHEST, slideMean, slideMinimum, sumBefore } from './windows.as'
import { KERNEL, scratch } from '../lib/scratch.as'

// State: f32 readout, u32 place and frames of the delay lines, u32 delay (all ones before the first
// call), u32 silent frames, f32 release of the pole, f64 rate, f64 release's state (minus the gain).
const READOUT = STATE
const PLACE = STATE + 4
const SIZE = STATE + 8
const DELAY = STATE + 12
const SILENT = STATE + 16
const RELEASED = STATE + 20
const RATE = STATE + 24
const HELD = STATE + 32
const POLE = STATE + 48
const LAST = POLE + POLE_BYTES

// Then HISTORY frames of each channel; gains needed, gains held and their mean, each with a quantum
// after its history; the delay lines.
const INPUT: usize = 0
const CEILING: usize = 1
const RELEASE: usize = 2
const LOOKAHEAD: usize = 3
const DETECTOR: usize = 4

const LONGEST: f64 = 0.01

/** Frames that the detector lags behind, less one. */
const LAG: u32 = 5

/** 1 in the whole numbers of gains. */
const UNIT: f32 = 1073741824

const BYTES: usize = <usize>QUANTUM << 2

// @ts-ignore: decorator
@inline
function driven(): usize {
  return scratch(KERNEL + 33312)
}

// @ts-ignore: decorator
@inline
function factors(): usize {
  return scratch(KERNEL + 33872)
}

// @ts-ignore: decorator
@inline
function historyFrames(sampleRate: f64): u32 {
  return min<u32>(FARTHEST, lineFrames(LONGEST, sampleRate))
}

// @ts-ignore: decorator
@inline
function tracksAt(channels: u32): usize {
  return LAST + 4 * HISTORY * <usize>channels
}

// @ts-ignore: decorator
@inline
function trackBytes(size: u32): usize {
  return <usize>(size + QUANTUM) << 2
}

// @ts-ignore: decorator
@inline
function linesAt(channels: u32, size: u32): usize {
  return tracksAt(channels) + 3 * trackBytes(size)
}

export function limiter_state_size(channels: u32, sampleRate: f64): u32 {
  const size = historyFrames(sampleRate)
  return <u32>(linesAt(channels, size) + 4 * <usize>(size * channels))
}

export function limiter_init(self: usize, sampleRate: f64, seed: u32): void {
  const channels = outputChannels(self, 0)
  const size = historyFrames(sampleRate)
  buildTaps()
  memory.fill(self + STATE, 0, <usize>limiter_state_size(channels, sampleRate) - STATE)
  store<f64>(self + RATE, sampleRate)
  store<f64>(self + HELD, -1)
  store<f32>(self + RELEASED, -1)
  store<u32>(self + SIZE, size)
  store<u32>(self + DELAY, 0xffffffff)
  const tracks = self + tracksAt(channels)
  for (let i: usize = 0; i < trackBytes(size); i += 4) {
    store<f32>(tracks + i, 1)
    store<i32>(tracks + trackBytes(size) + i, <i32>UNIT)
    store<i32>(tracks + 2 * trackBytes(size) + i, <i32>UNIT)
  }
}

/** Frames of the look-ahead. */
function windowFrames(self: usize, frame: u32): u32 {
  const frames = nearest(<f64>paramAt(self, LOOKAHEAD, frame) * load<f64>(self + RATE))
  return <u32>max(4, min(<f64>(load<u32>(self + SIZE) - QUANTUM - 8), frames))
}

export function limiter_latency(self: usize): u32 {
  return windowFrames(self, 0) + LAG
}

export function limiter_idle(self: usize): u32 {
  const enough = load<u32>(self + SILENT) >= 2 * load<u32>(self + SIZE) + 2 * QUANTUM
  return enough && load<f64>(self + HELD) == -1 ? 1 : 0
}

// @ts-ignore: decorator
@inline
function gainFour(self: usize, param: usize, frame: u32): v128 {
  return exp2Four(f32x4.mul(paramFour(self, param, frame), f32x4.splat(DECIBEL)))
}

/** Puts the driven channels into their lines, and their peaks into `needed`. */
function takeIn(self: usize, frame: u32, place: u32, needed: usize): bool {
  const channels = outputChannels(self, 0)
  const size = load<u32>(self + SIZE)
  const between = paramAt(self, DETECTOR, frame) != 0
  const now = driven() + 4 * HISTORY
  let sounding = false
  clearBytes(needed, BYTES)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const from = inputChannel(self, 0, channel) + (<usize>frame << 2)
    const history = self + LAST + 4 * HISTORY * <usize>channel
    copyBytes(driven(), history, 4 * HISTORY)
    if (!isSilent(from)) sounding = true
    for (let i: u32 = 0; i < QUANTUM; i += 4) {
      const at = <usize>i << 2
      v128.store(now + at, f32x4.mul(v128.load(from + at), gainFour(self, INPUT, frame + i)))
    }
    copyBytes(history, now + BYTES - 4 * HISTORY, 4 * HISTORY)
    writeLine(self + linesAt(channels, size) + 4 * <usize>(size * channel), place, now)
    raisePeaks(now, needed, between)
  }
  return sounding
}

/** Gains needed, with their minimum taken, through the release into whole numbers. */
function hold(self: usize, frame: u32, minima: usize, held: usize): void {
  const release = paramAt(self, RELEASE, frame)
  const pole = self + POLE
  if (release != load<f32>(self + RELEASED)) {
    store<f32>(self + RELEASED, release)
    storePole(pole, poleOf(<f64>release, load<f64>(self + RATE)))
  }
  let state = v128.load64_splat(self + HELD)
  let wanted = f32x4.splat(0)
  for (let at: usize = 0; at < BYTES; at += 16) {
    wanted = f32x4.neg(v128.load(minima + at))
    const peaks = gatherPeaks(pole, wanted)
    const kept = gather(pole, wanted)
    const gain = f32x4.pmax(peaks, spread(pole, kept, state))
    state = f64x2.pmax(lastOf(peaks), advance(pole, kept, state))
    const whole = f32x4.mul(f32x4.pmax(f32x4.splat(0), f32x4.neg(gain)), f32x4.splat(UNIT))
    v128.store(held + at, i32x4.trunc_sat_f32x4_s(whole))
  }
  const goal = <f64>f32x4.extract_lane(wanted, 3)
  const reached = f64x2.extract_lane(state, 0)
  store<f64>(self + HELD, abs(reached - goal) < 1e-7 ? goal : reached)
}

/** Whole numbers back to factors, and to decibels of reduction at `report`. */
function makeFactors(self: usize, means: usize, report: usize): void {
  let most = f32x4.splat(0)
  for (let at: usize = 0; at < BYTES; at += 16) {
    const gain = f32x4.mul(f32x4.convert_i32x4_s(v128.load(means + at)), f32x4.splat(1 / UNIT))
    v128.store(factors() + at, gain)
    const octaves = log2Four(f32x4.pmax(f32x4.splat(1e-10), gain))
    const taken = f32x4.pmax(f32x4.splat(0), f32x4.mul(f32x4.splat(-DECIBELS_PER_OCTAVE), octaves))
    v128.store(report + at, taken)
    most = f32x4.pmax(most, taken)
  }
  const pair = f32x4.pmax(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1))
  store<f32>(self + READOUT, max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1)))
}

/** The delayed sound times the factors. The last clamp takes off what f32 rounded up. */
function putOut(self: usize, frame: u32, place: u32, delay: u32): void {
  const channels = outputChannels(self, 0)
  const size = load<u32>(self + SIZE)
  const old = load<u32>(self + DELAY)
  const before = old == 0xffffffff ? delay : old
  for (let channel: u32 = 0; channel < channels; channel++) {
    const to = outputChannel(self, 0, channel) + (<usize>frame << 2)
    const line = self + linesAt(channels, size) + 4 * <usize>(size * channel)
    fadeLine(line, size, place, before, delay, to)
    for (let i: u32 = 0; i < QUANTUM; i += 4) {
      const at = <usize>i << 2
      const ceiling = gainFour(self, CEILING, frame + i)
      const y = f32x4.mul(v128.load(to + at), v128.load(factors() + at))
      v128.store(to + at, f32x4.pmax(f32x4.neg(ceiling), f32x4.pmin(ceiling, y)))
    }
  }
  store<u32>(self + DELAY, delay)
}

function processQuantum(self: usize, frame: u32): void {
  const channels = outputChannels(self, 0)
  const size = load<u32>(self + SIZE)
  const place = load<u32>(self + PLACE)
  const history = <usize>size << 2
  const needs = self + tracksAt(channels)
  const holds = needs + trackBytes(size)
  const means = holds + trackBytes(size)
  const window = windowFrames(self, frame)
  const needed = needs + history
  const sounding = takeIn(self, frame, place, needed)
  for (let i: u32 = 0; i < QUANTUM; i += 4) {
    const at = needed + (<usize>i << 2)
    const ceiling = gainFour(self, CEILING, frame + i)
    v128.store(at, f32x4.div(ceiling, f32x4.pmax(ceiling, v128.load(at))))
  }
  slideMinimum(needed, factors(), window + 1)
  copyBytes(needs, needs + BYTES, history)
  hold(self, frame, factors(), holds + history)
  // The two means together span the window: no longer, so that what they see is low enough.
  const one = (window + 1) >> 1
  const other = window + 1 - one
  slideMean(holds + history, means + history, one, sumBefore(holds + history, one))
  slideMean(means + history, factors(), other, sumBefore(means + history, other))
  copyBytes(holds, holds + BYTES, history)
  copyBytes(means, means + BYTES, history)
  makeFactors(self, factors(), outputChannel(self, 1, 0) + (<usize>frame << 2))
  putOut(self, frame, place, window + LAG)
  store<u32>(self + PLACE, place + QUANTUM >= size ? 0 : place + QUANTUM)
  const quiet = load<u32>(self + SILENT)
  store<u32>(self + SILENT, sounding ? 0 : min<u32>(quiet + QUANTUM, 0x7fffffff))
}

export function limiter_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) processQuantum(self, frame)
}
