/** Frames of a quantum. */
const FRAMES: i32 = 128
const CHANNEL: usize = 128 * 4

/** Room for two channels in, two out, and a value of the level for every frame. */
const inputs = memory.data(2 * 128 * 4, 16)
const outputs = memory.data(2 * 128 * 4, 16)
const levels = memory.data(128 * 4, 16)

let channels: i32 = 0
/** The last level, in dB, and its gain: a level mostly stands still. */
let level: f64 = NaN
let gain: f64 = 1

export function init(sampleRate: f64): void {}

/** Where the samples of an input lie; it is told how many channels there are. */
export function input(port: i32, count: i32): usize {
  channels = min(count, 2)
  return inputs
}

export function output(port: i32, count: i32): usize {
  return outputs
}

/** Where the values of a parameter lie, one a frame. */
export function param(index: i32): usize {
  return levels
}

export function process(frames: i32, position: f64): void {
  for (let channel: usize = 0; channel < <usize>channels; channel++) {
    const from = inputs + channel * CHANNEL
    const to = outputs + channel * CHANNEL
    for (let at: usize = 0; at < <usize>FRAMES * 4; at += 4) {
      store<f32>(to + at, <f32>(<f64>load<f32>(from + at) * gainAt(<f64>load<f32>(levels + at))))
    }
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function gainAt(decibels: f64): f64 {
  if (decibels != level) {
    level = decibels
    gain = Math.pow(10, decibels / 20)
  }
  return gain
}
