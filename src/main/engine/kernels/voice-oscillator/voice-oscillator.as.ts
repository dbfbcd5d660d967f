import { gateBits } from '../lib/control.as'
import { clearBytes } from '../lib/copy.as'
import { hashOne } from '../lib/hash.as'
import { demoteFour, exp2Two, promoteHigh, sinQuarter } from '../lib/math.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  paramAt,
  paramFour,
  paramMoves,
  STATE,
  STEP,
} from '../lib/header.as'
import { buildTables, waveTables } from '../oscillator/tables.as'
import { lookFour } from '../oscillator/look.as'

// State: f64 seconds a frame, u32 seed, u32 waveform that sounds, u32 trigger of the frame before,
// f32 last detune (one semitone is 1), f32 the ratio that it makes; at 32: f32 × 16 frequencies of a
// step; at 96: the partials; behind them four f32 octaves that were met last, and their ratios.
const PERIOD = STATE
const SEED = STATE + 8
const WAVE = STATE + 12
const BEFORE = STATE + 16
const UNISON = STATE + 20
const SPREAD = STATE + 24
const WIDTH = STATE + 28
const HERTZ = STATE + 32
const PARTIALS = STATE + 96

// A partial: u32 phase, f32 ratio, f32 left and right gain now, f32 left and right gain to reach.
const PARTIAL_BYTES: usize = 32
const MOST: u32 = 8
const OCTAVES = PARTIALS + <usize>MOST * PARTIAL_BYTES
const RATIOS = OCTAVES + 16
const STATE_BYTES = RATIOS + 16

const SAW: i32 = 0
const PULSE: i32 = 4

export function voice_oscillator_state_size(channels: u32): u32 {
  return <u32>STATE_BYTES
}

export function voice_oscillator_init(self: usize, sampleRate: f64, seed: u32): void {
  buildTables()
  memory.fill(self + STATE, 0, STATE_BYTES - STATE)
  v128.store(self + RATIOS, f32x4.splat(1))
  store<f64>(self + PERIOD, 1 / sampleRate)
  store<u32>(self + SEED, seed)
  store<i32>(self + WAVE, -1)
  for (let index: u32 = 0; index < MOST; index++) store<u32>(partialAt(self, index), startOf(self, index))
}

// @ts-ignore: decorator
@inline
function partialAt(self: usize, index: u32): usize {
  return self + PARTIALS + <usize>index * PARTIAL_BYTES
}

/** Phase at which a partial starts: 0 for the first, chance for the others. */
function startOf(self: usize, index: u32): u32 {
  return index == 0 ? 0 : hashOne(index, load<u32>(self + SEED))
}

/** Ratios and gains to reach, when what they follow from has changed. */
function updatePartials(self: usize, frame: u32): void {
  const unison = paramAt(self, 3, frame)
  const spread = paramAt(self, 4, frame)
  const width = paramAt(self, 5, frame)
  const same =
    unison == load<f32>(self + UNISON) &&
    spread == load<f32>(self + SPREAD) &&
    width == load<f32>(self + WIDTH)
  if (same) return
  store<f32>(self + UNISON, unison)
  store<f32>(self + SPREAD, spread)
  store<f32>(self + WIDTH, width)
  const count = max<u32>(1, min<u32>(MOST, <u32>nearest(unison)))
  const scale = 1 / Math.sqrt(<f64>count)
  for (let index: u32 = 0; index < MOST; index++) {
    const partial = partialAt(self, index)
    const side = count == 1 ? 0 : (2 * <f64>index) / <f64>(count - 1) - 1
    const angle = (1 + side * <f64>width) * (Math.PI / 4)
    const on: f64 = index < count ? scale : 0
    store<f32>(partial, <f32>Math.pow(2, (side * <f64>spread) / 1200), 4)
    // The middle is 1 on both sides.
    store<f32>(partial, <f32>(on * Math.cos(angle) * Math.SQRT2), 16)
    store<f32>(partial, <f32>(on * Math.sin(angle) * Math.SQRT2), 20)
  }
}

/** A trigger within a step, as the number of the frame; −1 for none. */
// @ts-ignore: decorator
@inline
function triggerIn(self: usize, frame: u32): i32 {
  if (inputChannels(self, 2) == 0) return -1
  const gates = gateBits(inputChannel(self, 2, 0) + (<usize>frame << 2))
  const rises = gates & ~((gates << 1) | load<u32>(self + BEFORE))
  store<u32>(self + BEFORE, gates >> 15)
  return rises == 0 ? -1 : <i32>ctz(rises)
}

