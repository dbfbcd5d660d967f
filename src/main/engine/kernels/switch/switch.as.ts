import { clearBytes } from '../lib/copy.as'
import {
  inputChannel,
  outputChannel,
  outputChannels,
  paramAt,
  STATE,
  STEP,
} from '../lib/header.as'

// State: f64 rate, u32 started, then from byte 16 on a f32 gain of each input.
const RATE = STATE
const STARTED = STATE + 8
const GAINS = STATE + 16

const INPUTS: u32 = 6
const SELECT: usize = 6
const POSITION: usize = 0
const TIME: usize = 1

export function switch_state_size(channels: u32): u32 {
  return <u32>STATE + 48
}

export function switch_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, 48)
  store<f64>(self + RATE, sampleRate)
}

/** The input that is wanted at a frame, from 0 on. */
// @ts-ignore: decorator
@inline
function wantedAt(self: usize, frame: u32): i32 {
  const added = load<f32>(inputChannel(self, SELECT, 0) + (<usize>frame << 2))
  const last = <f32>(INPUTS - 1)
  const position = nearest<f32>(paramAt(self, POSITION, frame) + added) - 1
  return <i32>max<f32>(0, min<f32>(last, position))
}

/** Adds sixteen frames of an input, with a gain that goes from `gain` in a line. */
// @ts-ignore: decorator
@inline
function addInput(self: usize, input: u32, frame: u32, gain: f32, slope: f32): void {
  const channels = outputChannels(self, 0)
  const start = <usize>frame << 2
  for (let channel: u32 = 0; channel < channels; channel++) {
    const from = inputChannel(self, input, channel) + start
    const to = outputChannel(self, 0, channel) + start
    let gains = f32x4.add(f32x4.splat(gain), f32x4.mul(f32x4.splat(slope), f32x4(0, 1, 2, 3)))
    const four = f32x4.splat(4 * slope)
    for (let at: usize = 0; at < 64; at += 16) {
      const heard = f32x4.mul(v128.load(from + at), gains)
      v128.store(to + at, f32x4.add(v128.load(to + at), heard))
      gains = f32x4.add(gains, four)
    }
  }
}

function clear(self: usize, frame: u32): void {
  const channels = outputChannels(self, 0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    clearBytes(outputChannel(self, 0, channel) + (<usize>frame << 2), 64)
  }
}

function switchStep(self: usize, frame: u32): void {
  const wanted = wantedAt(self, frame)
  const span = <f64>paramAt(self, TIME, frame) * load<f64>(self + RATE)
  const reach = span > 16 ? <f32>(16 / span) : 1
  const starts = load<u32>(self + STARTED) == 0
  store<u32>(self + STARTED, 1)
  clear(self, frame)
  for (let input: u32 = 0; input < INPUTS; input++) {
    const at = self + GAINS + (<usize>input << 2)
    const target: f32 = <i32>input == wanted ? 1 : 0
    if (starts) store<f32>(at, target)
    const gain = load<f32>(at)
    const next = max<f32>(gain - reach, min<f32>(gain + reach, target))
    if (gain != 0 || next != 0) addInput(self, input, frame, gain, (next - gain) * <f32>0.0625)
    store<f32>(at, next)
  }
}

export function switch_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += STEP) switchStep(self, frame)
}
