import {
  inputChannel,
  inputChannels,
  outputChannel,
  paramMask,
  paramPointer,
  QUANTUM,
  STATE,
} from '../lib/header.as'
import { KERNEL, scratch } from '../lib/scratch.as'
import { isSilent } from '../lib/silence.as'
import { bounded, sineFour } from '../pan/law.as'

/** Params: level and pan of each channel, then the level of all. */
const MASTER: usize = 16

export function mixer_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function mixer_init(self: usize, sampleRate: f64, seed: u32): void {}

export function mixer_idle(self: usize): u32 {
  return 1
}

export function mixer_process(self: usize, offset: u32, frames: u32): void {
  for (let quantum = offset; quantum < offset + frames; quantum += QUANTUM) mix(self, quantum)
}

const BYTES: usize = <usize>QUANTUM << 2

/**
 * A quantum. Channels are added two by two, then these sums, then the sums of those: what half of the channels give
 * can be kept and stand for them at another time, without a bit of the sum being another one (`engine/cache`).
 */
function mix(self: usize, offset: u32): void {
  const start = <usize>offset << 2
  const left = outputChannel(self, 0, 0) + start
  const right = outputChannel(self, 0, 1) + start
  const room = scratch(KERNEL)
  if (!addFour(self, 0, start, left, right)) {
    if (!addFour(self, 4, start, left, right)) clear(left, right)
  } else if (addFour(self, 4, start, room, room + BYTES)) add(room, room + BYTES, left, right)
  turn(left, right, valuesOf(self, MASTER, start), paramMask(self, MASTER) != 0)
}

/** The sum of four channels; false where they are silent, and nothing is written. */
function addFour(self: usize, first: usize, start: usize, left: usize, right: usize): bool {
  if (!addTwo(self, first, start, left, right)) return addTwo(self, first + 2, start, left, right)
  const room = scratch(KERNEL) + 2 * BYTES
  if (addTwo(self, first + 2, start, room, room + BYTES)) add(room, room + BYTES, left, right)
  return true
}

function addTwo(self: usize, first: usize, start: usize, left: usize, right: usize): bool {
  const one = sounds(self, first, start)
  const two = sounds(self, first + 1, start)
  if (!one && !two) return false
  clear(left, right)
  if (one) addChannel(self, first, start, left, right)
  if (two) addChannel(self, first + 1, start, left, right)
  return true
}

function sounds(self: usize, channel: usize, start: usize): bool {
  if (inputChannels(self, channel) == 0) return false
  const one = inputChannel(self, channel, 0) + start
  const two = inputChannel(self, channel, 1) + start
  return !isSilent(one) || !isSilent(two)
}

function addChannel(self: usize, channel: usize, start: usize, left: usize, right: usize): void {
  const width = inputChannels(self, channel)
  const one = inputChannel(self, channel, 0) + start
  const two = inputChannel(self, channel, 1) + start
  const levels = valuesOf(self, 2 * channel, start)
  const pans = valuesOf(self, 2 * channel + 1, start)
  const moving = (paramMask(self, 2 * channel) | paramMask(self, 2 * channel + 1)) != 0
  if (moving) addMoving(self, channel, one, two, width, left, right, levels, pans)
  else if (width == 1) addMono(one, left, right, levels, pans)
  else addStereo(one, two, left, right, levels, pans)
}

function clear(left: usize, right: usize): void {
  const zero = f32x4.splat(0)
  for (let at: usize = 0; at < BYTES; at += 16) {
    v128.store(left + at, zero)
    v128.store(right + at, zero)
  }
}

function add(one: usize, two: usize, left: usize, right: usize): void {
  for (let at: usize = 0; at < BYTES; at += 16) {
    v128.store(left + at, f32x4.add(v128.load(left + at), v128.load(one + at)))
    v128.store(right + at, f32x4.add(v128.load(right + at), v128.load(two + at)))
  }
}

/** Where a param's values of a quantum begin. */
function valuesOf(self: usize, param: usize, start: usize): usize {
  return paramPointer(self, param) + (paramMask(self, param) != 0 ? start : 0)
}

