import { gateBits } from '../lib/control.as'
import { clearBytes, copyBytes } from '../lib/copy.as'
import { exp2One, sinQuarter } from '../lib/math.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  paramAt,
  STATE,
  STEP,
} from '../lib/header.as'
import { heardOf, lanesOf, targetsOf } from './algorithms.as'
import { buildHalfBand, decimate, LAG, TAPS } from './half-band.as'
import {
  advanceStages,
  isIdle,
  levelOf,
  releaseStages,
  STAGES_BYTES,
  startStages,
} from './stages.as'

// State: f64 rate, u32 gate and trigger of the frame before, u32 silent steps, f32 velocity, f32 octaves
// and f32 their factor; then v128s: phases, outputs of the operators, feedback of two half frames,
// gains; the envelopes; the halves of frames that the filter needs: 24 + 16 between and 12 + 16 at them.
const RATE = STATE
const BEFORE = STATE + 8
const SILENT = STATE + 12
const VELOCITY = STATE + 16
const OCTAVES = STATE + 20
const FACTOR = STATE + 24
const PHASES = STATE + 32
const OUTPUTS = STATE + 48
const FED = STATE + 64
const FED_BEFORE = STATE + 80
const GAINS = STATE + 96
const STAGES = STATE + 112
const BETWEEN = STAGES + 4 * STAGES_BYTES
const MIDDLE = BETWEEN + 4 * (24 + 16)
const END = MIDDLE + 4 * (12 + 16)

const TURN: f32 = 4294967296.0
const FEEDBACK: usize = 1
const SENSITIVITY: usize = 2
const AMOUNT: usize = 3
const RATIOS: usize = 4
const LEVELS: usize = 8
const ATTACKS: usize = 12
const DECAYS: usize = 16
const SUSTAINS: usize = 20
const RELEASE: usize = 24

export function fm_voice_state_size(channels: u32): u32 {
  return <u32>END
}

export function fm_voice_init(self: usize, sampleRate: f64, seed: u32): void {
  buildHalfBand()
  memory.fill(self + STATE, 0, END - STATE)
  store<f64>(self + RATE, sampleRate)
  store<f32>(self + FACTOR, 1)
  store<u32>(self + SILENT, 4)
}

/** Frames that the filter at the end lags. */
export function fm_voice_latency(self: usize): u32 {
  return LAG
}

/** 1 once all operators and the filter are silent. */
export function fm_voice_idle(self: usize): u32 {
  return load<u32>(self + SILENT) >= 4 && load<u32>(self + BEFORE) == 0 ? 1 : 0
}

// @ts-ignore: decorator
@inline
function stagesOf(self: usize, operator: usize): usize {
  return self + STAGES + operator * STAGES_BYTES
}

function fourParams(self: usize, first: usize, frame: u32): v128 {
  return f32x4(
    paramAt(self, first, frame),
    paramAt(self, first + 1, frame),
    paramAt(self, first + 2, frame),
    paramAt(self, first + 3, frame),
  )
}

function fourLevels(self: usize): v128 {
  return f32x4(
    <f32>levelOf(stagesOf(self, 0)),
    <f32>levelOf(stagesOf(self, 1)),
    <f32>levelOf(stagesOf(self, 2)),
    <f32>levelOf(stagesOf(self, 3)),
  )
}

function advanceAll(self: usize, frame: u32, frames: u32): void {
  const rate = load<f64>(self + RATE)
  const release = <f64>paramAt(self, RELEASE, frame) * rate
  for (let operator: usize = 0; operator < 4; operator++) {
    const attack = <f64>paramAt(self, ATTACKS + operator, frame) * rate
    const decay = <f64>paramAt(self, DECAYS + operator, frame) * rate
    const sustain = <f64>paramAt(self, SUSTAINS + operator, frame)
    advanceStages(stagesOf(self, operator), <f64>frames, attack, decay, sustain, release)
  }
}

/** Hertz with what bends them, at a frame. */
// @ts-ignore: decorator
@inline
function hertzAt(self: usize, at: usize, amount: f32): f32 {
  const wanted = load<f32>(inputChannel(self, 1, 0) + at) * amount
  const octaves = wanted > -20 ? (wanted < 20 ? wanted : 20) : -20
  if (octaves != load<f32>(self + OCTAVES)) {
    store<f32>(self + OCTAVES, octaves)
    store<f32>(self + FACTOR, <f32>exp2One(<f64>octaves))
  }
  return load<f32>(inputChannel(self, 0, 0) + at) * load<f32>(self + FACTOR)
}

