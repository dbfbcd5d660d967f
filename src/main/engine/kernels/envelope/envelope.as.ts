import { gateBits } from '../lib/control.as'
import { clearBytes } from '../lib/copy.as'
import { demoteFour, promoteHigh } from '../lib/math.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  paramAt,
  paramFour,
  paramMask,
  paramMoves,
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

/** Sustain: one frame by one up to a group of four and after the last one, by the same arithmetic. */
function writeSustain(self: usize, to: usize, from: u32, end: u32): void {
  const sustains = paramPointer(self, 2)
  const sustainMask = paramMask(self, 2)
  const depths = paramPointer(self, 8)
  const depthMask = paramMask(self, 8)
  const peak = <f32>load<f64>(self + PEAK)
  const peaks = f32x4.splat(peak)
  let level: f32 = 0
  let i = from
  while (i < end) {
    if ((i & 3) == 0 && i + 4 <= end) {
      const levels = f32x4.mul(peaks, paramFour(self, 2, i))
      v128.store(to + (<usize>i << 2), f32x4.mul(paramFour(self, 8, i), levels))
      level = f32x4.extract_lane(levels, 3)
      i += 4
    } else {
      level = peak * load<f32>(sustains + (<usize>(i & sustainMask) << 2))
      store<f32>(to + (<usize>i << 2), load<f32>(depths + (<usize>(i & depthMask) << 2)) * level)
      i++
    }
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
  const fourFactor = squared * squared
  const fourAddend = thrice * factor + addend
  const factors = f64x2.replace_lane(f64x2.splat(1), 1, factor)
  const addends = f64x2.replace_lane(f64x2.splat(0), 1, addend)
  const laterFactors = f64x2.mul(factors, f64x2.splat(squared))
  const laterAddends = f64x2.replace_lane(f64x2.splat(twice), 1, thrice)
  const ends = f64x2.splat(peak)
  let lastLow = f64x2.splat(last)
  let lastHigh = lastLow
  // What stands is looked up once: the compiler cannot know that what is written here does not change it.
  const depthMoves = paramMoves(self, 8)
  const sustainMoves = paramMoves(self, 2)
  let depth = v128.load32_splat(depths)
  let decays = stage == DECAY
  while (i + 4 <= end && position + 3 * part < 1 - LEFT) {
    if (depthMoves) depth = v128.load(depths + (<usize>i << 2))
    if (decays) {
      decays = sustainMoves
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
    const four = f32x4.mul(depth, demoteFour(levelLow, levelHigh))
    v128.store(to + (<usize>i << 2), four)
    level = f64x2.extract_lane(levelHigh, 1)
    shape = shape * fourFactor + fourAddend
    position += 4 * part
    i += 4
  }
  while (i < end && position < 1 - LEFT) {
    if (stage == DECAY) last = peak * <f64>load<f32>(sustains + (<usize>(i & sustainMask) << 2))
    level = first + (last - first) * shape
    const scale = load<f32>(depths + (<usize>(i & depthMask) << 2))
    store<f32>(to + (<usize>i << 2), scale * <f32>level)
    shape = shape * factor + addend
    position += part
    i++
  }
  store<f64>(self + LEVEL, level)
  store<f64>(self + SHAPE, shape)
  store<f64>(self + POSITION, position)
  return i
}

/**
 * Where it may write until: groups of four that begin at any frame would round as calls cut them, and so from such
 * a frame only its step is written.
 */
// @ts-ignore: decorator
@inline
function goalFrom(frame: u32, end: u32): u32 {
  return (frame & 3) == 0 ? end : min(end, (frame | (STEP - 1)) + 1)
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
    frame = writeStage(self, to, frame, goalFrom(frame, end))
    if (load<f64>(self + POSITION) >= 1 - LEFT) {
      if (stage == ATTACK) enter(self, DECAY, load<f64>(self + PEAK), min(frame, end - 1))
      else if (stage == DECAY) store<u32>(self + STAGE, SUSTAIN)
      else enter(self, IDLE, 0, min(frame, end - 1))
    }
  }
}

function begin(self: usize, frame: u32, mode: i32): void {
  const velocity = <f64>paramAt(self, 6, frame)
  store<f64>(self + PEAK, 1 - <f64>paramAt(self, 7, frame) * (1 - velocity))
  enter(self, ATTACK, mode == 1 ? 0 : load<f64>(self + LEVEL), frame)
}

/** One bit a frame of sixteen: where something begins or ends; `gates` are theirs. */
// @ts-ignore: decorator
@inline
function eventsIn(self: usize, frame: u32, gates: u32): u32 {
  const before = load<u32>(self + BEFORE)
  const triggers =
    inputChannels(self, 1) > 0
      ? gateBits(inputChannel(self, 1, 0) + (<usize>frame << 2))
      : 0
  const edges = gates ^ ((gates << 1) | (before & 1))
  const retriggers = <i32>paramAt(self, 9, frame) != 2
  const fires = retriggers ? triggers & ~((triggers << 1) | (before >> 1)) & gates : 0
  store<u32>(self + BEFORE, ((gates >> 15) & 1) | (((triggers >> 15) & 1) << 1))
  return (edges | fires) & 0xffff
}

/** Frames in which nothing begins or ends. */
function writeOn(self: usize, to: usize, from: u32, end: u32): void {
  if (from == end) return
  updateStage(self, from)
  write(self, to, from, end)
}

/** Sixteen frames in which something does. */
function writeEvents(self: usize, to: usize, frame: u32, gates: u32, events: u32): void {
  updateStage(self, frame)
  const mode = <i32>paramAt(self, 9, frame)
  let done = frame
  for (let left = events; left != 0; left &= left - 1) {
    const bit = ctz(left)
    write(self, to, done, frame + bit)
    done = frame + bit
    if (((gates >> bit) & 1) != 0) begin(self, done, mode)
    else enter(self, RELEASE, load<f64>(self + LEVEL), done)
  }
  write(self, to, done, frame + STEP)
}

/** Whether times and curves are those of the frame before, in all frames of a call. */
// @ts-ignore: decorator
@inline
function timesStand(self: usize): bool {
  return !(
    paramMoves(self, 0) ||
    paramMoves(self, 1) ||
    paramMoves(self, 3) ||
    paramMoves(self, 4) ||
    paramMoves(self, 5)
  )
}

export function envelope_process(self: usize, offset: u32, frames: u32): void {
  const to = outputChannel(self, 0, 0)
  const gates = inputChannel(self, 0, 0)
  const stand = timesStand(self)
  let done = offset
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const bits = gateBits(gates + (<usize>frame << 2))
    const events = eventsIn(self, frame, bits)
    // As long as nothing happens it is written at one go, further on.
    if (events == 0 && stand) continue
    writeOn(self, to, done, frame)
    writeEvents(self, to, frame, bits, events)
    done = frame + STEP
  }
  writeOn(self, to, done, offset + frames)
}
