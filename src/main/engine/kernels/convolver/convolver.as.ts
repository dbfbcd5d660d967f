import { fftPrepare } from '../lib/fft.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  paramAt,
  paramFour,
  QUANTUM,
} from '../lib/header.as'
import {
  ACTIVE,
  ADDED,
  COUNT,
  FIELDS_END,
  forkInput,
  GLIDE_AGE,
  GLIDE_FROM,
  GLIDE_TO,
  HISTORY,
  layOut,
  LENGTH,
  LOAD_SOUND,
  LOAD_STRIDE,
  loadPart,
  LONGEST_PART,
  LOUD,
  PRE_FRAMES,
  PRE_LINES,
  PRE_NOW,
  PRE_PLACE,
  QUIET,
  RATE,
  RESPONSES,
  runStages,
  SCALE,
  stageBytes,
  STEREO,
} from './stages.as'

const IN: usize = 0
const DRY: usize = 1

const MIX: usize = 0
const GAIN: usize = 1
const PRE_DELAY: usize = 2
const SCALING: usize = 3

/** Parts of a response that are loaded in one go; most have 8192 frames. */
const PARTS_AT_ONCE = 6

/** Longest pre-delay in seconds. */
const LONGEST_PRE: f64 = 0.5

/** Samples below −300 dB are silence: what they would make of themselves are denormals. */
const FAINTEST: f32 = 1e-15

/** Samples above +540 dB would overflow in a spectrum. */
const LOUDEST: f32 = 1e27

/** Frames of a pre-delay line: whole quanta. */
function preFrames(sampleRate: f64): u32 {
  return (<u32>Math.ceil(LONGEST_PRE * (sampleRate > 0 ? sampleRate : 192000)) + 383) & ~127
}

/** Channels of a response that are used: 1, 2, or 4 for true stereo. */
function responsesOf(channels: u32): u32 {
  return channels >= 4 ? 4 : channels
}

export function convolver_state_size(
  channels: u32,
  sampleRate: f64,
  soundFrames: u32,
  soundChannels: u32,
): u32 {
  const lines = 8 * (preFrames(sampleRate) + QUANTUM)
  return <u32>FIELDS_END + lines + stageBytes(soundFrames, responsesOf(soundChannels))
}

export function convolver_init(self: usize, sampleRate: f64, seed: u32): void {
  fftPrepare()
  memory.fill(self + RATE, 0, FIELDS_END - RATE)
  store<f64>(self + RATE, sampleRate)
  store<u32>(self + PRE_FRAMES, preFrames(sampleRate))
  store<u32>(self + PRE_LINES, <u32>(self + FIELDS_END))
  memory.fill(self + FIELDS_END, 0, 8 * <usize>(preFrames(sampleRate) + QUANTUM))
}

/** Frames up to the last one that is not zero. */
function lengthOf(sound: usize, stride: u32, frames: u32, channels: u32): u32 {
  let length: u32 = 0
  for (let channel: u32 = 0; channel < channels; channel++) {
    const samples = sound + (<usize>(channel * stride) << 2)
    let end = frames
    while (end > length && load<f32>(samples + (<usize>(end - 1) << 2)) == 0) end--
    length = max(length, end)
  }
  return length
}

/** The scale that Web Audio's ConvolverNode gives a response (section 1.14.4 of its standard). */
function scaleOf(sound: usize, stride: u32, frames: u32, channels: u32, rate: f64): f32 {
  let power: f64 = 0
  for (let channel: u32 = 0; channel < channels; channel++) {
    const samples = sound + (<usize>(channel * stride) << 2)
    for (let frame: u32 = 0; frame < frames; frame++) {
      const value = <f64>load<f32>(samples + (<usize>frame << 2))
      power += value * value
    }
  }
  const effective = Math.sqrt(power / <f64>(frames * channels))
  const whole = 0.00125 / (effective > 0.000125 ? effective : 0.000125)
  return <f32>(whole * (44100 / rate) * (channels == 4 ? 0.5 : 1))
}

/** Takes a response of planar channels `stride` frames apart, to be loaded after that. To be called after `init`. */
export function convolver_sound(
  self: usize,
  sound: usize,
  stride: u32,
  frames: u32,
  channels: u32,
  soundRate: f64,
): void {
  const responses = responsesOf(channels)
  const length = lengthOf(sound, stride, frames, responses)
  store<u32>(self + LENGTH, length)
  store<u32>(self + RESPONSES, responses)
  if (length == 0) return
  store<f32>(self + SCALE, scaleOf(sound, stride, frames, responses, soundRate))
  const start = self + FIELDS_END + 8 * <usize>(load<u32>(self + PRE_FRAMES) + QUANTUM)
  const end = layOut(self, start, length, responses)
  memory.fill(start, 0, end - start)
  store<u32>(self + LOAD_SOUND, <u32>sound)
  store<u32>(self + LOAD_STRIDE, stride)
}

