import { exp2One } from '../lib/math.as'
import { inputChannel, inputChannels, outputChannel, paramAt, STATE, STEP } from '../lib/header.as'
import { buildOwnWaves, bytesOf, wavesOf } from './own-waves.as'
import { buildWaves, levelPlace, levelShift, setAt, SETS, WAVE_BYTES, WAVES } from './waves.as'

// State: f64 frames a second, u32 phase, u32 trigger of the frame before, f32 octaves and f32 their
// factor, f32 loudness at the end of the step before, i32 set that sounds (−1: none yet), u32 where the waves of
// the sound lie (0: no sound), i32 how many.
const RATE = STATE
const PHASE = STATE + 8
const BEFORE = STATE + 12
const OCTAVES = STATE + 16
const FACTOR = STATE + 20
const LOUD = STATE + 24
const SET = STATE + 28
const OWN = STATE + 32
const OWN_WAVES = STATE + 36

/** The exponent and top bit of 2^−10 as f32: the first level. */
const FIRST_LEVEL: i32 = (127 - 10) << 1

const TURN: f64 = 4294967296.0

export function wavetable_state_size(channels: u32): u32 {
  return <u32>STATE + 48
}

export function wavetable_init(self: usize, sampleRate: f64, seed: u32): void {
  buildWaves()
  memory.fill(self + STATE, 0, 48)
  store<f64>(self + RATE, sampleRate)
  store<f32>(self + FACTOR, 1)
  store<i32>(self + SET, -1)
}

/** Bytes that the waves of a sound take. */
export function wavetable_tables_size(frames: u32): u32 {
  return bytesOf(frames)
}

/** Makes the waves of a sound from its first channel. */
export function wavetable_tables(to: usize, from: usize, frames: u32): void {
  buildOwnWaves(to, from, frames)
}

/** Takes what `wavetable_tables` made. */
export function wavetable_sound(
  self: usize,
  pointer: usize,
  strideFrames: u32,
  frames: u32,
  channels: u32,
  soundRate: f64,
): void {
  store<u32>(self + OWN, <u32>pointer)
  store<u32>(self + OWN_WAVES, wavesOf(frames))
}

/** Four neighbouring samples, of a wave and the next, at their place between them. */
// @ts-ignore: decorator
@inline
function samples(at: usize, between: v128): v128 {
  const here = v128.load(at - 4)
  return f32x4.add(here, f32x4.mul(between, f32x4.sub(v128.load(at + WAVE_BYTES - 4), here)))
}

/** Weights of Hermite's cubic through four samples, `t` of the way from the second to the third. */
// @ts-ignore: decorator
@inline
function weights(t: v128): v128 {
  let sum = f32x4.mul(f32x4(-0.5, 1.5, -1.5, 0.5), t)
  sum = f32x4.mul(f32x4.add(sum, f32x4(1, -2.5, 2, -0.5)), t)
  sum = f32x4.mul(f32x4.add(sum, f32x4(-0.5, 0, 0.5, 0)), t)
  return f32x4.add(sum, f32x4(0, 1, 0, 0))
}

/** What the four samples at a phase add up from, at a level. */
// @ts-ignore: decorator
@inline
function look(wave: usize, level: i32, phase: u32, between: v128): v128 {
  const shift = levelShift(level)
  const at = wave + levelPlace(level) + (<usize>(phase >> shift) << 2)
  const rest = <f32>(phase << (32 - shift)) * <f32>(1.0 / 4294967296.0)
  return f32x4.mul(weights(f32x4.splat(rest)), samples(at, between))
}

