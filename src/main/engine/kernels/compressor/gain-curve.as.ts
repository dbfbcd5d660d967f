import { DECIBEL, DECIBELS_PER_OCTAVE, exp2Four, log2Four } from '../lib/logarithms.as'
import { paramAt, paramFour, paramMoves, STEP } from '../lib/header.as'
import { exp2One, flushTwo } from '../lib/math.as'
import { advance, gather, gatherPeaks, lastOf, poleOf, spread, storePole } from '../lib/poles.as'
import { ATTACK_POLE, KEYS, RATE, RELEASE_POLE, WINDOW_POLE } from './layout.as'

export const THRESHOLD: usize = 0
export const RATIO: usize = 1
export const KNEE: usize = 2
export const ATTACK: usize = 3
export const RELEASE: usize = 4
export const MAKEUP: usize = 5
export const MIX: usize = 6
export const MODE: usize = 7
export const DETECTOR: usize = 8
export const WINDOW: usize = 9
export const RANGE: usize = 10
export const TIMING: usize = 14

/** Quietest level, −200 dB: what is below counts as this; its square. */
const quietest = memory.data<f32>([1e-10, 1e-20])

/** Seconds over which the crest factor is taken. */
const CREST_WINDOW: f64 = 0.2

const STEP_BYTES: usize = <usize>STEP << 2

function updatePoles(self: usize, attack: f32, release: f32, window: f32): void {
  const keys = self + KEYS
  if (
    load<f32>(keys) == attack &&
    load<f32>(keys, 4) == release &&
    load<f32>(keys, 8) == window
  ) {
    return
  }
  store<f32>(keys, attack)
  store<f32>(keys, release, 4)
  store<f32>(keys, window, 8)
  const rate = load<f64>(self + RATE)
  storePole(self + ATTACK_POLE, poleOf(<f64>attack, rate))
  storePole(self + RELEASE_POLE, poleOf(<f64>release, rate))
  storePole(self + WINDOW_POLE, poleOf(<f64>window, rate))
}

/** Half the square of the crest factor, 1 for a sine, from the peak and the mean of the squares. */
function halfCrest(self: usize, cell: usize, levels: usize): f64 {
  let peak = f32x4.splat(0)
  let sum = f32x4.splat(0)
  for (let at: usize = 0; at < STEP_BYTES; at += 16) {
    const x = v128.load(levels + at)
    const square = f32x4.mul(x, x)
    peak = f32x4.pmax(peak, square)
    sum = f32x4.add(sum, square)
  }
  const top = max(
    max(f32x4.extract_lane(peak, 0), f32x4.extract_lane(peak, 1)),
    max(f32x4.extract_lane(peak, 2), f32x4.extract_lane(peak, 3)),
  )
  const low = <f64>f32x4.extract_lane(sum, 0) + <f64>f32x4.extract_lane(sum, 1)
  const mean = (low + <f64>f32x4.extract_lane(sum, 2) + <f64>f32x4.extract_lane(sum, 3)) / 16
  const keep = exp2One((-1.4426950408889634 * 16) / (CREST_WINDOW * load<f64>(self + RATE)))
  const peaks = max(<f64>top, <f64>top + keep * (load<f64>(cell, 24) - <f64>top))
  const means = mean + keep * (load<f64>(cell, 32) - mean)
  store<f64>(cell, peaks > 1e-25 ? peaks : 0, 24)
  store<f64>(cell, means > 1e-25 ? means : 0, 32)
  return means > 1e-20 ? max(1, min(200, (0.5 * peaks) / means)) : 1
}

/** Frames for which all that is worked out once a step holds: more than a step where no parameter moves. */
export function heldFrames(self: usize, frame: u32, most: u32): u32 {
  for (let param: usize = 0; param <= TIMING; param++) if (paramMoves(self, param)) return STEP
  return paramAt(self, TIMING, frame) == 0 ? most : STEP
}