/** Loads a second's worth of parts (some 1 ms): 1 as long as there are more. */
export function convolver_sound_more(self: usize): u32 {
  if (load<u32>(self + LENGTH) == 0) return 0
  for (let part = 0; part < PARTS_AT_ONCE; part++) {
    if (loadPart(self)) continue
    memory.fill(<usize>load<u32>(self + HISTORY), 0, 32 * <usize>load<u32>(self + LONGEST_PART))
    return 0
  }
  return 1
}

/** 1 where nothing is left to be heard. */
export function convolver_idle(self: usize): u32 {
  return load<u32>(self + ACTIVE) == 0 ? 1 : 0
}

/** True where a quantum of an input has a sample that counts. */
function isLoud(from: usize): bool {
  let any = f32x4.splat(0)
  for (let at: usize = 0; at < 512; at += 16) any = f32x4.max(any, f32x4.abs(v128.load(from + at)))
  return v128.any_true(f32x4.gt(any, f32x4.splat(FAINTEST)))
}

/** A quantum into the pre-delay line, and what the line gives now into the history. */
function take(self: usize, side: u32, from: usize, count: u32, frames: u32): void {
  const size = load<u32>(self + PRE_FRAMES)
  const line = <usize>load<u32>(self + PRE_LINES) + 4 * <usize>((size + QUANTUM) * side)
  const place = load<u32>(self + PRE_PLACE)
  const to = line + (<usize>place << 2)
  const most = f32x4.splat(LOUDEST)
  const least = f32x4.splat(-LOUDEST)
  for (let at: usize = 0; at < 512; at += 16) {
    const x = f32x4.pmax(least, f32x4.pmin(most, v128.load(from + at)))
    v128.store(to + at, v128.and(x, f32x4.gt(f32x4.abs(x), f32x4.splat(FAINTEST))))
  }
  // The first quantum is there again after the last, so that reads need not wrap round.
  if (place == 0) memory.copy(line + (<usize>size << 2), line, 512)
  const now = load<u32>(self + PRE_NOW)
  const older = line + (<usize>(place >= now ? place - now : place + size - now) << 2)
  const newer = line + (<usize>(place >= frames ? place - frames : place + size - frames) << 2)
  const longest = <usize>load<u32>(self + LONGEST_PART)
  const ring = <usize>load<u32>(self + HISTORY) + 8 * longest * <usize>side
  const out = ring + ((<usize>count << 9) & (8 * longest - 1))
  if (now == frames) memory.copy(out, newer, 512)
  else fade(out, older, newer)
  if (isLoud(out)) store<u32>(self + LOUD + 4 * <usize>side, count + 1)
}

/** From one pre-delay to another in a quantum. */
function fade(to: usize, older: usize, newer: usize): void {
  let weight = f32x4(0.00390625, 0.01171875, 0.01953125, 0.02734375)
  for (let at: usize = 0; at < 512; at += 16) {
    const from = v128.load(older + at)
    const step = f32x4.mul(weight, f32x4.sub(v128.load(newer + at), from))
    v128.store(to + at, f32x4.add(from, step))
    weight = f32x4.add(weight, f32x4.splat(0.03125))
  }
}

/** The input's quantum through all stages. */
function convolve(self: usize, frame: u32): void {
  const start = <usize>frame << 2
  const left = inputChannel(self, IN, 0) + start
  const right = inputChannel(self, IN, 1) + start
  const pre = <u32>nearest(<f64>paramAt(self, PRE_DELAY, frame) * load<f64>(self + RATE))
  const wanted = min(pre, load<u32>(self + PRE_FRAMES) - 2 * QUANTUM)
  if (isLoud(left) || isLoud(right)) {
    if (load<u32>(self + ACTIVE) == 0) {
      store<u32>(self + ACTIVE, 1)
      store<u32>(self + COUNT, 0)
      store<u32>(self + PRE_NOW, wanted)
      store<u64>(self + LOUD, 0)
    }
    store<u32>(self + QUIET, 0)
  }
  if (load<u32>(self + ACTIVE) == 0) return
  if (left != right && load<u32>(self + STEREO) == 0) fork(self)
  const stereo = load<u32>(self + STEREO)
  const count = load<u32>(self + COUNT)
  take(self, 0, left, count, wanted)
  if (stereo) take(self, 1, right, count, wanted)
  store<u32>(self + PRE_NOW, wanted)
  const place = load<u32>(self + PRE_PLACE) + QUANTUM
  store<u32>(self + PRE_PLACE, place == load<u32>(self + PRE_FRAMES) ? 0 : place)
  runStages(self, count)
  store<u32>(self + COUNT, count + 1)
  store<u32>(self + QUIET, load<u32>(self + QUIET) + QUANTUM)
}

/** From here on the two sides of the input are apart. */
function fork(self: usize): void {
  store<u32>(self + STEREO, 1)
  forkInput(self)
  const bytes: usize = 4 * <usize>(load<u32>(self + PRE_FRAMES) + QUANTUM)
  const lines = <usize>load<u32>(self + PRE_LINES)
  memory.copy(lines + bytes, lines, bytes)
  const longest = <usize>load<u32>(self + LONGEST_PART)
  const added = <usize>load<u32>(self + ADDED)
  if (load<u32>(self + RESPONSES) == 1) memory.copy(added + 4 * longest, added, 4 * longest)
}