/** What each operator's sine is multiplied by: amplitudes of those heard, turns of the others. */
function gainsAt(self: usize, frame: u32, heard: v128, count: f32): v128 {
  const levels = fourParams(self, LEVELS, frame)
  const ratios = fourParams(self, RATIOS, frame)
  const top = max(
    max(f32x4.extract_lane(ratios, 0), f32x4.extract_lane(ratios, 1)),
    max(f32x4.extract_lane(ratios, 2), f32x4.extract_lane(ratios, 3)),
  )
  const hertz = max<f32>(1, hertzAt(self, <usize>frame << 2, paramAt(self, AMOUNT, frame)))
  // Carson: a carrier at f and an index I reach f + (I + 1) · fm.
  const room = max<f32>(0, <f32>(1.6 * load<f64>(self + RATE)) / hertz - top)
  const index = f32x4.sub(f32x4.div(f32x4.splat(room), ratios), f32x4.splat(1))
  const most = f32x4.mul(
    f32x4.pmax(f32x4.splat(0), index),
    f32x4.splat(<f32>(0.5 / Math.PI)),
  )
  const turns = f32x4.pmin(most, f32x4.mul(f32x4.splat(2), f32x4.mul(levels, levels)))
  const loud = f32x4.mul(levels, f32x4.splat(1 / Mathf.sqrt(count)))
  const mask = f32x4.gt(heard, f32x4.splat(0.5))
  const gains = v128.bitselect(loud, turns, mask)
  return f32x4.mul(gains, f32x4.splat(load<f32>(self + VELOCITY)))
}

/** Frames between two edges of the gate, within a step. */
function renderPart(self: usize, frame: u32, first: u32, end: u32): void {
  const count = end - first
  const at0 = frame + first
  const algorithm = max<i32>(0, min<i32>(7, <i32>paramAt(self, 0, frame)))
  const bits = heardOf(algorithm)
  const heard = lanesOf(bits)
  const from2 = lanesOf(targetsOf(algorithm, 1))
  const from3 = lanesOf(targetsOf(algorithm, 2))
  const from4 = lanesOf(targetsOf(algorithm, 3))
  const fed = f32x4(0, 0, 0, 0.25 * paramAt(self, FEEDBACK, frame))
  const amount = paramAt(self, AMOUNT, frame)
  const scale = f32x4.mul(
    fourParams(self, RATIOS, frame),
    f32x4.splat(<f32>(0.5 / load<f64>(self + RATE))),
  )
  const part = f32x4.splat(1 / <f32>count)
  let levels = fourLevels(self)
  advanceAll(self, frame, count)
  const levelStep = f32x4.mul(f32x4.sub(fourLevels(self), levels), part)
  const wanted = gainsAt(self, at0, heard, <f32>popcnt(bits))
  let gains = v128.load(self + GAINS)
  const gainStep = f32x4.mul(f32x4.sub(wanted, gains), part)
  let phases = v128.load(self + PHASES)
  let outputs = v128.load(self + OUTPUTS)
  let feedback = v128.load(self + FED)
  let feedbackBefore = v128.load(self + FED_BEFORE)
  for (let i = first; i < end; i++) {
    const hertz = hertzAt(self, <usize>(frame + i) << 2, amount)
    const wanted = f32x4.pmin(f32x4.splat(0.5), f32x4.mul(f32x4.splat(hertz), scale))
    const turns = f32x4.pmax(f32x4.splat(0), wanted)
    const steps = i32x4.trunc_sat_f32x4_u(f32x4.mul(turns, f32x4.splat(TURN)))
    for (let half = 0; half < 2; half++) {
      let bent = f32x4.mul(fed, f32x4.add(feedback, feedbackBefore))
      bent = f32x4.add(bent, f32x4.mul(from2, v128.shuffle<f32>(outputs, outputs, 1, 1, 1, 1)))
      bent = f32x4.add(bent, f32x4.mul(from3, v128.shuffle<f32>(outputs, outputs, 2, 2, 2, 2)))
      bent = f32x4.add(bent, f32x4.mul(from4, v128.shuffle<f32>(outputs, outputs, 3, 3, 3, 3)))
      const plain = f32x4.mul(f32x4.convert_i32x4_s(phases), f32x4.splat(1 / TURN))
      const turned = f32x4.add(plain, bent)
      const t = f32x4.sub(turned, f32x4.nearest(turned))
      const mirrored = f32x4.sub(
        v128.or(f32x4.splat(0.5), v128.and(t, f32x4.splat(-0.0))),
        t,
      )
      const folds = f32x4.gt(f32x4.abs(t), f32x4.splat(0.25))
      const sines = f32x4.mul(levels, sinQuarter(v128.bitselect(mirrored, t, folds)))
      feedbackBefore = feedback
      feedback = sines
      outputs = f32x4.mul(sines, gains)
      phases = i32x4.add(phases, steps)
      const loud = f32x4.mul(outputs, heard)
      const sum =
        f32x4.extract_lane(loud, 0) +
        f32x4.extract_lane(loud, 2) +
        (f32x4.extract_lane(loud, 1) + f32x4.extract_lane(loud, 3))
      const place = <usize>i << 2
      if (half == 0) store<f32>(self + MIDDLE + 48 + place, sum)
      else store<f32>(self + BETWEEN + 96 + place, sum)
    }
    levels = f32x4.add(levels, levelStep)
    gains = f32x4.add(gains, gainStep)
  }
  v128.store(self + PHASES, phases)
  v128.store(self + OUTPUTS, outputs)
  v128.store(self + FED, feedback)
  v128.store(self + FED_BEFORE, feedbackBefore)
  v128.store(self + GAINS, wanted)
}

