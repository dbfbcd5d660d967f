// Stages of a partitioned convolution: how long the parts of the impulse response are, and where each
// stage keeps its spectra.

import { STATE } from '../lib/header.as'
import { skewForward, skewImpulse, skewInverse } from '../lib/fft.as'
import { multiplyOne, multiplyFour } from './multiply.as'

/** Frames of the parts of each stage; stage s begins at frame size(s) − 128 of the response. */
// @ts-ignore: decorator
@inline
export function sizeOf(stage: u32): u32 {
  return stage == 0 ? 128 : stage == 1 ? 1024 : 8192
}

/** Most stages. */
const STAGES: u32 = 3

/** Most input channels, and output channels. */
const SIDES: u32 = 2

// The kernel's fields; those of the stages, each STAGE_BYTES, follow: u32 parts, u32 newest slot, u32
// address of the spectra of the response, of those of the input, and of their flags.
export const RATE = STATE
export const SCALE = STATE + 8
export const LENGTH = STATE + 12
export const RESPONSES = STATE + 16
export const COUNT = STATE + 20
export const ACTIVE = STATE + 24
export const STEREO = STATE + 28
export const QUIET = STATE + 32
export const LOUD = STATE + 36
export const LONGEST_PART = STATE + 44
export const PRE_FRAMES = STATE + 48
export const PRE_PLACE = STATE + 52
export const PRE_NOW = STATE + 56
export const PRE_LINES = STATE + 60
export const HISTORY = STATE + 64
export const ADDED = STATE + 68
export const WORK = STATE + 72
export const PAIRS = STATE + 76
const STAGE = STATE + 80
const STAGE_BYTES: usize = 32
// Where the loading of a response has come to: u32 address of its sound, u32 frames from one channel to the next, u32
// channel, u32 stage, u32 part. It is over when the channel is `RESPONSES`.
export const LOAD_SOUND = STATE + 176
export const LOAD_STRIDE = STATE + 180
export const LOAD_RESPONSE = STATE + 184
const LOAD_STAGE = STATE + 188
const LOAD_PART = STATE + 192
/** While the scale glides: u32 frames since it began to, f32 from where, f32 where to (0: nowhere yet). */
export const GLIDE_AGE = STATE + 196
export const GLIDE_FROM = STATE + 200
export const GLIDE_TO = STATE + 204
export const FIELDS_END = STATE + 208

/** Stages that a response of some frames needs. */
export function stagesFor(frames: u32): u32 {
  let stages: u32 = 1
  while (stages < STAGES && frames > 2 * sizeOf(stages)) stages++
  return stages
}

/** Parts of a stage. */
function partsOf(stage: u32, stages: u32, frames: u32): u32 {
  const size = sizeOf(stage)
  const start = size - 128
  const end = stage + 1 < stages ? sizeOf(stage + 1) - 128 : frames
  return end > start ? (end - start + size - 1) / size : 0
}

/** Bytes of all that depends on the length of the response: spectra, flags, rings, a list. */
export function stageBytes(frames: u32, responses: u32): u32 {
  const stages = stagesFor(frames)
  const longest = sizeOf(stages - 1)
  let most: u32 = 0
  let bytes: u32 = 4 * (2 * SIDES + SIDES + 2) * longest
  for (let stage: u32 = 0; stage < stages; stage++) {
    const parts = partsOf(stage, stages, frames)
    bytes += 8 * parts * sizeOf(stage) * (responses + SIDES) + 4 * SIDES * parts + 16
    most = max(most, parts)
  }
  return bytes + 16 * most * SIDES + 64
}

// @ts-ignore: decorator
@inline
function field(self: usize, stage: u32, word: usize): u32 {
  return load<u32>(self + STAGE + <usize>stage * STAGE_BYTES + (word << 2))
}

function setField(self: usize, stage: u32, word: usize, value: u32): void {
  store<u32>(self + STAGE + <usize>stage * STAGE_BYTES + (word << 2), value)
}