/** Hertz of sixteen frames, all that bends them included. */
function writeHertz(self: usize, frame: u32): void {
  const from = inputChannel(self, 0, 0) + (<usize>frame << 2)
  const pitch = inputChannel(self, 1, 0) + (<usize>frame << 2)
  const third = f32x4.splat(<f32>(1.0 / 12.0))
  const cent = f32x4.splat(<f32>(1.0 / 1200.0))
  let octaves = v128.load(self + OCTAVES)
  let ratio = v128.load(self + RATIOS)
  for (let i: u32 = 0; i < STEP; i += 4) {
    const at = <usize>i << 2
    const wanted = f32x4.add(
      f32x4.mul(paramFour(self, 9, frame + i), v128.load(pitch + at)),
      f32x4.add(
        f32x4.mul(paramFour(self, 1, frame + i), third),
        f32x4.mul(paramFour(self, 2, frame + i), cent),
      ),
    )
    if (v128.any_true(v128.xor(wanted, octaves))) {
      octaves = wanted
      const bounded = f32x4.pmax(f32x4.splat(-20), f32x4.pmin(f32x4.splat(20), wanted))
      ratio = demoteFour(
        exp2Two(f64x2.promote_low_f32x4(bounded)),
        exp2Two(promoteHigh(bounded)),
      )
    }
    v128.store(self + HERTZ + at, f32x4.mul(v128.load(from + at), ratio))
  }
  v128.store(self + OCTAVES, octaves)
  v128.store(self + RATIOS, ratio)
}

/** Four samples of a wave at phases of 32 bits; `turns` is the part of a turn in a frame. */
// @ts-ignore: decorator
@inline
function waveFour(wave: i32, phases: v128, turns: v128, widths: v128): v128 {
  if (wave == 0) {
    const t = f32x4.mul(f32x4.convert_i32x4_s(phases), f32x4.splat(1.0 / 4294967296.0))
    const mirrored = f32x4.sub(
      v128.or(f32x4.splat(0.5), v128.and(t, f32x4.splat(-0.0))),
      t,
    )
    const folds = f32x4.gt(f32x4.abs(t), f32x4.splat(0.25))
    return sinQuarter(v128.bitselect(mirrored, t, folds))
  }
  if (wave != PULSE) return lookFour(waveTables(wave - 1), phases, turns)
  const tables = waveTables(SAW)
  const shift = i32x4.trunc_sat_f32x4_u(f32x4.mul(widths, f32x4.splat(4294967296.0)))
  const behind = lookFour(tables, i32x4.sub(phases, shift), turns)
  return f32x4.sub(lookFour(tables, phases, turns), behind)
}

/** By how much four phases move on, from turns a frame. */
// @ts-ignore: decorator
@inline
function stepsFour(self: usize, at: usize, ratio: v128): v128 {
  const turns = turnsFour(self, at, ratio)
  return i32x4.trunc_sat_f32x4_u(f32x4.mul(turns, f32x4.splat(4294967296.0)))
}

// @ts-ignore: decorator
@inline
function turnsFour(self: usize, at: usize, ratio: v128): v128 {
  const raw = f32x4.mul(v128.load(self + HERTZ + at), ratio)
  return f32x4.pmax(f32x4.splat(0), f32x4.pmin(f32x4.splat(0.5), raw))
}

/** Sixteen frames of a partial that nobody hears: its phase goes on. */
function passPartial(self: usize, partial: usize, period: v128): void {
  const ratio = f32x4.mul(v128.load32_splat(partial, 4), period)
  let sums = stepsFour(self, 0, ratio)
  for (let at: usize = 16; at < <usize>STEP << 2; at += 16) {
    sums = i32x4.add(sums, stepsFour(self, at, ratio))
  }
  const pairs = i32x4.add(sums, v128.shuffle<i32>(sums, sums, 2, 3, 0, 1))
  const all = i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1)
  store<u32>(partial, load<u32>(partial) + all)
  v128.store64_lane(partial, v128.load64_zero(partial, 24), 0, 8)
}

