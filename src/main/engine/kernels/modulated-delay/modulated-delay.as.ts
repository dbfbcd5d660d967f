import {
  inputChannel,
  outputChannel,
  paramAt,
  paramFour,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'
import { boundFour, demoteFour, flushFour, foldTurns, sinQuarter } from '../lib/math.as'
import { KERNEL, scratch } from '../lib/scratch.as'
import { sineFour, turnsPerFrame } from '../lib/sweep.as'
import { readFour } from './taps.as'

// State: f64 rate, f64 phase in turns, u32 place to write, u32 ring size in frames, u32 frames of silence
// kept in a row; f32 delay, depth and offset where the last step ended, below 0 before the first; then a
// ring a side, each with frames past its end that repeat its start.
const RATE = STATE
const PHASE = STATE + 8
const PLACE = STATE + 16
const SIZE = STATE + 20
const QUIET = STATE + 24
const LAST_DELAY = STATE + 28
const LAST_DEPTH = STATE + 32
const RINGS = STATE + 48

const AGAIN: u32 = 16

/** Longest delay in seconds, with all its depth. */
const LONGEST: f64 = 0.072

/** Shortest delay in frames: four frames are read at once, three newer ones with each. */
const SHORTEST: f32 = 8

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
  return (<u32>Math.ceil(LONGEST * (sampleRate > 0 ? sampleRate : 192000)) + 47) & ~15
}

export function modulated_delay_state_size(channels: u32, sampleRate: f64): u32 {
  return <u32>RINGS + 8 * (ringFrames(sampleRate) + AGAIN)
}

export function modulated_delay_init(self: usize, sampleRate: f64, seed: u32): void {
  const size = ringFrames(sampleRate)
  store<f64>(self + RATE, sampleRate)
  store<f64>(self + PHASE, 0)
  store<u32>(self + PLACE, 0)
  store<u32>(self + SIZE, size)
  store<u32>(self + QUIET, size)
  store<f32>(self + LAST_DELAY, -1)
  memory.fill(self + RINGS, 0, 8 * <usize>(size + AGAIN))
}

/** 1 where the lines are silent. */
export function modulated_delay_idle(self: usize): u32 {
  return load<u32>(self + QUIET) >= load<u32>(self + SIZE) ? 1 : 0
}

/** Address of the oldest of the eight frames about a delay. */
// @ts-ignore: decorator
@inline
function tapPlace(ring: usize, size: u32, place: u32, whole: u32, more: i32): usize {
  const back = whole + <u32>more + 4
  return ring + (<usize>(place >= back ? place - back : place + size - back) << 2)
}

/** Four frames of a line whose delays differ in their whole parts: each from a reading of its own. */
function readApart(ring: usize, size: u32, place: u32, whole: u32, backs: v128, parts: v128): v128 {
  const a = readFour(tapPlace(ring, size, place, whole, i32x4.extract_lane(backs, 0)), parts)
  const b = readFour(tapPlace(ring, size, place, whole, i32x4.extract_lane(backs, 1)), parts)
  const c = readFour(tapPlace(ring, size, place, whole, i32x4.extract_lane(backs, 2)), parts)
  const d = readFour(tapPlace(ring, size, place, whole, i32x4.extract_lane(backs, 3)), parts)
  const early = v128.shuffle<f32>(a, b, 0, 5, 0, 5)
  return v128.shuffle<f32>(early, v128.shuffle<f32>(c, d, 2, 7, 2, 7), 0, 1, 4, 5)
}

