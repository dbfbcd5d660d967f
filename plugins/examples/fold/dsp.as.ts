// The same as `main.ts` beside it, to the bit. Compiled by the build into dsp.wasm; by hand:
// asc dsp.as.ts -O3 --runtime stub --use abort= --maximumMemory 64 -o dsp.wasm

const QUANTUM: i32 = 128
const LINE: i32 = QUANTUM * 4
const CHANNELS: i32 = 32

const inputs: usize = memory.data(CHANNELS * LINE, 16)
const outputs: usize = memory.data(CHANNELS * LINE, 16)
const drive: usize = memory.data(LINE, 16)
/** By channel the last sample folded and the last one given, as f64. */
const past: usize = memory.data(CHANNELS * 16, 16)

let heard: i32 = 0
let given: i32 = 0
let pole: f64 = 0

export function init(sampleRate: f32): void {
  pole = 1 - (2 * Math.PI * 10) / <f64>sampleRate
}

export function input(_port: i32, channels: i32): usize {
  heard = channels
  return inputs
}

export function output(_port: i32, channels: i32): usize {
  given = channels
  return outputs
}

export function param(_index: i32): usize {
  return drive
}

export function process(frames: i32, _position: f64): void {
  const channels = min(heard, given)
  for (let channel = 0; channel < channels; channel++) {
    const from = inputs + <usize>(channel * LINE)
    const to = outputs + <usize>(channel * LINE)
    const held = past + <usize>(channel * 16)
    let before = load<f64>(held)
    let last = load<f64>(held, 8)
    for (let i: usize = 0; i < <usize>frames << 2; i += 4) {
      const turn = <f64>load<f32>(from + i) * <f64>load<f32>(drive + i) * 0.25 + 0.25
      const folded = 4 * Math.abs(turn - Math.floor(turn + 0.5)) - 1
      last = folded - before + pole * last
      before = folded
      store<f32>(to + i, <f32>last)
    }
    store<f64>(held, before)
    store<f64>(held, last, 8)
  }
}

export function state(): usize {
  return past
}

export function stateBytes(): i32 {
  return CHANNELS * 16
}
