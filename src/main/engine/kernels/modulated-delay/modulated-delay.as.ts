import {
  inputChannel,
  outputChannel,
  paramAt,
  paramFour,
  paramMoves,
  QUANTUM,
  STATE,
} from '../lib/header.as'
import { boundFour, demoteFour, flushFour, foldTurns, sinQuarter } from '../lib/math.as'
import { KERNEL, scratch } from '../lib/scratch.as'
import { sineFour, turnsPerFrame } from '../lib/sweep.as'
import { addVoice, addVoiceOfBoth, AGAIN, halvesOf, readLine, STEP } from './read-line.as'
import { halfWays } from './taps.as'

// State: f64 rate, f64 phase in turns, u32 place to write, u32 ring size in frames, u32 frames of silence
// kept in a row; f32 delay and depth (half frames) where the last step ended, below 0 before the first; u32 1 where both
// sides are one, of which the left alone is written; then for each side a ring of frames and one of samples half-way to
// the next, each with some past its end that repeat its start.
const RATE = STATE
const PHASE = STATE + 8
const PLACE = STATE + 16
const SIZE = STATE + 20
const QUIET = STATE + 24
const LAST_DELAY = STATE + 28
const LAST_DEPTH = STATE + 32
const TWINS = STATE + 36
const RINGS = STATE + 48

/** Longest delay in seconds, with all its depth. */
const LONGEST: f64 = 0.072

/** Shortest delay in frames: four frames are read at once, and a sample half-way takes four newer ones. */
const SHORTEST: f32 = 8

/** Half frames from which on a step reads nothing that it writes itself: its own frames, and those about a place. */
const FAR: u32 = 2 * (STEP + 8)

/** Of what a step works out once for both sides: where the waves of the voices lie. */
const WAVES: usize = 112
/** Then, of each voice, where it reads: two vectors for four frames. */
const PLACES: usize = 8 * 32

const RATE_PARAM: usize = 0
const DELAY: usize = 1
const DEPTH: usize = 2
const FEEDBACK: usize = 3
const STEREO: usize = 4
const VOICES: usize = 5
const MIX: usize = 6
const SYNC: usize = 7
const TEMPO: usize = 8

function ringFrames(sampleRate: f64): u32 {
  return (<u32>Math.ceil(LONGEST * (sampleRate > 0 ? sampleRate : 192000)) + 63) & ~31
}

export function modulated_delay_state_size(channels: u32, sampleRate: f64): u32 {
  return <u32>RINGS + 16 * (ringFrames(sampleRate) + AGAIN)
}

export function modulated_delay_init(self: usize, sampleRate: f64, seed: u32): void {
  const size = ringFrames(sampleRate)
  store<f64>(self + RATE, sampleRate)
  store<f64>(self + PHASE, 0)
  store<u32>(self + PLACE, 0)
  store<u32>(self + SIZE, size)
  store<u32>(self + QUIET, size)
  store<f32>(self + LAST_DELAY, -1)
  store<u32>(self + TWINS, 1)
  memory.fill(self + RINGS, 0, 16 * <usize>(size + AGAIN))
}

/** 1 where the lines are silent. */
export function modulated_delay_idle(self: usize): u32 {
  return load<u32>(self + QUIET) >= load<u32>(self + SIZE) ? 1 : 0
}

/**
 * The waves of all voices where a step begins: sine on both sides, then cosine on both. Frames within the step follow
 * from them by the sum of angles.
 */
function fillWaves(to: usize, phase: f64, offset: f64, voices: i32): void {
  for (let voice = 0; voice < voices; voice++) {
    const turn = phase + <f64>voice / <f64>voices
    const sides = f64x2(turn, turn + offset)
    const quarter = f64x2.add(sides, f64x2.splat(0.25))
    const wave = sinQuarter(demoteFour(foldTurns(sides), foldTurns(quarter)))
    v128.store(to + 16 * <usize>voice, wave)
  }
}

