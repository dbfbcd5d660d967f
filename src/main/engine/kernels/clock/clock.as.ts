import { CYCLES_BYTES, cyclesTwo, fillCycles, initCycles } from '../lib/cycles.as'
import { demoteFour } from '../lib/math.as'
import { outputChannel, paramAt, paramFour, STATE, STEP } from '../lib/header.as'

// State: a block of cycles.
const CYCLES = STATE

const SYNC: usize = 0
const RATE: usize = 1
const DIVISION: usize = 2
const WIDTH: usize = 3
const SWING: usize = 4
const SHIFT: usize = 5
const BEAT: usize = 6
const RESET: usize = 0

export function clock_state_size(channels: u32): u32 {
  return <u32>(CYCLES + CYCLES_BYTES)
}

export function clock_init(self: usize, sampleRate: f64, seed: u32): void {
  initCycles(self + CYCLES, sampleRate)
}

/** Phases in two pulses, of which the first takes `swing` of the time that both have; 1 / swing and 1 / (1 − swing) beside it. */
// @ts-ignore: decorator
@inline
function swung(cycles: v128, swing: v128, first: v128, second: v128): v128 {
  const pairs = f64x2.mul(cycles, f64x2.splat(0.5))
  const place = f64x2.sub(pairs, f64x2.floor(pairs))
  const isSecond = f64x2.ge(place, swing)
  const start = v128.and(swing, isSecond)
  return f64x2.mul(f64x2.sub(place, start), v128.bitselect(second, first, isSecond))
}

// @ts-ignore: decorator
@inline
function clockStep(self: usize, frame: u32, gates: usize, phases: usize): void {
  const block = self + CYCLES
  fillCycles(self, block, frame, SYNC, RATE, DIVISION, BEAT, RESET)
  const part = <f64>max<f32>(0.05, min<f32>(0.95, paramAt(self, SWING, frame)))
  const swing = f64x2.splat(part)
  const first = f64x2.splat(1 / part)
  const second = f64x2.splat(1 / (1 - part))
  const shift = f64x2.splat(<f64>paramAt(self, SHIFT, frame))
  for (let i: u32 = 0; i < STEP; i += 4) {
    const at = <usize>(frame + i) << 2
    const early = swung(f64x2.sub(cyclesTwo(block, i), shift), swing, first, second)
    const late = swung(f64x2.sub(cyclesTwo(block, i + 2), shift), swing, first, second)
    const phase = demoteFour(early, late)
    const on = f32x4.lt(phase, paramFour(self, WIDTH, frame + i))
    v128.store(gates + at, v128.and(f32x4.splat(1), on))
    v128.store(phases + at, phase)
  }
}

export function clock_process(self: usize, offset: u32, frames: u32): void {
  const gates = outputChannel(self, 0, 0)
  const phases = outputChannel(self, 1, 0)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    clockStep(self, frame, gates, phases)
  }
}
