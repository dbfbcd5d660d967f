import { CYCLES_BYTES, cyclesTwo, fillCycles, initCycles } from '../lib/cycles.as'
import { cycleBeats, cyclesOf } from '../lib/note-lengths.as'
import { RISING } from '../lib/math.as'
import { SQUARE, steepness, swayFour } from '../lib/sway.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  paramAt,
  paramFour,
  STATE,
  STEP,
} from '../lib/header.as'
import { panMono, panStereo } from '../pan/law.as'

// State: a block of cycles, then the positions of sixteen frames.
const CYCLES = STATE
const POSITIONS = CYCLES + CYCLES_BYTES
const STEP_BYTES: usize = 4 * 16

const SHAPE: usize = 0
const SYNC: usize = 1
const RATE: usize = 2
const DIVISION: usize = 3
const DEPTH: usize = 4
const CENTRE: usize = 5
const PHASE: usize = 6
const TEMPO: usize = 7
const BEAT: usize = 8
const RESET: usize = 1

export function auto_pan_state_size(channels: u32): u32 {
  return <u32>(POSITIONS + STEP_BYTES)
}

export function auto_pan_init(self: usize, sampleRate: f64, seed: u32): void {
  initCycles(self + CYCLES, sampleRate)
}

/** Nothing of the sound is kept; but a free cycle and its resets have to be counted. */
export function auto_pan_idle(self: usize): u32 {
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

function fillPositions(self: usize, frame: u32): void {
  const block = self + CYCLES
  fillCycles(self, block, frame, SYNC, RATE, DIVISION, BEAT, RESET)
  const shape = <i32>paramAt(self, SHAPE, frame)
  const steep: f32 = shape == SQUARE ? steepness(speedAt(self, frame)) : 1
  const phase = f64x2.splat(<f64>paramAt(self, PHASE, frame) + RISING)
  for (let i: u32 = 0; i < STEP; i += 4) {
    const early = f64x2.add(cyclesTwo(block, i), phase)
    const late = f64x2.add(cyclesTwo(block, i + 2), phase)
    const wave = swayFour(shape, early, late, steep)
    const moved = f32x4.mul(paramFour(self, DEPTH, frame + i), wave)
    const position = f32x4.add(paramFour(self, CENTRE, frame + i), moved)
    v128.store(self + POSITIONS + (<usize>i << 2), position)
  }
}

export function auto_pan_process(self: usize, offset: u32, frames: u32): void {
  const stereo = inputChannels(self, 0) > 1
  const positions = self + POSITIONS
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const start = <usize>frame << 2
    const first = inputChannel(self, 0, 0) + start
    const second = inputChannel(self, 0, 1) + start
    const left = outputChannel(self, 0, 0) + start
    const right = outputChannel(self, 0, 1) + start
    fillPositions(self, frame)
    if (stereo) panStereo(first, second, left, right, positions, 1, STEP_BYTES)
    else panMono(first, left, right, positions, 1, STEP_BYTES)
  }
}
