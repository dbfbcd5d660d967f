import { CYCLES_BYTES, cyclesTwo, fillCycles, initCycles } from '../lib/cycles.as'
import { cycleBeats, cyclesOf } from '../lib/note-lengths.as'
import { SQUARE, steepness, swayFour } from '../lib/sway.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  outputChannels,
  paramAt,
  paramFour,
  STATE,
  STEP,
} from '../lib/header.as'

// State: a block of cycles, then the gains of sixteen frames for even and for odd channels.
const CYCLES = STATE
const GAINS = CYCLES + CYCLES_BYTES
const GAINS_BYTES: usize = 4 * 16

const SHAPE: usize = 0
const SYNC: usize = 1
const RATE: usize = 2
const DIVISION: usize = 3
const DEPTH: usize = 4
const SPREAD: usize = 5
const TEMPO: usize = 6
const BEAT: usize = 7
const RESET: usize = 1

export function tremolo_state_size(channels: u32): u32 {
  return <u32>(GAINS + 2 * GAINS_BYTES)
}

export function tremolo_init(self: usize, sampleRate: f64, seed: u32): void {
  initCycles(self + CYCLES, sampleRate)
}

/** Nothing of the sound is kept; but a free cycle and its resets have to be counted. */
export function tremolo_idle(self: usize): u32 {
  return <i32>paramAt(self, SYNC, 0) == 1 && inputChannels(self, RESET) == 0 ? 1 : 0
}

/** Cycles a second at a frame. */
// @ts-ignore: decorator
@inline
function speedAt(self: usize, frame: u32): f64 {
  if (<i32>paramAt(self, SYNC, frame) != 1) return <f64>paramAt(self, RATE, frame)
  const division = <i32>paramAt(self, DIVISION, frame)
  return ((<f64>paramAt(self, TEMPO, frame) / 60) * cyclesOf(division)) / cycleBeats(division)
}

// In memory, where a load brings a number into all lanes: to build one from code takes longer.
const ones = memory.data<f32>([1, 0.5])

/** Answers how far from the gains of even channels those of odd ones lie. */
function fillGains(self: usize, frame: u32): usize {
  const block = self + CYCLES
  fillCycles(self, block, frame, SYNC, RATE, DIVISION, BEAT, RESET)
  const shape = <i32>paramAt(self, SHAPE, frame)
  const steep: f32 = shape == SQUARE ? steepness(speedAt(self, frame)) : 1
  const ahead = <f64>paramAt(self, SPREAD, frame)
  const spread = f64x2.splat(ahead)
  const one = v128.load32_splat(ones)
  const halves = v128.load32_splat(ones + 4)
  for (let i: u32 = 0; i < STEP; i += 4) {
    const half = f32x4.mul(paramFour(self, DEPTH, frame + i), halves)
    const early = cyclesTwo(block, i)
    const late = cyclesTwo(block, i + 2)
    const even = swayFour(shape, early, late, steep)
    const at = self + GAINS + (<usize>i << 2)
    v128.store(at, f32x4.sub(one, f32x4.mul(half, f32x4.sub(one, even))))
    if (ahead == 0) continue
    const odd = swayFour(shape, f64x2.add(early, spread), f64x2.add(late, spread), steep)
    v128.store(at + GAINS_BYTES, f32x4.sub(one, f32x4.mul(half, f32x4.sub(one, odd))))
  }
  return ahead == 0 ? 0 : GAINS_BYTES
}

export function tremolo_process(self: usize, offset: u32, frames: u32): void {
  const channels = outputChannels(self, 0)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const apart = fillGains(self, frame)
    const start = <usize>frame << 2
    for (let channel: u32 = 0; channel < channels; channel++) {
      const from = inputChannel(self, 0, channel) + start
      const to = outputChannel(self, 0, channel) + start
      const gains = self + GAINS + (<usize>(channel & 1)) * apart
      for (let at: usize = 0; at < 64; at += 16) {
        v128.store(to + at, f32x4.mul(v128.load(from + at), v128.load(gains + at)))
      }
    }
  }
}