/** Turns a frame that the sines and cosines are of: how far four frames are from a step's first one. */
let turnsKnown: f64 = -1
let knownSines: v128 = i64x2.splat(0)
let knownCosines: v128 = i64x2.splat(0)

/** Beside 2^23 the low bits of an f32 are its whole part; then 1. */
const numbers = memory.data<f32>([8388608, 1])

/**
 * Where a voice reads on a side, for all of a step: half frames beyond `whole`, then the parts of one more, four
 * frames at a time. Apart from reading, so that both have registers enough.
 */
function fillPlaces(to: usize, sweep: usize, wave: usize): void {
  const sine = v128.load32_splat(wave)
  const cosine = v128.load32_splat(wave, 8)
  const baseStep = v128.load32_splat(sweep, 8)
  const swingStep = v128.load32_splat(sweep, 12)
  const sineStep = v128.load(sweep, 80)
  const cosineStep = v128.load(sweep, 96)
  const shift = v128.load32_splat(numbers)
  const one = v128.load32_splat(numbers + 4)
  let base = v128.load(sweep, 16)
  let swing = v128.load(sweep, 32)
  let sines = v128.load(sweep, 48)
  let cosines = v128.load(sweep, 64)
  for (let at = to; at < to + PLACES; at += 32) {
    const moved = f32x4.add(f32x4.mul(sine, cosines), f32x4.mul(cosine, sines))
    const delays = f32x4.add(base, f32x4.mul(swing, f32x4.add(moved, one)))
    const more = f32x4.floor(delays)
    v128.store(at, i32x4.sub(f32x4.add(more, shift), shift))
    v128.store(at, f32x4.sub(delays, more), 16)
    base = f32x4.add(base, baseStep)
    swing = f32x4.add(swing, swingStep)
    const turned = f32x4.add(f32x4.mul(sines, cosineStep), f32x4.mul(cosines, sineStep))
    cosines = f32x4.sub(f32x4.mul(cosines, cosineStep), f32x4.mul(sines, sineStep))
    sines = turned
  }
}

/** Four frames of all voices. */
// @ts-ignore: decorator
@inline
function readVoices(
  ring: usize,
  size: u32,
  place: u32,
  whole: u32,
  places: usize,
  voices: i32,
): v128 {
  let sum = f32x4.splat(0)
  for (let voice = 0; voice < voices; voice++) {
    const from = places + PLACES * <usize>voice
    sum = f32x4.add(
      sum,
      readLine(ring, size, place, whole, v128.load(from), v128.load(from, 16)),
    )
  }
  return sum
}

/** Where all voices read on a side, for all of a step. */
function fillSide(sweep: usize, side: u32, voices: i32): void {
  const places = sweep + WAVES + 16 * <usize>voices
  for (let voice = 0; voice < voices; voice++) {
    const wave = sweep + WAVES + 16 * <usize>voice + 4 * <usize>side
    fillPlaces(places + PLACES * <usize>voice, sweep, wave)
  }
}

/** Where the lines of a side begin. */
// @ts-ignore: decorator
@inline
function ringOf(self: usize, side: u32): usize {
  return self + RINGS + (side == 0 ? 0 : halvesOf(load<u32>(self + SIZE)) << 1)
}

/**
 * What all voices read on a side in a step, on both where those are read at the same places. So the code of reading has the
 * registers for itself.
 */
function readAhead(self: usize, side: u32, both: bool, voices: i32, sweep: usize, sums: usize): void {
  const size = load<u32>(self + SIZE)
  const place = load<u32>(self + PLACE)
  const whole = load<u32>(sweep, 4)
  const places = sweep + WAVES + 16 * <usize>voices
  memory.fill(sums, 0, 8 * <usize>STEP)
  for (let voice = 0; voice < voices; voice++) {
    const at = places + PLACES * <usize>voice
    if (both) addVoiceOfBoth(ringOf(self, side), size, place, whole, at, sums)
    else addVoice(ringOf(self, side), size, place, whole, at, sums)
  }
}

