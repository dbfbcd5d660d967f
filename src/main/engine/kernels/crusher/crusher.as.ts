import { copyBytes } from '../lib/copy.as'
import { hashOne } from '../lib/hash.as'
import { exp2One, flushOne } from '../lib/math.as'
import {
  inputChannel,
  outputChannel,
  outputChannels,
  paramAt,
  paramMask,
  paramPointer,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'
import { KERNEL, scratch } from '../lib/scratch.as'

// State: f64 rate, u64 frames made, u32 seed; then for each channel f64 × 7: phase, value held, value
// before, and two integrators of each of the two filters.
const RATE = STATE
const COUNT = STATE + 8
const SEED = STATE + 16
const CHANNELS = STATE + 24
const CHANNEL: usize = 56

const BITS: usize = 0
const SPEED: usize = 1
const INTERPOLATION: usize = 2
const FILTER: usize = 3
const DITHER: usize = 4
const MIX: usize = 5

const BYTES: usize = <usize>QUANTUM << 2

// @ts-ignore: decorator
@inline
function filtered(): usize {
  return scratch(KERNEL)
}

export function crusher_state_size(channels: u32): u32 {
  return <u32>(CHANNELS + CHANNEL * channels)
}

export function crusher_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, CHANNELS - STATE + CHANNEL * outputChannels(self, 0))
  store<f64>(self + RATE, sampleRate)
  store<u32>(self + SEED, seed)
  // The first frame is taken.
  for (let channel: u32 = 0; channel < outputChannels(self, 0); channel++) {
    store<f64>(self + CHANNELS + CHANNEL * channel, 1)
  }
}

/** A trapezoidal low-pass over a quantum of `filtered`, in place. */
function lowpass(state: usize, gain: f64, damping: f64): void {
  const scale = 1 / (1 + gain * (gain + damping))
  let s1 = load<f64>(state)
  let s2 = load<f64>(state, 8)
  for (let at: usize = 0; at < BYTES; at += 4) {
    const high = scale * (<f64>load<f32>(filtered() + at) - (gain + damping) * s1 - s2)
    const band = s1 + gain * high
    const low = s2 + gain * band
    s1 = band + gain * high
    s2 = low + gain * band
    store<f32>(filtered() + at, <f32>low)
  }
  store<f64>(state, flushOne(s1))
  store<f64>(state, flushOne(s2), 8)
}

/** The sound that is taken: as it is, or past the filter. */
function prepare(self: usize, cell: usize, from: usize, frame: u32): void {
  copyBytes(filtered(), from, BYTES)
  const rate = load<f64>(self + RATE)
  const turns = (0.45 * <f64>paramAt(self, SPEED, frame)) / rate
  if (paramAt(self, FILTER, frame) == 0 || turns >= 0.45) {
    memory.fill(cell + 24, 0, 32)
    return
  }
  const gain = Math.tan(Math.PI * turns)
  // Butterworth's two pairs of poles: 2 sin(π/8) and 2 sin(3π/8).
  lowpass(cell + 24, gain, 1.8477590650225735)
  lowpass(cell + 40, gain, 0.7653668647301796)
}

function crushStep(self: usize, channel: u32, frame: u32, start: u32, to: usize): void {
  const cell = self + CHANNELS + CHANNEL * channel
  const at = frame + start
  const advance = min(1, <f64>paramAt(self, SPEED, at) / load<f64>(self + RATE))
  const steps = exp2One(<f64>paramAt(self, BITS, at) - 1)
  const step = 1 / steps
  const linear = paramAt(self, INTERPOLATION, at) != 0
  const dither = <f64>paramAt(self, DITHER, at)
  const mixes = paramPointer(self, MIX)
  const mixMask = paramMask(self, MIX)
  const key = (load<u32>(self + SEED) + channel * 0x9e3779b9) * 0x85ebca6b
  const count = <u32>load<u64>(self + COUNT) + start
  const from = inputChannel(self, 0, channel) + (<usize>frame << 2)
  let phase = load<f64>(cell)
  let held = load<f64>(cell, 8)
  let before = load<f64>(cell, 16)
  for (let i = start; i < start + STEP; i++) {
    const place = <usize>i << 2
    if (phase >= 1) {
      phase -= 1
      const x = <f64>load<f32>(filtered() + place)
      let noise: f64 = 0
      if (dither > 0 && x != 0) {
        const one = hashOne(2 * (count + i - start), key)
        const other = hashOne(2 * (count + i - start) + 1, key)
        noise = dither * (<f64>one - <f64>other) * (1.0 / 4294967296.0)
      }
      before = held
      held = step * nearest(x * steps + noise)
    }
    const wet = linear ? before + (held - before) * min(1, phase + advance) : held
    phase += advance
    const mix = <f64>load<f32>(mixes + (<usize>((frame + i) & mixMask) << 2))
    const dry = <f64>load<f32>(from + place)
    store<f32>(to + place, <f32>(dry + mix * (wet - dry)))
  }
  store<f64>(cell, phase)
  store<f64>(cell, held, 8)
  store<f64>(cell, before, 16)
}

export function crusher_process(self: usize, offset: u32, frames: u32): void {
  const channels = outputChannels(self, 0)
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    for (let channel: u32 = 0; channel < channels; channel++) {
      const cell = self + CHANNELS + CHANNEL * channel
      prepare(self, cell, inputChannel(self, 0, channel) + (<usize>frame << 2), frame)
      const to = outputChannel(self, 0, channel) + (<usize>frame << 2)
      for (let i: u32 = 0; i < QUANTUM; i += STEP) crushStep(self, channel, frame, i, to)
    }
    store<u64>(self + COUNT, load<u64>(self + COUNT) + QUANTUM)
  }
}
