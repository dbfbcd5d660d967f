import { DECIBELS_PER_OCTAVE, log2Four } from '../lib/logarithms.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  outputChannels,
  paramAt,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'
import { fillLevels, HIGHPASS_PAIR } from '../lib/levels.as'
import { fadeLine, lineFrames, writeLine } from '../lib/look-ahead.as'
import { exp2One } from '../lib/math.as'
import { poleOf } from '../lib/poles.as'
import { KERNEL, scratch } from '../lib/scratch.as'

// State: f32 readout, u32 place and frames of the delay lines, u32 delay (all ones before the first
// call), f64 rate, gain and level, u32 open, u32 frames to hold; then the high-pass and the lines.
const READOUT = STATE
const PLACE = STATE + 4
const SIZE = STATE + 8
const DELAY = STATE + 12
const RATE = STATE + 16
const GAIN = STATE + 24
const LEVEL = STATE + 32
const OPEN = STATE + 40
const HELD = STATE + 44
const HIGHPASSES = STATE + 48

const THRESHOLD: usize = 0
const HYSTERESIS: usize = 1
const ATTACK: usize = 2
const HOLD: usize = 3
const RELEASE: usize = 4
const RANGE: usize = 5
const LOOKAHEAD: usize = 6
const HIGHPASS: usize = 7

const LONGEST: f64 = 0.02

/** Seconds in which the level falls by 63 %: longer than half a cycle of most sound. */
const FALL: f64 = 0.01

/** log2 10 / 20: decibels as powers of two. */
const OCTAVES: f64 = 0.16609640474436813

const BYTES: usize = <usize>QUANTUM << 2

// @ts-ignore: decorator
@inline
function levels(): usize {
  return scratch(KERNEL)
}

// @ts-ignore: decorator
@inline
function linesAt(channels: u32): usize {
  return HIGHPASSES + HIGHPASS_PAIR * <usize>((channels + 1) >> 1)
}

export function gate_state_size(channels: u32, sampleRate: f64): u32 {
  return <u32>(linesAt(channels) + 4 * <usize>(lineFrames(LONGEST, sampleRate) * channels))
}

export function gate_init(self: usize, sampleRate: f64, seed: u32): void {
  const channels = outputChannels(self, 0)
  memory.fill(self + STATE, 0, <usize>gate_state_size(channels, sampleRate) - STATE)
  store<f64>(self + RATE, sampleRate)
  store<u32>(self + SIZE, lineFrames(LONGEST, sampleRate))
  store<u32>(self + DELAY, 0xffffffff)
}

function wantedDelay(self: usize, frame: u32): u32 {
  const lookahead = max(0, min(LONGEST, <f64>paramAt(self, LOOKAHEAD, frame)))
  return <u32>nearest(lookahead * load<f64>(self + RATE))
}

export function gate_latency(self: usize): u32 {
  return wantedDelay(self, 0)
}

/** Sixteen levels become gains, in place; whether the gate is open goes to `open`. */
function followStep(self: usize, frame: u32, at: usize, open: usize): void {
  const rate = load<f64>(self + RATE)
  const threshold = <f64>paramAt(self, THRESHOLD, frame)
  const range = <f64>paramAt(self, RANGE, frame)
  const on = exp2One(OCTAVES * threshold)
  const off = exp2One(OCTAVES * (threshold - <f64>paramAt(self, HYSTERESIS, frame)))
  const floor = range >= 120 ? 0 : exp2One(-OCTAVES * range)
  const hold = <u32>nearest(<f64>paramAt(self, HOLD, frame) * rate)
  const attack = 1 - poleOf(<f64>paramAt(self, ATTACK, frame), rate)
  const release = 1 - poleOf(<f64>paramAt(self, RELEASE, frame), rate)
  const fall = poleOf(FALL, rate)
  let isOpen = load<u32>(self + OPEN)
  let held = load<u32>(self + HELD)
  let gain = load<f64>(self + GAIN)
  let level = load<f64>(self + LEVEL)
  for (let i: usize = 0; i < <usize>STEP << 2; i += 4) {
    const size = <f64>load<f32>(at + i)
    level *= fall
    if (size > level) level = size
    const below = level < off
    held = below ? (held > 0 ? held - 1 : 0) : hold + 1
    isOpen = level >= on ? 1 : held > 0 ? isOpen : 0
    gain += (isOpen ? attack : release) * ((isOpen ? 1 : floor) - gain)
    store<f32>(at + i, <f32>gain)
    store<f32>(open + i, isOpen != 0 ? 1 : 0)
  }
  const goal = isOpen ? 1 : floor
  if (abs(gain - goal) < 1e-7) gain = goal
  store<u32>(self + OPEN, isOpen)
  store<u32>(self + HELD, held)
  store<f64>(self + GAIN, gain)
  store<f64>(self + LEVEL, level > 1e-25 ? level : 0)
}

function report(self: usize, to: usize): void {
  for (let at: usize = 0; at < BYTES; at += 16) {
    const octaves = log2Four(f32x4.pmax(f32x4.splat(1e-6), v128.load(levels() + at)))
    const taken = f32x4.mul(f32x4.splat(-DECIBELS_PER_OCTAVE), octaves)
    v128.store(to + at, f32x4.pmax(f32x4.splat(0), taken))
  }
  store<f32>(self + READOUT, load<f32>(to + BYTES - 4))
}

function processQuantum(self: usize, frame: u32): void {
  const channels = outputChannels(self, 0)
  const start = <usize>frame << 2
  const input: usize = inputChannels(self, 1) > 0 ? 1 : 0
  const corner = <f64>paramAt(self, HIGHPASS, frame)
  const hertz = corner > 10 ? corner : 0
  const rate = load<f64>(self + RATE)
  fillLevels(self, input, channels, frame, true, self + HIGHPASSES, hertz, rate, levels())
  const open = outputChannel(self, 2, 0) + start
  for (let i: u32 = 0; i < QUANTUM; i += STEP) {
    const at = <usize>i << 2
    followStep(self, frame + i, levels() + at, open + at)
  }
  report(self, outputChannel(self, 1, 0) + start)
  const size = load<u32>(self + SIZE)
  const place = load<u32>(self + PLACE)
  const delay = wantedDelay(self, frame)
  const old = load<u32>(self + DELAY)
  const before = old == 0xffffffff ? delay : old
  for (let channel: u32 = 0; channel < channels; channel++) {
    const line = self + linesAt(channels) + 4 * <usize>(size * channel)
    const to = outputChannel(self, 0, channel) + start
    writeLine(line, place, inputChannel(self, 0, channel) + start)
    fadeLine(line, size, place, before, delay, to)
    for (let at: usize = 0; at < BYTES; at += 16) {
      v128.store(to + at, f32x4.mul(v128.load(to + at), v128.load(levels() + at)))
    }
  }
  store<u32>(self + PLACE, place + QUANTUM >= size ? 0 : place + QUANTUM)
  store<u32>(self + DELAY, delay)
}

export function gate_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) processQuantum(self, frame)
}