/** Thirty-two frames of a side: answers what it kept, all lanes or-ed. What was read ahead is at `sums`, if that is not 0. */
function processSide(
  self: usize,
  frame: u32,
  side: u32,
  voices: i32,
  sweep: usize,
  sums: usize,
): v128 {
  const size = load<u32>(self + SIZE)
  const place = load<u32>(self + PLACE)
  const ring = ringOf(self, side)
  const halves = ring + halvesOf(size)
  const heard = inputChannel(self, 0, side) + (<usize>frame << 2)
  const to = outputChannel(self, 0, side) + (<usize>frame << 2)
  const before = ring + (<usize>(place == 0 ? size : place) << 2)
  const share = v128.load32_splat(sweep)
  const whole = load<u32>(sweep, 4)
  const one = v128.load32_splat(numbers + 4)
  let earlier = v128.load(before - 32)
  let middle = v128.load(before - 16)
  const places = sweep + WAVES + 16 * <usize>voices
  const feedbackMoves = paramMoves(self, FEEDBACK)
  const mixMoves = paramMoves(self, MIX)
  let feedback = f32x4.mul(share, paramFour(self, FEEDBACK, frame))
  let mix = paramFour(self, MIX, frame)
  let any = i32x4.splat(0)
  for (let i: u32 = 0; i < STEP; i += 4) {
    const at = <usize>i << 2
    if (feedbackMoves) feedback = f32x4.mul(share, paramFour(self, FEEDBACK, frame + i))
    if (mixMoves) mix = paramFour(self, MIX, frame + i)
    const sum = sums != 0
      ? v128.load(sums + at)
      : readVoices(ring, size, place + i, whole, places + (<usize>i << 3), voices)
    const wet = f32x4.mul(share, sum)
    const dry = v128.load(heard + at)
    // Voices may add up: what goes round is their mean.
    const kept = boundFour(f32x4.add(dry, f32x4.mul(feedback, wet)))
    any = v128.or(any, kept)
    const now = <usize>(place + i) << 2
    v128.store(ring + now, kept)
    if (place == 0) v128.store(ring + now + (<usize>size << 2), kept)
    const between = halfWays(earlier, middle, kept)
    earlier = middle
    middle = kept
    const last = place + i == 0 ? <usize>(size - 4) << 2 : now - 16
    v128.store(halves + last, between)
    if (last < 128) v128.store(halves + last + (<usize>size << 2), between)
    const out = f32x4.add(f32x4.mul(f32x4.sub(one, mix), dry), f32x4.mul(mix, wet))
    v128.store(to + at, out)
  }
  return any
}

/** Sines and cosines of four frames from the first of a step, and of four frames' turn. */
function fillTurns(to: usize, step: f64): void {
  if (step != turnsKnown) {
    turnsKnown = step
    knownSines = sineFour(0, step)
    knownCosines = sineFour(0.25, step)
  }
  const sines = knownSines
  const cosines = knownCosines
  const two = v128.shuffle<f32>(sines, sines, 2, 2, 2, 2)
  const twice = f32x4.add(two, two)
  v128.store(to, sines)
  v128.store(to, cosines, 16)
  v128.store(to, f32x4.mul(twice, v128.shuffle<f32>(cosines, cosines, 2, 2, 2, 2)), 32)
  v128.store(to, f32x4.sub(f32x4.splat(1), f32x4.mul(twice, two)), 48)
}

/** Whether both sides are one in a step. Where they part, the right side gets what the left one has. */
function areTwins(self: usize, offset: f64): bool {
  if (load<u32>(self + TWINS) == 0) return false
  if (offset == 0 && inputChannel(self, 0, 0) == inputChannel(self, 0, 1)) return true
  const bytes = 8 * <usize>(load<u32>(self + SIZE) + AGAIN)
  memory.copy(self + RINGS + bytes, self + RINGS, bytes)
  store<u32>(self + TWINS, 0)
  return false
}

