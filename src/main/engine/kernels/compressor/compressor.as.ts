import { copyBytes } from '../lib/copy.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  outputChannels,
  paramAt,
  QUANTUM,
} from '../lib/header.as'
import { fillLevels, raiseSizes } from '../lib/levels.as'
import { fadeLine, isSilent, lineFrames, writeLine } from '../lib/look-ahead.as'
import { followStep, heldFrames, toFactors } from './gain-curve.as'
import {
  CELL,
  CELLS,
  DELAY,
  highpassAt,
  KEYS,
  linesAt,
  LONGEST,
  PLACE,
  RATE,
  READOUT,
  SILENT,
  SIZE,
  stateSize,
} from './layout.as'
import { KERNEL, scratch } from '../lib/scratch.as'

const LINK: usize = 11
const LOOKAHEAD: usize = 12
const HIGHPASS: usize = 13

const BYTES: usize = <usize>QUANTUM << 2

/** Nearer to its goal than this power of two, a change of gain counts as there. */
const REST: f64 = 1e-7

// @ts-ignore: decorator
@inline
function levels(): usize {
  return scratch(KERNEL)
}

// @ts-ignore: decorator
@inline
function loudest(): usize {
  return scratch(KERNEL + 512 * 32)
}

export function compressor_state_size(channels: u32, sampleRate: f64): u32 {
  return stateSize(channels, sampleRate)
}

export function compressor_init(self: usize, sampleRate: f64, seed: u32): void {
  const channels = outputChannels(self, 0)
  memory.fill(self + READOUT, 0, <usize>stateSize(channels, sampleRate) - READOUT)
  store<f64>(self + RATE, sampleRate)
  store<f32>(self + KEYS, -1)
  store<u32>(self + SIZE, lineFrames(LONGEST, sampleRate))
  store<u32>(self + DELAY, 0xffffffff)
}

function wantedDelay(self: usize, frame: u32): u32 {
  return <u32>nearest(max(0, min(LONGEST, <f64>paramAt(self, LOOKAHEAD, frame))) * load<f64>(self + RATE))
}

export function compressor_latency(self: usize): u32 {
  return wantedDelay(self, 0)
}

export function compressor_idle(self: usize): u32 {
  const channels = outputChannels(self, 0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const cell = self + CELLS + CELL * channel
    for (let at: usize = 0; at < CELL; at += 8) if (load<f64>(cell + at) != 0) return 0
  }
  for (let at = highpassAt(channels); at < linesAt(channels); at += 8) {
    if (load<f64>(self + at) != 0) return 0
  }
  return load<u32>(self + SILENT) >= load<u32>(self + SIZE) ? 1 : 0
}

/** Brings the levels of a detector to changes of gain, on the grid of 16 frames. */
function follow(self: usize, cell: usize, frame: u32, at: usize): void {
  let wanted: f64 = 0
  const frames = heldFrames(self, frame, QUANTUM)
  for (let i: u32 = 0; i < QUANTUM; i += frames) {
    wanted = followStep(self, cell, frame + i, frames, at + (<usize>i << 2))
  }
  const first = load<f64>(cell)
  const second = load<f64>(cell, 8)
  if (abs(first - wanted) < REST && abs(second - wanted) < REST) {
    store<f64>(cell, wanted)
    store<f64>(cell, wanted, 8)
  }
}

/** Moves each level towards the loudest channel's by `link`. */
function linkLevels(channels: u32, link: f32): void {
  copyBytes(loudest(), levels(), BYTES)
  for (let channel: u32 = 1; channel < channels; channel++) {
    raiseSizes(levels() + BYTES * channel, loudest())
  }
  const part = f32x4.splat(link)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const own = levels() + BYTES * channel
    for (let at: usize = 0; at < BYTES; at += 16) {
      const x = v128.load(own + at)
      const rest = f32x4.sub(v128.load(loudest() + at), x)
      v128.store(own + at, f32x4.add(x, f32x4.mul(part, rest)))
    }
  }
}

function apply(from: usize, factors: usize, to: usize): void {
  for (let at: usize = 0; at < BYTES; at += 16) {
    v128.store(to + at, f32x4.mul(v128.load(from + at), v128.load(factors + at)))
  }
}

function processQuantum(self: usize, frame: u32): void {
  const channels = min<u32>(32, outputChannels(self, 0))
  const input: usize = inputChannels(self, 1) > 0 ? 1 : 0
  const link = paramAt(self, LINK, frame)
  const linked = link >= 1 || channels == 1
  const corner = <f64>paramAt(self, HIGHPASS, frame)
  const hertz = corner > 10 ? corner : 0
  const highpass = self + highpassAt(channels)
  const rate = load<f64>(self + RATE)
  fillLevels(self, input, channels, frame, linked, highpass, hertz, rate, levels())
  if (!linked) linkLevels(channels, link)

  const report = outputChannel(self, 1, 0) + (<usize>frame << 2)
  const detectors: u32 = linked ? 1 : channels
  const cells = self + CELLS
  for (let detector: u32 = 0; detector < detectors; detector++) {
    const changes = levels() + BYTES * detector
    follow(self, cells + CELL * detector, frame, changes)
    toFactors(self, frame, QUANTUM, changes, report, detector == 0)
  }
  if (linked) {
    for (let channel: u32 = 1; channel < channels; channel++) {
      const cell = cells + CELL * channel
      for (let at: usize = 0; at < CELL; at += 8) store<u64>(cell + at, load<u64>(cells + at))
    }
  }

  const size = load<u32>(self + SIZE)
  const place = load<u32>(self + PLACE)
  const delay = wantedDelay(self, frame)
  const old = load<u32>(self + DELAY)
  const before = old == 0xffffffff ? delay : old
  let sounding = false
  for (let channel: u32 = 0; channel < channels; channel++) {
    const line = self + linesAt(channels) + 4 * <usize>(size * channel)
    const from = inputChannel(self, 0, channel) + (<usize>frame << 2)
    const to = outputChannel(self, 0, channel) + (<usize>frame << 2)
    if (!isSilent(from)) sounding = true
    writeLine(line, place, from)
    const factors = levels() + (linked ? 0 : BYTES * channel)
    const start = place >= delay ? place - delay : place + size - delay
    if (delay == before && start + QUANTUM <= size) {
      apply(delay == 0 ? from : line + (<usize>start << 2), factors, to)
    } else {
      fadeLine(line, size, place, before, delay, to)
      apply(to, factors, to)
    }
  }
  let most = f32x4.splat(0)
  for (let at: usize = 0; at < BYTES; at += 16) most = f32x4.pmax(most, v128.load(report + at))
  const pair = f32x4.pmax(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1))
  store<f32>(
    self + READOUT,
    max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1)),
  )
  store<u32>(self + PLACE, place + QUANTUM >= size ? 0 : place + QUANTUM)
  store<u32>(self + DELAY, delay)
  const quiet = load<u32>(self + SILENT)
  store<u32>(self + SILENT, sounding ? 0 : min<u32>(quiet + QUANTUM, 0x7fffffff))
}

export function compressor_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) processQuantum(self, frame)
}