/** Adds sixteen frames of a partial to the output. */
// @ts-ignore: decorator
@inline
function addPartial(self: usize, partial: usize, wave: i32, frame: u32, period: v128): void {
  const toLeft = outputChannel(self, 0, 0) + (<usize>frame << 2)
  const toRight = outputChannel(self, 0, 1) + (<usize>frame << 2)
  const ratio = f32x4.mul(v128.load32_splat(partial, 4), period)
  const gains = v128.load64_zero(partial, 8)
  const wanted = v128.load64_zero(partial, 24)
  const slope = f32x4.mul(f32x4.sub(wanted, gains), f32x4.splat(1.0 / 16.0))
  const ramp = f32x4(1, 2, 3, 4)
  let left = f32x4.add(f32x4.splat(f32x4.extract_lane(gains, 0)), f32x4.mul(ramp, f32x4.splat(f32x4.extract_lane(slope, 0))))
  let right = f32x4.add(f32x4.splat(f32x4.extract_lane(gains, 1)), f32x4.mul(ramp, f32x4.splat(f32x4.extract_lane(slope, 1))))
  const leftStep = f32x4.splat(4 * f32x4.extract_lane(slope, 0))
  const rightStep = f32x4.splat(4 * f32x4.extract_lane(slope, 1))
  let phase = load<u32>(partial)
  for (let i: u32 = 0; i < STEP; i += 4) {
    const at = <usize>i << 2
    const turns = turnsFour(self, at, ratio)
    const steps = i32x4.trunc_sat_f32x4_u(f32x4.mul(turns, f32x4.splat(4294967296.0)))
    // Running sums: each lane is the sum of the lanes before it.
    const zero = i32x4.splat(0)
    const once = i32x4.add(steps, v128.shuffle<i32>(zero, steps, 0, 4, 5, 6))
    const sums = i32x4.add(once, v128.shuffle<i32>(zero, once, 0, 0, 4, 5))
    const phases = i32x4.add(i32x4.splat(phase), i32x4.sub(sums, steps))
    phase += i32x4.extract_lane(sums, 3)
    const level = paramFour(self, 7, frame + i)
    const sound = f32x4.mul(level, waveFour(wave, phases, turns, paramFour(self, 6, frame + i)))
    v128.store(toLeft + at, f32x4.add(v128.load(toLeft + at), f32x4.mul(left, sound)))
    v128.store(toRight + at, f32x4.add(v128.load(toRight + at), f32x4.mul(right, sound)))
    left = f32x4.add(left, leftStep)
    right = f32x4.add(right, rightStep)
  }
  store<u32>(partial, phase)
  v128.store64_lane(partial, wanted, 0, 8)
}

/** Moves a gain a quarter of its way, by the end of the step. */
// @ts-ignore: decorator
@inline
function approach(partial: usize, side: usize, silent: bool): void {
  const now = load<f32>(partial + side, 8)
  const target: f32 = silent ? 0 : load<f32>(partial + side, 16)
  const next = now + (target - now) * 0.25
  store<f32>(partial + side, abs(target - next) < 1e-3 ? target : next, 24)
}

function begin(self: usize, frame: u32, into: u32): void {
  const restart = <i32>paramAt(self, 8, frame) == 1
  const period = load<f64>(self + PERIOD)
  store<i32>(self + WAVE, <i32>paramAt(self, 0, frame))
  for (let index: u32 = 0; index < MOST; index++) {
    const partial = partialAt(self, index)
    store<u64>(partial, load<u64>(partial, 16), 8)
    if (!restart) continue
    // Back by what the frames before the trigger add, so that it falls on the start.
    const hertz = <f64>load<f32>(self + HERTZ + (<usize>into << 2))
    const turns = min(0.5, max(0, hertz * <f64>load<f32>(partial, 4) * period))
    store<u32>(partial, startOf(self, index) - into * <u32>(turns * 4294967296.0))
  }
}

function processStep(self: usize, frame: u32): void {
  const start = <usize>frame << 2
  const period = f32x4.splat(<f32>load<f64>(self + PERIOD))
  updatePartials(self, frame)
  writeHertz(self, frame)
  const into = triggerIn(self, frame)
  if (into >= 0 || load<i32>(self + WAVE) < 0) begin(self, frame, <u32>max(into, 0))
  let wave = load<i32>(self + WAVE)
  const changes = <i32>paramAt(self, 0, frame) != wave
  clearBytes(outputChannel(self, 0, 0) + start, <usize>STEP << 2)
  clearBytes(outputChannel(self, 0, 1) + start, <usize>STEP << 2)
  const unheard = !paramMoves(self, 7) && paramAt(self, 7, frame) == 0
  let silent = true
  for (let index: u32 = 0; index < MOST; index++) {
    const partial = partialAt(self, index)
    if (load<u64>(partial, 8) == 0 && load<u64>(partial, 16) == 0) continue
    approach(partial, 0, changes)
    approach(partial, 4, changes)
    if (load<u64>(partial, 8) == 0 && load<u64>(partial, 24) == 0) continue
    if (unheard) passPartial(self, partial, period)
    else addPartial(self, partial, wave, frame, period)
    if (load<u64>(partial, 8) != 0) silent = false
  }
  if (changes && silent) store<i32>(self + WAVE, <i32>paramAt(self, 0, frame))
}

export function voice_oscillator_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += STEP) processStep(self, frame)
}