function addMono(from: usize, left: usize, right: usize, level: usize, position: usize): void {
  const gain = v128.load32_splat(level)
  const pan = bounded(v128.load32_splat(position))
  const toLeft = sineFour(pan, -0.125, 0.125)
  const toRight = sineFour(pan, 0.125, 0.125)
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) {
    const x = f32x4.mul(v128.load(from + at), gain)
    v128.store(left + at, f32x4.add(v128.load(left + at), f32x4.mul(x, toLeft)))
    v128.store(right + at, f32x4.add(v128.load(right + at), f32x4.mul(x, toRight)))
  }
}

function addStereo(
  one: usize,
  two: usize,
  left: usize,
  right: usize,
  level: usize,
  position: usize,
): void {
  const gain = v128.load32_splat(level)
  const pan = bounded(v128.load32_splat(position))
  const way = f32x4.extract_lane(pan, 0)
  if (way == 0) {
    for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) {
      const x = f32x4.mul(v128.load(one + at), gain)
      const y = f32x4.mul(v128.load(two + at), gain)
      v128.store(left + at, f32x4.add(v128.load(left + at), x))
      v128.store(right + at, f32x4.add(v128.load(right + at), y))
    }
    return
  }
  const size = f32x4.abs(pan)
  const kept = sineFour(size, -0.25, 0.25)
  const moved = sineFour(size, 0.25, 0)
  const staying = way < 0 ? one : two
  const leaving = way < 0 ? two : one
  const near = way < 0 ? left : right
  const far = way < 0 ? right : left
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) {
    const x = f32x4.mul(v128.load(staying + at), gain)
    const y = f32x4.mul(v128.load(leaving + at), gain)
    v128.store(near + at, f32x4.add(v128.load(near + at), f32x4.add(x, f32x4.mul(y, moved))))
    v128.store(far + at, f32x4.add(v128.load(far + at), f32x4.mul(y, kept)))
  }
}

function addMoving(
  self: usize,
  channel: usize,
  one: usize,
  two: usize,
  width: u32,
  left: usize,
  right: usize,
  levels: usize,
  pans: usize,
): void {
  const levelMask = <usize>paramMask(self, 2 * channel)
  const panMask = <usize>paramMask(self, 2 * channel + 1)
  const zero = f32x4.splat(0)
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) {
    const gain = levelMask != 0 ? v128.load(levels + at) : v128.load32_splat(levels)
    const pan = bounded(panMask != 0 ? v128.load(pans + at) : v128.load32_splat(pans))
    const x = f32x4.mul(v128.load(one + at), gain)
    let a: v128
    let b: v128
    if (width == 1) {
      a = f32x4.mul(x, sineFour(pan, -0.125, 0.125))
      b = f32x4.mul(x, sineFour(pan, 0.125, 0.125))
    } else {
      const y = f32x4.mul(v128.load(two + at), gain)
      const size = f32x4.abs(pan)
      const toLeft = f32x4.le(pan, zero)
      const leaving = v128.bitselect(y, x, toLeft)
      const staying = v128.bitselect(x, y, toLeft)
      const near = f32x4.add(staying, f32x4.mul(leaving, sineFour(size, 0.25, 0)))
      const far = f32x4.mul(leaving, sineFour(size, -0.25, 0.25))
      a = v128.bitselect(near, far, toLeft)
      b = v128.bitselect(far, near, toLeft)
    }
    v128.store(left + at, f32x4.add(v128.load(left + at), a))
    v128.store(right + at, f32x4.add(v128.load(right + at), b))
  }
}

/** The level of all. */
function turn(left: usize, right: usize, levels: usize, moves: bool): void {
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) {
    const gain = moves ? v128.load(levels + at) : v128.load32_splat(levels)
    v128.store(left + at, f32x4.mul(v128.load(left + at), gain))
    v128.store(right + at, f32x4.mul(v128.load(right + at), gain))
  }
}