/** Lays the stages out from `at` on, and returns the address after them. */
export function layOut(self: usize, at: usize, frames: u32, responses: u32): usize {
  const stages = stagesFor(frames)
  const longest = <usize>sizeOf(stages - 1)
  let most: u32 = 0
  store<u32>(self + LONGEST_PART, <u32>longest)
  store<u32>(self + HISTORY, <u32>at)
  at += 8 * longest * SIDES
  store<u32>(self + ADDED, <u32>at)
  at += 4 * longest * SIDES
  store<u32>(self + WORK, <u32>at)
  at += 8 * longest
  for (let stage: u32 = 0; stage < STAGES; stage++) {
    const parts = stage < stages ? partsOf(stage, stages, frames) : 0
    const bytes: usize = 8 * <usize>parts * <usize>sizeOf(stage)
    setField(self, stage, 0, parts)
    setField(self, stage, 1, 0)
    setField(self, stage, 2, <u32>at)
    at += bytes * <usize>responses
    setField(self, stage, 3, <u32>at)
    at += bytes * SIDES
    setField(self, stage, 4, <u32>at)
    at = (at + 4 * SIDES * <usize>parts + 15) & ~15
    most = max(most, parts)
  }
  store<u32>(self + PAIRS, <u32>at)
  return at + 16 * <usize>most * SIDES
}

/** The spectrum of the next part of the response; false where there is none left. */
export function loadPart(self: usize): bool {
  const response = load<u32>(self + LOAD_RESPONSE)
  if (response >= load<u32>(self + RESPONSES)) return false
  const stage = load<u32>(self + LOAD_STAGE)
  const part = load<u32>(self + LOAD_PART)
  const parts = field(self, stage, 0)
  if (part < parts) transformPart(self, response, stage, part)
  const isLast = part + 1 >= parts
  const nextStage = isLast ? stage + 1 : stage
  store<u32>(self + LOAD_PART, isLast ? 0 : part + 1)
  store<u32>(self + LOAD_STAGE, nextStage == STAGES ? 0 : nextStage)
  if (nextStage == STAGES) store<u32>(self + LOAD_RESPONSE, response + 1)
  return true
}

/** Spectrum of a part of one channel of the response. The room for work is free for use. */
function transformPart(self: usize, response: u32, stage: u32, part: u32): void {
  const work = <usize>load<u32>(self + WORK)
  const frames = load<u32>(self + LENGTH)
  const offset = <usize>(load<u32>(self + LOAD_STRIDE) * response) << 2
  const samples = <usize>load<u32>(self + LOAD_SOUND) + offset
  const size = sizeOf(stage)
  const place = <usize>(field(self, stage, 0) * response + part)
  const to = <usize>field(self, stage, 2) + 8 * <usize>size * place
  const from = size - 128 + part * size
  const end = stage + 1 < stagesFor(frames) ? min(frames, sizeOf(stage + 1) - 128) : frames
  const held = end > from ? min(size, end - from) : 0
  memory.fill(work, 0, <usize>size << 2)
  memory.copy(work, samples + (<usize>from << 2), <usize>held << 2)
  skewImpulse(work, to, size)
  // What is left of rounding would make denormals of quiet sounds.
  for (let at: usize = 0; at < <usize>size << 3; at += 16) {
    const value = v128.load(to + at)
    v128.store(to + at, v128.and(value, f32x4.gt(f32x4.abs(value), f32x4.splat(1e-15))))
  }
}

/** Copies what is known of the first input to the second, which was the same until now. */
export function forkInput(self: usize): void {
  for (let stage: u32 = 0; stage < STAGES; stage++) {
    const parts = field(self, stage, 0)
    const bytes: usize = 8 * <usize>parts * <usize>sizeOf(stage)
    const spectra = <usize>field(self, stage, 3)
    const flags = <usize>field(self, stage, 4)
    memory.copy(spectra + bytes, spectra, bytes)
    memory.copy(flags + 4 * <usize>parts, flags, 4 * <usize>parts)
  }
  const longest = <usize>load<u32>(self + LONGEST_PART)
  const history = <usize>load<u32>(self + HISTORY)
  memory.copy(history + 8 * longest, history, 8 * longest)
  store<u32>(self + LOUD + 4, load<u32>(self + LOUD))
}