/** Frames in which the scale goes from one to another. */
const GLIDE: u32 = 512

/** The way of a glide that is over after so many frames: 3t² − 2t³. */
// @ts-ignore: decorator
@inline
function glided(age: u32): v128 {
  const frames = f32x4.add(f32x4.splat(<f32>age), f32x4(0, 1, 2, 3))
  const t = f32x4.mul(frames, f32x4.splat(<f32>1 / <f32>GLIDE))
  const square = f32x4.mul(t, t)
  return f32x4.mul(square, f32x4.sub(f32x4.splat(3), f32x4.add(t, t)))
}

/** Frames of the glide to the scale that is wanted that are over. */
function glideTo(self: usize, scale: f32): u32 {
  const to = load<f32>(self + GLIDE_TO)
  const age = load<u32>(self + GLIDE_AGE)
  if (to == scale) return age
  const from = load<f32>(self + GLIDE_FROM)
  const way = f32x4.extract_lane(glided(min(age, GLIDE)), 0)
  store<f32>(self + GLIDE_FROM, to == 0 ? scale : from + way * (to - from))
  store<f32>(self + GLIDE_TO, scale)
  store<u32>(self + GLIDE_AGE, to == 0 ? GLIDE : 0)
  return to == 0 ? GLIDE : 0
}

/** Writes a quantum of the output, and takes it from what was to be heard. */
function hear(self: usize, frame: u32): void {
  const start = <usize>frame << 2
  const count = load<u32>(self + COUNT) - 1
  const longest = <usize>load<u32>(self + LONGEST_PART)
  const added = <usize>load<u32>(self + ADDED) + ((<usize>count << 9) & (4 * longest - 1))
  const mono = (load<u32>(self + STEREO) | <u32>(load<u32>(self + RESPONSES) > 1)) == 0
  const other = mono ? added : added + 4 * longest
  const dry: usize = inputChannels(self, DRY) > 0 ? DRY : IN
  const dryLeft = inputChannel(self, dry, 0) + start
  const dryRight = inputChannel(self, dry, 1) + start
  const toLeft = outputChannel(self, 0, 0) + start
  const toRight = outputChannel(self, 0, 1) + start
  const scaling = <i32>paramAt(self, SCALING, frame) == 0 ? load<f32>(self + SCALE) : 1
  const age = glideTo(self, scaling)
  const before = f32x4.splat(load<f32>(self + GLIDE_FROM))
  const change = f32x4.sub(f32x4.splat(scaling), before)
  let scale = f32x4.splat(scaling)
  const one = f32x4.splat(1)
  for (let at: usize = 0; at < 512; at += 16) {
    const now = frame + <u32>(at >> 2)
    const mix = paramFour(self, MIX, now)
    if (age < GLIDE) {
      scale = f32x4.add(before, f32x4.mul(change, glided(age + <u32>(at >> 2))))
    }
    const wet = f32x4.mul(f32x4.mul(mix, paramFour(self, GAIN, now)), scale)
    const through = f32x4.sub(one, mix)
    const left = f32x4.mul(wet, v128.load(added + at))
    const right = f32x4.mul(wet, v128.load(other + at))
    v128.store(toLeft + at, f32x4.add(left, f32x4.mul(through, v128.load(dryLeft + at))))
    v128.store(toRight + at, f32x4.add(right, f32x4.mul(through, v128.load(dryRight + at))))
  }
  store<u32>(self + GLIDE_AGE, min(GLIDE, age + QUANTUM))
  memory.fill(added, 0, 512)
  memory.fill(other, 0, 512)
}

/** A quantum of the dry sound alone, at `share` of its level. */
function passDry(self: usize, frame: u32, whole: bool): void {
  const start = <usize>frame << 2
  const dry: usize = inputChannels(self, DRY) > 0 ? DRY : IN
  const one = f32x4.splat(1)
  for (let side: u32 = 0; side < 2; side++) {
    const from = inputChannel(self, dry, side) + start
    const to = outputChannel(self, 0, side) + start
    for (let at: usize = 0; at < 512; at += 16) {
      const mix = whole ? f32x4.splat(0) : paramFour(self, MIX, frame + <u32>(at >> 2))
      v128.store(to + at, f32x4.mul(f32x4.sub(one, mix), v128.load(from + at)))
    }
  }
}

/** Nothing is left in any buffer once it was quiet for as long as the response and all delays last. */
function rest(self: usize): void {
  const longest = load<u32>(self + LONGEST_PART)
  const held = load<u32>(self + LENGTH) + load<u32>(self + PRE_FRAMES) + 4 * longest
  if (load<u32>(self + QUIET) > held) {
    store<u32>(self + ACTIVE, 0)
    store<u32>(self + STEREO, 0)
  }
}

export function convolver_process(self: usize, offset: u32, frames: u32): void {
  const empty = load<u32>(self + LENGTH) == 0
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    if (!empty) convolve(self, frame)
    if (load<u32>(self + ACTIVE) == 0) {
      passDry(self, frame, empty)
      continue
    }
    hear(self, frame)
    rest(self)
  }
}