/** Thirty-two frames. */
function processStep(self: usize, frame: u32): void {
  const rate = load<f64>(self + RATE)
  const size = load<u32>(self + SIZE)
  const place = load<u32>(self + PLACE)
  const step = turnsPerFrame(
    paramAt(self, RATE_PARAM, frame),
    <i32>paramAt(self, SYNC, frame),
    paramAt(self, TEMPO, frame),
    rate,
  )
  const phase = load<f64>(self + PHASE)
  const offset = <f64>paramAt(self, STEREO, frame)
  const voices = 1 + <i32>paramAt(self, VOICES, frame)
  // In half frames.
  const depth = <f32>(max<f64>(0, min<f64>(0.02, paramAt(self, DEPTH, frame))) * rate)
  const least = max<f32>(SHORTEST, <f32>(min<f64>(0.05, paramAt(self, DELAY, frame)) * rate))
  const delay = least + least
  const fresh = load<f32>(self + LAST_DELAY) < 0
  const fromDelay = fresh ? delay : load<f32>(self + LAST_DELAY)
  const fromDepth = fresh ? depth : load<f32>(self + LAST_DEPTH)
  // Whole half frames are counted apart, so that f32 has bits enough for the parts.
  const whole = <u32>min(fromDelay, delay) - 1
  const delayStep = (delay - fromDelay) * <f32>(1.0 / 32)
  const depthStep = (depth - fromDepth) * <f32>(1.0 / 32)
  const ramp = f32x4(1, 2, 3, 4)
  const rest = f32x4.splat(fromDelay - <f32>whole)
  const sweep = scratch(KERNEL)
  store<f32>(sweep, <f32>(1 / Math.sqrt(<f64>voices)))
  store<u32>(sweep, whole, 4)
  store<f32>(sweep, 4 * delayStep, 8)
  store<f32>(sweep, 4 * depthStep, 12)
  v128.store(sweep, f32x4.add(rest, f32x4.mul(ramp, f32x4.splat(delayStep))), 16)
  const swing = f32x4.mul(ramp, f32x4.splat(depthStep))
  v128.store(sweep, f32x4.add(f32x4.splat(fromDepth), swing), 32)
  fillTurns(sweep + 48, step)
  fillWaves(sweep + WAVES, phase, offset, voices)
  const twins = areTwins(self, offset)
  // Voices that are late enough are read at one go.
  const ahead = whole >= FAR
  const both = ahead && !twins && offset == 0
  const sums = sweep + WAVES + (16 + PLACES) * <usize>voices
  fillSide(sweep, 0, voices)
  if (ahead) readAhead(self, 0, both, voices, sweep, sums)
  let any = processSide(self, frame, 0, voices, sweep, ahead ? sums : 0)
  if (twins) {
    const at = <usize>frame << 2
    memory.copy(outputChannel(self, 0, 1) + at, outputChannel(self, 0, 0) + at, 4 * <usize>STEP)
  } else {
    if (offset != 0) fillSide(sweep, 1, voices)
    if (ahead && !both) readAhead(self, 1, false, voices, sweep, sums)
    const read = both ? sums + 4 * <usize>STEP : sums
    any = v128.or(any, processSide(self, frame, 1, voices, sweep, ahead ? read : 0))
  }
  const next = phase + 32 * step
  store<f64>(self + PHASE, next - Math.floor(next))
  store<u32>(self + PLACE, place + STEP == size ? 0 : place + STEP)
  store<f32>(self + LAST_DELAY, delay)
  store<f32>(self + LAST_DEPTH, depth)
  const quiet = min<u32>(load<u32>(self + QUIET), 0x40000000) + STEP
  store<u32>(self + QUIET, v128.any_true(any) ? 0 : quiet)
}

export function modulated_delay_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    // From silence on it begins anew, whether or not it was called meanwhile.
    if ((frame & (QUANTUM - 1)) == 0 && modulated_delay_idle(self)) {
      store<f64>(self + PHASE, 0)
      store<f32>(self + LAST_DELAY, -1)
      store<u32>(self + TWINS, 1)
    }
    processStep(self, frame)
  }
}