/** Four frames of a line: `delays` in frames beyond `whole`. */
// @ts-ignore: decorator
@inline
function readLine(ring: usize, size: u32, place: u32, whole: u32, delays: v128): v128 {
  const more = f32x4.floor(delays)
  const parts = f32x4.sub(delays, more)
  const backs = i32x4.trunc_sat_f32x4_s(more)
  const first = i32x4.extract_lane(backs, 0)
  return i32x4.all_true(i32x4.eq(backs, i32x4.splat(first)))
    ? readFour(tapPlace(ring, size, place, whole, first), parts)
    : readApart(ring, size, place, whole, backs, parts)
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

/** Sixteen frames. */
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
  const share = f32x4.splat(<f32>(1 / Math.sqrt(<f64>voices)))
  const depth = <f32>(0.5 * max<f64>(0, min<f64>(0.02, paramAt(self, DEPTH, frame))) * rate)
  const delay = max<f32>(SHORTEST, <f32>(min<f64>(0.05, paramAt(self, DELAY, frame)) * rate))
  const fresh = load<f32>(self + LAST_DELAY) < 0
  const fromDelay = fresh ? delay : load<f32>(self + LAST_DELAY)
  const fromDepth = fresh ? depth : load<f32>(self + LAST_DEPTH)
  // Whole frames are counted apart, so that f32 has bits enough for the parts.
  const whole = <u32>min(fromDelay, delay)
  const rest = fromDelay - <f32>whole
  const delayStep = (delay - fromDelay) * <f32>(1.0 / 16)
  const depthStep = (depth - fromDepth) * <f32>(1.0 / 16)
  const one = f32x4.splat(1)
  const waves = scratch(KERNEL)
  fillWaves(waves, phase, offset, voices)
  // Sines and cosines of how far four frames are from the step's first one, and of four frames.
  let sines = sineFour(0, step)
  let cosines = sineFour(0.25, step)
  const two = v128.shuffle<f32>(sines, sines, 2, 2, 2, 2)
  const twice = f32x4.add(two, two)
  const sineStep = f32x4.mul(twice, v128.shuffle<f32>(cosines, cosines, 2, 2, 2, 2))
  const cosineStep = f32x4.sub(one, f32x4.mul(twice, two))
  let any = f32x4.splat(0)
  for (let i: u32 = 0; i < STEP; i += 4) {
    const now = frame + i
    const ramp = f32x4.add(f32x4.splat(<f32>i), f32x4(1, 2, 3, 4))
    const base = f32x4.add(f32x4.splat(rest), f32x4.mul(ramp, f32x4.splat(delayStep)))
    const swing = f32x4.add(f32x4.splat(fromDepth), f32x4.mul(ramp, f32x4.splat(depthStep)))
    const feedback = paramFour(self, FEEDBACK, now)
    const mix = paramFour(self, MIX, now)
    for (let side: u32 = 0; side < 2; side++) {
      const ring = self + RINGS + 4 * <usize>(side * (size + AGAIN))
      let sum = f32x4.splat(0)
      for (let voice = 0; voice < voices; voice++) {
        const wave = waves + 16 * <usize>voice + 4 * <usize>side
        const moved = f32x4.add(
          f32x4.mul(v128.load32_splat(wave), cosines),
          f32x4.mul(v128.load32_splat(wave, 8), sines),
        )
        const delays = f32x4.add(base, f32x4.mul(swing, f32x4.add(moved, one)))
        sum = f32x4.add(sum, readLine(ring, size, place + i, whole, delays))
      }
      const wet = f32x4.mul(share, sum)
      const dry = v128.load(inputChannel(self, 0, side) + (<usize>now << 2))
      // Voices may add up: what goes round is their mean.
      const round = f32x4.mul(f32x4.mul(feedback, share), wet)
      const kept = boundFour(f32x4.add(dry, round))
      any = v128.or(any, kept)
      const to = ring + (<usize>(place + i) << 2)
      v128.store(to, kept)
      if (place == 0) v128.store(to + (<usize>size << 2), kept)
      const out = f32x4.add(f32x4.mul(f32x4.sub(one, mix), dry), f32x4.mul(mix, wet))
      v128.store(outputChannel(self, 0, side) + (<usize>now << 2), out)
    }
    const turned = f32x4.add(f32x4.mul(sines, cosineStep), f32x4.mul(cosines, sineStep))
    cosines = f32x4.sub(f32x4.mul(cosines, cosineStep), f32x4.mul(sines, sineStep))
    sines = turned
  }
  const next = phase + 16 * step
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
    }
    processStep(self, frame)
  }
}