function allIdle(self: usize): bool {
  return (
    isIdle(stagesOf(self, 0)) &&
    isIdle(stagesOf(self, 1)) &&
    isIdle(stagesOf(self, 2)) &&
    isIdle(stagesOf(self, 3))
  )
}

/** A note begins. One that finds silence starts with all phases at 0. */
function begin(self: usize, frame: u32): void {
  if (allIdle(self)) {
    memory.fill(self + PHASES, 0, 64)
    store<u32>(self + SILENT, 0)
  }
  const given: f32 =
    inputChannels(self, 4) > 0 ? load<f32>(inputChannel(self, 4, 0) + (<usize>frame << 2)) : 1
  store<f32>(self + VELOCITY, 1 - paramAt(self, SENSITIVITY, frame) * (1 - given))
  const algorithm = max<i32>(0, min<i32>(7, <i32>paramAt(self, 0, frame)))
  const bits = heardOf(algorithm)
  if (allIdle(self)) {
    v128.store(self + GAINS, gainsAt(self, frame, lanesOf(bits), <f32>popcnt(bits)))
  }
  for (let operator: usize = 0; operator < 4; operator++) startStages(stagesOf(self, operator))
}

function processStep(self: usize, frame: u32): void {
  const start = <usize>frame << 2
  const to = outputChannel(self, 0, 0) + start
  const before = load<u32>(self + BEFORE)
  const gates = gateBits(inputChannel(self, 2, 0) + start)
  const triggers = gateBits(inputChannel(self, 3, 0) + start)
  const edges = gates ^ ((gates << 1) | (before & 1))
  const fires = triggers & ~((triggers << 1) | (before >> 1)) & gates
  let events = (edges | fires) & 0xffff
  store<u32>(self + BEFORE, ((gates >> 15) & 1) | (((triggers >> 15) & 1) << 1))
  if (events == 0 && load<u32>(self + SILENT) >= 4) {
    clearBytes(to, <usize>STEP << 2)
    return
  }
  let done: u32 = 0
  while (events != 0) {
    const bit = ctz(events)
    if (bit > done) renderPart(self, frame, done, bit)
    done = bit
    if (((gates >> bit) & 1) != 0) begin(self, frame + bit)
    else for (let i: usize = 0; i < 4; i++) releaseStages(stagesOf(self, i))
    events &= events - 1
  }
  renderPart(self, frame, done, STEP)
  for (let i: u32 = 0; i < STEP; i++) {
    const place = <usize>i << 2
    const middle = load<f32>(self + MIDDLE + 4 + place)
    store<f32>(to + place, decimate(self + BETWEEN + 4 + place, middle))
  }
  copyBytes(self + BETWEEN, self + BETWEEN + 64, 96)
  copyBytes(self + MIDDLE, self + MIDDLE + 64, 48)
  store<u32>(self + SILENT, allIdle(self) ? load<u32>(self + SILENT) + 1 : 0)
}

export function fm_voice_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += STEP) processStep(self, frame)
}
