import { gateBits } from '../lib/control.as'
import { clearBytes } from '../lib/copy.as'
import { demoteFour, promoteHigh } from '../lib/math.as'
import {
  inputChannel,
  outputChannel,
  paramAt,
  paramFour,
  paramMask,
  paramPointer,
  STATE,
  STEP,
} from '../lib/header.as'

// State: f64 rate, level, first level of the stage, how far its shape and its time have got (0 to 1),
// peak; f64 what a frame multiplies the shape by and adds to it, part of the stage in a frame; then
// u32 stage, u32 gate and trigger of the frame before (bits 0 and 1), f32 time and curve of the stage.
const RATE = STATE
const LEVEL = STATE + 8
const FROM = STATE + 16
const SHAPE = STATE + 24
const POSITION = STATE + 32
const PEAK = STATE + 40
const FACTOR = STATE + 48
const ADDEND = STATE + 56
const PART = STATE + 64
const STAGE = STATE + 72
const BEFORE = STATE + 76
const TIME = STATE + 80
const CURVE = STATE + 84

const IDLE: u32 = 0
const ATTACK: u32 = 1
const DECAY: u32 = 2
const SUSTAIN: u32 = 3
const RELEASE: u32 = 4

/** A stage is over when this little is left of it: the sum of its parts rounds. */
const LEFT: f64 = 1e-9

export function envelope_state_size(channels: u32): u32 {
  return <u32>STATE + 96
}

export function envelope_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, 96)
  store<f64>(self + RATE, sampleRate)
  store<f32>(self + TIME, -1)
}

/** 1 while it has rung out and waits for a gate. */
export function envelope_idle(self: usize): u32 {
  return load<u32>(self + STAGE) == IDLE && (load<u32>(self + BEFORE) & 1) == 0 ? 1 : 0
}

// @ts-ignore: decorator
@inline
function shapeAt(position: f64, curve: f64): f64 {
  if (abs(curve) < 1e-3) return position
  return (1 - Math.exp(-curve * position)) / (1 - Math.exp(-curve))
}

/** Takes the time and the curve of the stage as they are at a frame. */
function updateStage(self: usize, frame: u32): void {
  const stage = load<u32>(self + STAGE)
  if (stage == IDLE || stage == SUSTAIN) return
  const time = paramAt(self, stage == ATTACK ? 0 : stage == DECAY ? 1 : 3, frame)
  const curve = paramAt(self, stage == ATTACK ? 4 : 5, frame)
  const bent = curve != load<f32>(self + CURVE)
  if (!bent && time == load<f32>(self + TIME)) return
  const k = <f64>curve
  const frames = max<f64>(<f64>time, 0) * load<f64>(self + RATE)
  const part = frames < 0.5 ? 1 : min<f64>(1, 1 / frames)
  const straight = abs(k) < 1e-3
  const factor = straight ? 1 : Math.exp(-k * part)
  store<f64>(self + PART, part)
  store<f64>(self + FACTOR, factor)
  store<f64>(self + ADDEND, straight ? part : (1 - factor) / (1 - Math.exp(-k)))
  if (bent) store<f64>(self + SHAPE, shapeAt(load<f64>(self + POSITION), k))
  store<f32>(self + TIME, time)
  store<f32>(self + CURVE, curve)
}

/** Enters a stage, or the one after it where it takes no time. */
function enter(self: usize, wanted: u32, from: f64, frame: u32): void {
  let stage = wanted
  let level = from
  const rate = load<f64>(self + RATE)
  if (stage == ATTACK && <f64>paramAt(self, 0, frame) * rate < 0.5) {
    stage = DECAY
    level = load<f64>(self + PEAK)
  }
  if (stage == DECAY && <f64>paramAt(self, 1, frame) * rate < 0.5) stage = SUSTAIN
  if (stage == RELEASE && <f64>paramAt(self, 3, frame) * rate < 0.5) {
    stage = IDLE
    level = 0
  }
  store<u32>(self + STAGE, stage)
  store<f64>(self + FROM, level)
  store<f64>(self + LEVEL, level)
  store<f64>(self + SHAPE, 0)
  store<f64>(self + POSITION, 0)
  store<f32>(self + TIME, -1)
  updateStage(self, frame)
}

/** Sustain, scalar: the same arithmetic as `writeSteady`. */
// @ts-ignore: decorator
@inline
function writeSustain(self: usize, to: usize, from: u32, end: u32): void {
  const sustains = paramPointer(self, 2)
  const sustainMask = paramMask(self, 2)
  const depths = paramPointer(self, 8)
  const depthMask = paramMask(self, 8)
  const peak = <f32>load<f64>(self + PEAK)
  let level: f32 = 0
  for (let i = from; i < end; i++) {
    level = peak * load<f32>(sustains + (<usize>(i & sustainMask) << 2))
    store<f32>(to + (<usize>i << 2), load<f32>(depths + (<usize>(i & depthMask) << 2)) * level)
  }
  store<f64>(self + LEVEL, <f64>level)
}