/** Transforms the last two stretches of an input into the newest slot; true where it is not silent. */
function listen(self: usize, stage: u32, side: u32, slot: u32, count: u32): void {
  const size = sizeOf(stage)
  const parts = field(self, stage, 0)
  const flag = <usize>field(self, stage, 4) + 4 * <usize>(side * parts + slot)
  const quiet = count + 1 - load<u32>(self + LOUD + 4 * <usize>side) >= 2 * (size >> 7)
  store<u32>(flag, quiet ? 0 : 1)
  if (quiet) return
  const longest = <usize>load<u32>(self + LONGEST_PART)
  const history = <usize>load<u32>(self + HISTORY) + 8 * longest * <usize>side
  const ring: usize = 8 * longest - 1
  const end = <usize>(count + 1) << 9
  const spectrum = <usize>field(self, stage, 3) + 8 * <usize>size * <usize>(side * parts + slot)
  const bytes = <usize>size << 2
  skewForward(history + ((end - 2 * bytes) & ring), history + ((end - bytes) & ring), spectrum, size)
}

/** Appends the pairs of spectra whose products make a part of the output; returns the list's end. */
function listPairs(self: usize, stage: u32, side: u32, response: u32, slot: u32, end: usize): usize {
  const bytes = <usize>sizeOf(stage) << 3
  const parts = field(self, stage, 0)
  const flags = <usize>field(self, stage, 4) + 4 * <usize>(side * parts)
  const spectra = <usize>field(self, stage, 3) + bytes * <usize>(side * parts)
  const responses = <usize>field(self, stage, 2) + bytes * <usize>(response * parts)
  for (let part: u32 = 0; part < parts; part++) {
    const from = slot >= part ? slot - part : slot + parts - part
    if (load<u32>(flags + 4 * <usize>from) == 0) continue
    store<u32>(end, <u32>(spectra + bytes * <usize>from))
    store<u32>(end, <u32>(responses + bytes * <usize>part), 4)
    end += 8
  }
  return end
}

/** Sum of the products of a list of pairs, transformed back and added to what is to be heard. */
function answer(self: usize, stage: u32, output: u32, end: usize, count: u32): void {
  const work = <usize>load<u32>(self + WORK)
  const size = sizeOf(stage)
  const bytes = <usize>size << 3
  let pair = <usize>load<u32>(self + PAIRS)
  if (pair == end) return
  let first = true
  for (; pair + 32 <= end; pair += 32) {
    multiplyFour(work, pair, bytes, first)
    first = false
  }
  for (; pair < end; pair += 8) {
    multiplyOne(work, load<u32>(pair), load<u32>(pair, 4), bytes, first)
    first = false
  }
  skewInverse(work, size)
  const longest = <usize>load<u32>(self + LONGEST_PART)
  const added = <usize>load<u32>(self + ADDED) + 4 * longest * <usize>output
  const start = (<usize>count << 9) & (4 * longest - 1)
  // It wraps round, if at all, after its first quantum.
  addReal(added + start, work, 512)
  addReal(added + ((start + 512) & (4 * longest - 1)), work + 1024, (<usize>size << 2) - 512)
}

/** Adds the real parts of chunks. */
function addReal(to: usize, chunks: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(chunks + 2 * at)))
  }
}

/** All that quantum `count` has to do for the stages whose stretch ends with it. */
export function runStages(self: usize, count: u32): void {
  const stereo = load<u32>(self + STEREO)
  const responses = load<u32>(self + RESPONSES)
  for (let stage: u32 = 0; stage < STAGES; stage++) {
    const parts = field(self, stage, 0)
    if (parts == 0 || (((count + 1) << 7) & (sizeOf(stage) - 1)) != 0) continue
    const slot = field(self, stage, 1) + 1 >= parts ? 0 : field(self, stage, 1) + 1
    setField(self, stage, 1, slot)
    listen(self, stage, 0, slot, count)
    if (stereo) listen(self, stage, 1, slot, count)
    const outputs: u32 = stereo | <u32>(responses > 1) ? 2 : 1
    for (let output: u32 = 0; output < outputs; output++) {
      const list = <usize>load<u32>(self + PAIRS)
      const own = responses > 1 ? output : 0
      const side = responses == 4 ? 0 : output & stereo
      let end = listPairs(self, stage, side, own, slot, list)
      if (responses == 4) end = listPairs(self, stage, stereo, 2 + output, slot, end)
      answer(self, stage, output, end, count)
    }
  }
}
