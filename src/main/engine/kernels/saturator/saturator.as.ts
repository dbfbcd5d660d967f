import { clearBytes, copyBytes } from '../lib/copy.as'
import { DECIBEL, exp2Four } from '../lib/logarithms.as'
import {
  inputChannel,
  outputChannel,
  outputChannels,
  paramAt,
  paramFour,
  paramMoves,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'
import { buildHalfBands, downsample, STAGE_BYTES, upsample } from '../lib/half-band.as'
import { isSilent } from '../lib/look-ahead.as'
import { flushOne } from '../lib/math.as'
import { shape, through } from './curves.as'
import { KERNEL, scratch } from '../lib/scratch.as'

// State: f64 rate, u32 stages in use (all ones before the first call) and, times 256, the curve, u32 silent frames. Then for
// each channel: 64 dry frames, three stages, f64 × 2: the low-pass's and the high-pass's state.
const RATE = STATE
const STAGES = STATE + 8
const SILENT = STATE + 12
const CHANNELS = STATE + 16
const DRY: usize = 4 * 64
const CHANNEL: usize = DRY + 3 * STAGE_BYTES + 16
const POLES: usize = DRY + 3 * STAGE_BYTES

const CURVE: usize = 0
const DRIVE: usize = 1
const BIAS: usize = 2
const TONE: usize = 3
const MIX: usize = 4
const OUTPUT: usize = 5
const OVERSAMPLING: usize = 6

const BYTES: usize = <usize>QUANTUM << 2

// @ts-ignore: decorator
@inline
function dry(): usize {
  return scratch(KERNEL)
}

// @ts-ignore: decorator
@inline
function slow(): usize {
  return scratch(KERNEL + 768)
}

// @ts-ignore: decorator
@inline
function fast(): usize {
  return scratch(KERNEL + 4864)
}

export function saturator_state_size(channels: u32): u32 {
  return <u32>(CHANNELS + CHANNEL * channels)
}

export function saturator_init(self: usize, sampleRate: f64, seed: u32): void {
  buildHalfBands()
  memory.fill(self + STATE, 0, CHANNELS - STATE + CHANNEL * outputChannels(self, 0))
  store<f64>(self + RATE, sampleRate)
  store<u32>(self + STAGES, 0xffffffff)
}

// @ts-ignore: decorator
@inline
function delayOf(stages: u32): u32 {
  return stages == 0 ? 0 : stages == 1 ? 32 : stages == 2 ? 38 : 40
}

export function saturator_latency(self: usize): u32 {
  return delayOf(<u32>paramAt(self, OVERSAMPLING, 0))
}

export function saturator_idle(self: usize): u32 {
  if (load<u32>(self + SILENT) < 256) return 0
  for (let channel: u32 = 0; channel < outputChannels(self, 0); channel++) {
    const poles = self + CHANNELS + CHANNEL * channel + POLES
    if (load<f64>(poles) != 0 || load<f64>(poles, 8) != 0) return 0
  }
  return 1
}

/** A quantum through the curve, at the rate of `stages`; `slow` holds it before and after. */
function saturate(self: usize, kept: usize, frame: u32, stages: u32): void {
  const curve = <i32>paramAt(self, CURVE, frame)
  let from = slow()
  let to = fast()
  for (let stage: u32 = 0; stage < stages; stage++) {
    upsample(kept + STAGE_BYTES * stage, stage, from, <usize>QUANTUM << stage, to)
    const other = from
    from = to
    to = other
  }
  const bytes = <usize>(STEP << 2) << stages
  for (let i: u32 = 0; i < QUANTUM / STEP; i++) {
    shape(curve, from + bytes * i, bytes, paramAt(self, BIAS, frame + i * STEP))
  }
  for (let stage = stages; stage > 0; stage--) {
    downsample(kept + STAGE_BYTES * (stage - 1), stage - 1, from, <usize>QUANTUM << (stage - 1), to)
    const other = from
    from = to
    to = other
  }
  if (from != slow()) copyBytes(slow(), from, BYTES)
}

/** Another curve, or other stages: they are given what was heard last, so that they go on as if they had always been. */
function warmUp(self: usize, kept: usize, frame: u32, stages: u32): void {
  clearBytes(kept + DRY, 3 * STAGE_BYTES)
  const drive = gainFour(self, DRIVE, frame)
  clearBytes(slow(), BYTES - DRY)
  for (let at: usize = 0; at < DRY; at += 16) {
    v128.store(slow() + BYTES - DRY + at, f32x4.mul(v128.load(kept + at), drive))
  }
  saturate(self, kept + DRY, frame, stages)
}

/** Low-pass and high-pass of the wet sound, where they are wanted. */
function colour(self: usize, poles: usize, frame: u32): void {
  const rate = load<f64>(self + RATE)
  const tone = <f64>paramAt(self, TONE, frame)
  const curve = paramAt(self, CURVE, frame)
  const uneven = curve == 3 || paramAt(self, BIAS, frame) != 0
  let low = load<f64>(poles)
  let mean = load<f64>(poles, 8)
  if (tone < 20000) {
    const part = 1 - Math.exp((-2 * Math.PI * tone) / rate)
    for (let at: usize = 0; at < BYTES; at += 4) {
      low += part * (<f64>load<f32>(slow() + at) - low)
      store<f32>(slow() + at, <f32>low)
    }
  } else low = 0
  if (uneven) {
    const part = 1 - Math.exp((-2 * Math.PI * 5) / rate)
    for (let at: usize = 0; at < BYTES; at += 4) {
      const x = <f64>load<f32>(slow() + at)
      mean += part * (x - mean)
      store<f32>(slow() + at, <f32>(x - mean))
    }
  } else mean = 0
  store<f64>(poles, flushOne(low))
  store<f64>(poles, flushOne(mean), 8)
}

// @ts-ignore: decorator
@inline
function gainFour(self: usize, param: usize, frame: u32): v128 {
  return exp2Four(f32x4.mul(paramFour(self, param, frame), f32x4.splat(DECIBEL)))
}

/** Whether a quantum goes through the curve alone, with numbers that stand: then no step of it needs a place between. */
function isPlain(self: usize, frame: u32, stages: u32): bool {
  if (stages != 0 || paramAt(self, TONE, frame) < 20000) return false
  if (paramAt(self, CURVE, frame) == 3 || paramAt(self, BIAS, frame) != 0) return false
  const moves = paramMoves(self, DRIVE) || paramMoves(self, OUTPUT)
  return !moves && !paramMoves(self, MIX) && !paramMoves(self, BIAS)
}

/** The same numbers as `processChannel`, in one pass. */
function processPlain(self: usize, channel: u32, frame: u32): void {
  const from = inputChannel(self, 0, channel) + (<usize>frame << 2)
  const to = outputChannel(self, 0, channel) + (<usize>frame << 2)
  const kept = self + CHANNELS + CHANNEL * channel
  copyBytes(kept, from + BYTES - DRY, DRY)
  store<f64>(kept + POLES, 0)
  store<f64>(kept + POLES, 0, 8)
  const drive = gainFour(self, DRIVE, frame)
  const output = gainFour(self, OUTPUT, frame)
  const mix = paramFour(self, MIX, frame)
  through(<i32>paramAt(self, CURVE, frame), from, to, BYTES, drive, output, mix)
}

function processChannel(self: usize, channel: u32, frame: u32, stages: u32): void {
  const from = inputChannel(self, 0, channel) + (<usize>frame << 2)
  const to = outputChannel(self, 0, channel) + (<usize>frame << 2)
  const kept = self + CHANNELS + CHANNEL * channel
  copyBytes(dry(), kept, DRY)
  copyBytes(dry() + DRY, from, BYTES)
  copyBytes(kept, dry() + BYTES, DRY)
  const driveMoves = paramMoves(self, DRIVE)
  const outputMoves = paramMoves(self, OUTPUT)
  let drive = f32x4.splat(0)
  let output = f32x4.splat(0)
  for (let i: u32 = 0; i < QUANTUM; i += 4) {
    const at = <usize>i << 2
    if (i == 0 || driveMoves) drive = gainFour(self, DRIVE, frame + i)
    v128.store(slow() + at, f32x4.mul(v128.load(from + at), drive))
  }
  saturate(self, kept + DRY, frame, stages)
  colour(self, kept + POLES, frame)
  const late = dry() + DRY - (<usize>delayOf(stages) << 2)
  const mixMoves = paramMoves(self, MIX)
  const one = f32x4.splat(1)
  let mix = paramFour(self, MIX, frame)
  let rest = f32x4.sub(one, mix)
  for (let i: u32 = 0; i < QUANTUM; i += 4) {
    const at = <usize>i << 2
    if (mixMoves) {
      mix = paramFour(self, MIX, frame + i)
      rest = f32x4.sub(one, mix)
    }
    if (i == 0 || outputMoves) output = gainFour(self, OUTPUT, frame + i)
    const wet = f32x4.mul(v128.load(slow() + at), output)
    const through = f32x4.mul(rest, v128.load(late + at))
    v128.store(to + at, f32x4.add(through, f32x4.mul(mix, wet)))
  }
}

export function saturator_process(self: usize, offset: u32, frames: u32): void {
  const channels = outputChannels(self, 0)
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    const stages = min<u32>(3, <u32>paramAt(self, OVERSAMPLING, frame))
    const way = stages | (<u32>paramAt(self, CURVE, frame) << 8)
    if (way != load<u32>(self + STAGES)) {
      const first = load<u32>(self + STAGES) == 0xffffffff
      for (let channel: u32 = 0; channel < channels && !first; channel++) {
        warmUp(self, self + CHANNELS + CHANNEL * channel, frame, stages)
      }
      store<u32>(self + STAGES, way)
    }
    const plain = isPlain(self, frame, stages)
    let sounding = false
    for (let channel: u32 = 0; channel < channels; channel++) {
      if (!isSilent(inputChannel(self, 0, channel) + (<usize>frame << 2))) sounding = true
      if (plain) processPlain(self, channel, frame)
      else processChannel(self, channel, frame, stages)
    }
    const quiet = load<u32>(self + SILENT)
    store<u32>(self + SILENT, sounding ? 0 : min<u32>(quiet + QUANTUM, 0x7fffffff))
  }
}