/** A stage that moves, until it is over or `end`; returns the frame after the last it wrote. */
function writeStage(self: usize, to: usize, from: u32, end: u32): u32 {
  const stage = load<u32>(self + STAGE)
  const sustains = paramPointer(self, 2)
  const sustainMask = paramMask(self, 2)
  const depths = paramPointer(self, 8)
  const depthMask = paramMask(self, 8)
  const peak = load<f64>(self + PEAK)
  const first = load<f64>(self + FROM)
  const factor = load<f64>(self + FACTOR)
  const addend = load<f64>(self + ADDEND)
  const part = load<f64>(self + PART)
  let shape = load<f64>(self + SHAPE)
  let position = load<f64>(self + POSITION)
  let last = stage == ATTACK ? peak : 0
  let level = first
  let i = from
  // The shape of the frames after a frame follows from that one alone: four at a time wait for one another once.
  const squared = factor * factor
  const twice = addend * factor + addend
  const thrice = twice * factor + addend
  const factors = f64x2.replace_lane(f64x2.splat(1), 1, factor)
  const addends = f64x2.replace_lane(f64x2.splat(0), 1, addend)
  const laterFactors = f64x2.mul(factors, f64x2.splat(squared))
  const laterAddends = f64x2.replace_lane(f64x2.splat(twice), 1, thrice)
  const ends = f64x2.splat(peak)
  let lastLow = f64x2.splat(last)
  let lastHigh = lastLow
  while (i + 4 <= end && position + 3 * part < 1 - LEFT) {
    if (stage == DECAY) {
      const sustain = paramFour(self, 2, i)
      lastLow = f64x2.mul(ends, f64x2.promote_low_f32x4(sustain))
      lastHigh = f64x2.mul(ends, promoteHigh(sustain))
    }
    const begun = f64x2.splat(first)
    const now = f64x2.splat(shape)
    const low = f64x2.add(f64x2.mul(now, factors), addends)
    const high = f64x2.add(f64x2.mul(now, laterFactors), laterAddends)
    const levelLow = f64x2.add(begun, f64x2.mul(f64x2.sub(lastLow, begun), low))
    const levelHigh = f64x2.add(begun, f64x2.mul(f64x2.sub(lastHigh, begun), high))
    const four = f32x4.mul(paramFour(self, 8, i), demoteFour(levelLow, levelHigh))
    v128.store(to + (<usize>i << 2), four)
    level = f64x2.extract_lane(levelHigh, 1)
    shape = shape * (squared * squared) + (thrice * factor + addend)
    position += 4 * part
    i += 4
  }
  while (i < end && position < 1 - LEFT) {
    if (stage == DECAY) last = peak * <f64>load<f32>(sustains + (<usize>(i & sustainMask) << 2))
    level = first + (last - first) * shape
    const depth = load<f32>(depths + (<usize>(i & depthMask) << 2))
    store<f32>(to + (<usize>i << 2), depth * <f32>level)
    shape = shape * factor + addend
    position += part
    i++
  }
  store<f64>(self + LEVEL, level)
  store<f64>(self + SHAPE, shape)
  store<f64>(self + POSITION, position)
  return i
}

function write(self: usize, to: usize, from: u32, end: u32): void {
  let frame = from
  while (frame < end) {
    const stage = load<u32>(self + STAGE)
    if (stage == IDLE) {
      clearBytes(to + (<usize>frame << 2), <usize>(end - frame) << 2)
      return
    }
    if (stage == SUSTAIN) {
      writeSustain(self, to, frame, end)
      return
    }
    frame = writeStage(self, to, frame, end)
    if (load<f64>(self + POSITION) >= 1 - LEFT) {
      if (stage == ATTACK) enter(self, DECAY, load<f64>(self + PEAK), min(frame, end - 1))
      else if (stage == DECAY) store<u32>(self + STAGE, SUSTAIN)
      else enter(self, IDLE, 0, min(frame, end - 1))
    }
  }
}

/** Sixteen frames in which nothing begins or ends, idle or sustained. */
function writeSteady(self: usize, to: usize, frame: u32): void {
  const start = to + (<usize>frame << 2)
  if (load<u32>(self + STAGE) == IDLE) {
    clearBytes(start, <usize>STEP << 2)
    return
  }
  const peak = f32x4.splat(<f32>load<f64>(self + PEAK))
  let level = peak
  for (let i: u32 = 0; i < STEP; i += 4) {
    level = f32x4.mul(peak, paramFour(self, 2, frame + i))
    v128.store(start + (<usize>i << 2), f32x4.mul(paramFour(self, 8, frame + i), level))
  }
  store<f64>(self + LEVEL, <f64>f32x4.extract_lane(level, 3))
}

function begin(self: usize, frame: u32, mode: i32): void {
  const velocity = <f64>paramAt(self, 6, frame)
  store<f64>(self + PEAK, 1 - <f64>paramAt(self, 7, frame) * (1 - velocity))
  enter(self, ATTACK, mode == 1 ? 0 : load<f64>(self + LEVEL), frame)
}

function processStep(self: usize, to: usize, frame: u32): void {
  const start = <usize>frame << 2
  const mode = <i32>paramAt(self, 9, frame)
  const before = load<u32>(self + BEFORE)
  const gates = gateBits(inputChannel(self, 0, 0) + start)
  const triggers = gateBits(inputChannel(self, 1, 0) + start)
  const gateEdges = gates ^ ((gates << 1) | (before & 1))
  const fires = mode == 2 ? 0 : triggers & ~((triggers << 1) | (before >> 1)) & gates
  let events = (gateEdges | fires) & 0xffff
  store<u32>(self + BEFORE, ((gates >> 15) & 1) | (((triggers >> 15) & 1) << 1))
  const stage = load<u32>(self + STAGE)
  if (events == 0 && (stage == IDLE || stage == SUSTAIN)) {
    writeSteady(self, to, frame)
    return
  }
  updateStage(self, frame)
  let done = frame
  while (events != 0) {
    const bit = ctz(events)
    write(self, to, done, frame + bit)
    done = frame + bit
    if (((gates >> bit) & 1) != 0) begin(self, done, mode)
    else enter(self, RELEASE, load<f64>(self + LEVEL), done)
    events &= events - 1
  }
  write(self, to, done, frame + STEP)
}

export function envelope_process(self: usize, offset: u32, frames: u32): void {
  const to = outputChannel(self, 0, 0)
  for (let frame = offset; frame < offset + frames; frame += STEP) processStep(self, to, frame)
}