/** Turns a frame, at a frame. */
// @ts-ignore: decorator
@inline
function turnsAt(self: usize, frame: u32, period: f32): f32 {
  const at = <usize>frame << 2
  const signal = load<f32>(inputChannel(self, 1, 0) + at) * paramAt(self, 7, frame)
  const wanted =
    signal +
    paramAt(self, 2, frame) * <f32>(1.0 / 12.0) +
    paramAt(self, 3, frame) * <f32>(1.0 / 1200.0)
  const octaves = wanted > -20 ? (wanted < 20 ? wanted : 20) : -20
  if (octaves != load<f32>(self + OCTAVES)) {
    store<f32>(self + OCTAVES, octaves)
    store<f32>(self + FACTOR, <f32>exp2One(<f64>octaves))
  }
  const hertz = load<f32>(inputChannel(self, 0, 0) + at) * load<f32>(self + FACTOR)
  return max<f32>(0, min<f32>(0.4999999, hertz * period))
}

// @ts-ignore: decorator
@inline
function restarts(self: usize, frame: u32): bool {
  if (inputChannels(self, 3) == 0) return false
  const up: u32 = load<f32>(inputChannel(self, 3, 0) + (<usize>frame << 2)) >= 0.5 ? 1 : 0
  const rises = up > load<u32>(self + BEFORE)
  store<u32>(self + BEFORE, up)
  return rises && <i32>paramAt(self, 5, frame) == 1
}

/** Another set comes in once the loudness has gone to 0, within 16 steps or so. */
function chooseSet(self: usize, frame: u32): bool {
  const wanted = <i32>paramAt(self, 0, frame)
  const loud = load<f32>(self + LOUD)
  if (load<i32>(self + SET) < 0 || loud == 0) store<i32>(self + SET, wanted)
  return load<i32>(self + SET) == wanted
}

function processStep(self: usize, frame: u32): void {
  const to = outputChannel(self, 0, 0)
  const positions = inputChannel(self, 2, 0)
  const period = <f32>(1 / load<f64>(self + RATE))
  const first = load<i32>(self + SET) < 0
  const stays = chooseSet(self, frame)
  const loud: f32 = first ? 1 : load<f32>(self + LOUD)
  const target: f32 = stays ? min<f32>(1, loud + 0.125) : max<f32>(0, loud - 0.125)
  const slope = (target - loud) * <f32>(1.0 / 16.0)
  const sounding = load<i32>(self + SET)
  const own = sounding >= SETS && load<i32>(self + OWN_WAVES) > 0
  const set = own ? <usize>load<u32>(self + OWN) : setAt(sounding < SETS ? sounding : 0)
  const last = own ? load<i32>(self + OWN_WAVES) - 1 : WAVES - 1
  let phase = load<u32>(self + PHASE)
  let gain = loud
  for (let i = frame; i < frame + STEP; i++) {
    const turns = turnsAt(self, i, period)
    if (restarts(self, i)) phase = 0
    const span = max<f32>(0.0009765625, turns)
    const spanBits = reinterpret<i32>(span)
    const level = (spanBits >> 22) - FIRST_LEVEL
    const fade = <f32>(spanBits & 0x3fffff) * <f32>(1.0 / 4194304.0)
    const moved = paramAt(self, 1, i) + load<f32>(positions + (<usize>i << 2))
    const position = (moved > 0 ? (moved < 1 ? moved : 1) : 0) * <f32>last
    const index = min<i32>(max(0, last - 1), <i32>position)
    const wave = set + <usize>index * WAVE_BYTES
    const between = f32x4.splat(position - <f32>index)
    const now = phase + <u32>(<u64>(<f64>paramAt(self, 4, i) * TURN) & 0xffffffff)
    const bright = look(wave, level, now, between)
    const dull = look(wave, level + 1, now, between)
    const sum = f32x4.add(bright, f32x4.mul(f32x4.splat(fade), f32x4.sub(dull, bright)))
    const sound =
      f32x4.extract_lane(sum, 0) +
      f32x4.extract_lane(sum, 2) +
      (f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 3))
    gain += slope
    store<f32>(to + (<usize>i << 2), paramAt(self, 6, i) * gain * sound)
    phase += <u32>(<f64>turns * TURN)
  }
  store<u32>(self + PHASE, phase)
  store<f32>(self + LOUD, target)
}

export function wavetable_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += STEP) processStep(self, frame)
}
