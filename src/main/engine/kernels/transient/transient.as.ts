import { DECIBEL, DECIBELS_PER_OCTAVE, exp2Four, log2Four } from '../lib/logarithms.as'
import {
  inputChannel,
  outputChannel,
  outputChannels,
  paramAt,
  paramFour,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'
import { fillLevels } from '../lib/levels.as'
import {
  advance,
  gather,
  gatherPeaks,
  lastOf,
  poleOf,
  POLE_BYTES,
  spread,
  storePole,
} from '../lib/poles.as'
import { KERNEL, scratch } from '../lib/scratch.as'

// State: f64 rate; f32 × 2 times that the poles are for; five poles; f64 × 5 followers.
const RATE = STATE
const KEYS = STATE + 8
const SOON = STATE + 16
const LATE = SOON + POLE_BYTES
const FALL = LATE + POLE_BYTES
const SHORT = FALL + POLE_BYTES
const LONG = SHORT + POLE_BYTES
const CELLS = LONG + POLE_BYTES
const CELL_COUNT: usize = 5

const ATTACK: usize = 0
const SUSTAIN: usize = 1
const ATTACK_TIME: usize = 2
const SUSTAIN_TIME: usize = 3
const OUTPUT: usize = 4

/** Seconds of the follower that rises at once, and in which both of the attack's fall. */
const QUICK: f64 = 0.0005
const FALLING: f64 = 0.06

/** Quietest level, −120 dB, in powers of two: followers rest here. */
const QUIETEST: f64 = -19.931568569324174
const QUIETEST_SIZE: f32 = 1e-6

const BYTES: usize = <usize>QUANTUM << 2

// @ts-ignore: decorator
@inline
function levels(): usize {
  return scratch(KERNEL)
}

export function transient_state_size(channels: u32): u32 {
  return <u32>(CELLS + 8 * CELL_COUNT)
}

export function transient_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f64>(self + RATE, sampleRate)
  store<f32>(self + KEYS, -1)
  storePole(self + SOON, poleOf(QUICK, sampleRate))
  storePole(self + FALL, poleOf(FALLING, sampleRate))
  for (let i: usize = 0; i < CELL_COUNT; i++) store<f64>(self + CELLS + 8 * i, QUIETEST)
}

function updatePoles(self: usize, frame: u32): void {
  const attack = paramAt(self, ATTACK_TIME, frame)
  const sustain = paramAt(self, SUSTAIN_TIME, frame)
  if (load<f32>(self + KEYS) == attack && load<f32>(self + KEYS, 4) == sustain) return
  const rate = load<f64>(self + RATE)
  store<f32>(self + KEYS, attack)
  store<f32>(self + KEYS, sustain, 4)
  storePole(self + LATE, poleOf(<f64>attack, rate))
  storePole(self + SHORT, poleOf(0.1 * <f64>sustain, rate))
  storePole(self + LONG, poleOf(<f64>sustain, rate))
}

// @ts-ignore: decorator
@inline
function within(x: v128, limit: v128): v128 {
  return f32x4.pmax(f32x4.neg(limit), f32x4.pmin(limit, x))
}

/** Sixteen levels become gains in powers of two, in place. */
function followStep(self: usize, frame: u32, at: usize): void {
  const soonPole = self + SOON
  const latePole = self + LATE
  const fallPole = self + FALL
  const shortPole = self + SHORT
  const longPole = self + LONG
  const limit = f32x4.splat(24 * DECIBEL)
  let fallen = v128.load64_splat(self + CELLS)
  let soon = v128.load64_splat(self + CELLS, 8)
  let late = v128.load64_splat(self + CELLS, 16)
  let short = v128.load64_splat(self + CELLS, 24)
  let long = v128.load64_splat(self + CELLS, 32)
  for (let i: u32 = 0; i < STEP; i += 4) {
    const to = at + (<usize>i << 2)
    const x = log2Four(f32x4.pmax(f32x4.splat(QUIETEST_SIZE), v128.load(to)))

    const fallPeaks = gatherPeaks(fallPole, x)
    const fallKept = gather(fallPole, x)
    const envelope = f32x4.pmax(fallPeaks, spread(fallPole, fallKept, fallen))
    fallen = f64x2.pmax(lastOf(fallPeaks), advance(fallPole, fallKept, fallen))
    const soonKept = gather(soonPole, envelope)
    const lateKept = gather(latePole, envelope)
    const rises = f32x4.sub(spread(soonPole, soonKept, soon), spread(latePole, lateKept, late))
    soon = advance(soonPole, soonKept, soon)
    late = advance(latePole, lateKept, late)

    const shortPeaks = gatherPeaks(shortPole, x)
    const shortKept = gather(shortPole, x)
    const longPeaks = gatherPeaks(longPole, x)
    const longKept = gather(longPole, x)
    const rings = f32x4.sub(
      f32x4.pmax(longPeaks, spread(longPole, longKept, long)),
      f32x4.pmax(shortPeaks, spread(shortPole, shortKept, short)),
    )
    short = f64x2.pmax(lastOf(shortPeaks), advance(shortPole, shortKept, short))
    long = f64x2.pmax(lastOf(longPeaks), advance(longPole, longKept, long))

    const zero = f32x4.splat(0)
    const attack = f32x4.mul(paramFour(self, ATTACK, frame + i), f32x4.pmax(zero, rises))
    const sustain = f32x4.mul(paramFour(self, SUSTAIN, frame + i), f32x4.pmax(zero, rings))
    v128.store(to, f32x4.add(within(attack, limit), within(sustain, limit)))
  }
  v128.store64_lane(self + CELLS, fallen, 0)
  v128.store64_lane(self + CELLS, soon, 0, 8)
  v128.store64_lane(self + CELLS, late, 0, 16)
  v128.store64_lane(self + CELLS, short, 0, 24)
  v128.store64_lane(self + CELLS, long, 0, 32)
}

function processQuantum(self: usize, frame: u32): void {
  const channels = outputChannels(self, 0)
  const start = <usize>frame << 2
  fillLevels(self, 0, channels, frame, true, self, -1, 1, levels())
  for (let i: u32 = 0; i < QUANTUM; i += STEP) {
    updatePoles(self, frame + i)
    followStep(self, frame + i, levels() + (<usize>i << 2))
  }
  const report = outputChannel(self, 1, 0) + start
  for (let i: u32 = 0; i < QUANTUM; i += 4) {
    const at = <usize>i << 2
    const gain = v128.load(levels() + at)
    const output = f32x4.mul(paramFour(self, OUTPUT, frame + i), f32x4.splat(DECIBEL))
    v128.store(report + at, f32x4.mul(gain, f32x4.splat(DECIBELS_PER_OCTAVE)))
    v128.store(levels() + at, exp2Four(f32x4.add(gain, output)))
  }
  for (let channel: u32 = 0; channel < channels; channel++) {
    const from = inputChannel(self, 0, channel) + start
    const to = outputChannel(self, 0, channel) + start
    for (let at: usize = 0; at < BYTES; at += 16) {
      v128.store(to + at, f32x4.mul(v128.load(from + at), v128.load(levels() + at)))
    }
  }
}

export function transient_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) processQuantum(self, frame)
}