/** Levels become what the gain should change by, in place; answers the mean square behind them. */
// @ts-ignore: decorator
@inline
function curve(self: usize, frame: u32, frames: u32, levels: usize, before: v128, rms: bool): v128 {
  const mode = <i32>paramAt(self, MODE, frame)
  const ratio = paramAt(self, RATIO, frame)
  const knee = max<f32>(1e-4, paramAt(self, KNEE, frame) * DECIBEL)
  const slope = f32x4.splat(mode == 2 ? ratio - 1 : ratio >= 100 ? 1 : 1 - 1 / ratio)
  const half = f32x4.splat(knee * 0.5)
  const bend = f32x4.splat(0.5 / knee)
  const range = f32x4.splat(paramAt(self, RANGE, frame) * DECIBEL)
  const zero = f32x4.splat(0)
  const direction = f32x4.splat(mode == 0 ? 1 : -1)
  // What follows always rises when the sound has to be turned down: then it is the attack's turn.
  const sign = direction
  const scale = f32x4.splat(rms ? 0.5 : 1)
  const meanPole = self + WINDOW_POLE
  const thresholdMoves = paramMoves(self, THRESHOLD)
  let threshold = f32x4.mul(paramFour(self, THRESHOLD, frame), f32x4.splat(DECIBEL))
  let mean = before
  for (let i: u32 = 0; i < frames; i += 4) {
    const at = levels + (<usize>i << 2)
    let level = v128.load(at)
    if (rms) {
      const gathered = gather(meanPole, f32x4.mul(level, level))
      level = f32x4.pmax(v128.load32_splat(quietest + 4), spread(meanPole, gathered, mean))
      mean = advance(meanPole, gathered, mean)
      if ((i & (STEP - 1)) == STEP - 4) mean = flushTwo(mean)
    }
    if (thresholdMoves) {
      threshold = f32x4.mul(paramFour(self, THRESHOLD, frame + i), f32x4.splat(DECIBEL))
    }
    const octaves = log2Four(f32x4.pmax(v128.load32_splat(quietest), level))
    const decibels = rms ? f32x4.mul(scale, octaves) : octaves
    const over = f32x4.mul(direction, f32x4.sub(decibels, threshold))
    const inside = f32x4.pmin(f32x4.add(half, half), f32x4.pmax(zero, f32x4.add(over, half)))
    const curved = f32x4.mul(bend, f32x4.mul(inside, inside))
    const straight = f32x4.pmax(zero, f32x4.sub(over, half))
    const amount = f32x4.pmin(range, f32x4.mul(slope, f32x4.add(curved, straight)))
    v128.store(at, f32x4.mul(sign, amount))
  }
  return mean
}

/**
 * As many levels become changes of gain in powers of two, in place; `cell` is the detector's state. Returns what the
 * recursions strive for at the last frame.
 */
export function followStep(
  self: usize,
  cell: usize,
  frame: u32,
  frames: u32,
  levels: usize,
): f64 {
  let attack = paramAt(self, ATTACK, frame)
  let release = paramAt(self, RELEASE, frame)
  if (paramAt(self, TIMING, frame) != 0) {
    const crest = halfCrest(self, cell, levels)
    const shorter = <f64>attack / crest
    release = <f32>(max(0.001, (<f64>release + <f64>attack) / crest - shorter))
    attack = <f32>shorter
  }
  updatePoles(self, attack, release, paramAt(self, WINDOW, frame))
  const square = v128.load64_splat(cell, 16)
  // Recursions, and what has none, apart: each loop then has registers enough.
  const rms = paramAt(self, DETECTOR, frame) != 0
  const mean = rms
    ? curve(self, frame, frames, levels, square, true)
    : curve(self, frame, frames, levels, square, false)
  const turn = f32x4.splat(<i32>paramAt(self, MODE, frame) == 2 ? 1 : -1)
  const releasePole = self + RELEASE_POLE
  const attackPole = self + ATTACK_POLE
  let first = v128.load64_splat(cell)
  let second = v128.load64_splat(cell, 8)
  let wanted = f32x4.splat(0)
  for (let i: u32 = 0; i < frames; i += 4) {
    const at = levels + (<usize>i << 2)
    wanted = v128.load(at)
    const peaks = gatherPeaks(releasePole, wanted)
    const kept = gather(releasePole, wanted)
    const held = f32x4.pmax(peaks, spread(releasePole, kept, first))
    first = f64x2.pmax(lastOf(peaks), advance(releasePole, kept, first))
    const smooth = gather(attackPole, held)
    v128.store(at, f32x4.mul(turn, spread(attackPole, smooth, second)))
    second = advance(attackPole, smooth, second)
  }
  v128.store64_lane(cell, first, 0)
  v128.store64_lane(cell, second, 0, 8)
  v128.store64_lane(cell, mean, 0, 16)
  return <f64>f32x4.extract_lane(wanted, 3)
}

/**
 * Changes of gain in powers of two become factors of the sound: make-up and mix are in them. `report` is raised, in decibels of
 * reduction, to what the changes take away; where `fresh`, it is replaced.
 */
export function toFactors(
  self: usize,
  frame: u32,
  frames: u32,
  changes: usize,
  report: usize,
  fresh: bool,
): void {
  const octaves = f32x4.splat(DECIBEL)
  const scale = f32x4.splat(-DECIBELS_PER_OCTAVE)
  const zero = f32x4.splat(0)
  const makeupMoves = paramMoves(self, MAKEUP)
  const mixMoves = paramMoves(self, MIX)
  let makeup = f32x4.mul(paramFour(self, MAKEUP, frame), octaves)
  let mix = paramFour(self, MIX, frame)
  let dry = f32x4.sub(f32x4.splat(1), mix)
  for (let i: u32 = 0; i < frames; i += 4) {
    const at = <usize>i << 2
    if (makeupMoves) makeup = f32x4.mul(paramFour(self, MAKEUP, frame + i), octaves)
    if (mixMoves) {
      mix = paramFour(self, MIX, frame + i)
      dry = f32x4.sub(f32x4.splat(1), mix)
    }
    const change = v128.load(changes + at)
    // Zero without a sign: + 0 makes −0 into 0.
    const taken = f32x4.add(f32x4.mul(scale, change), zero)
    v128.store(report + at, fresh ? taken : f32x4.pmax(v128.load(report + at), taken))
    const wet = exp2Four(f32x4.add(change, makeup))
    v128.store(changes + at, f32x4.add(dry, f32x4.mul(mix, wet)))
  }
}
