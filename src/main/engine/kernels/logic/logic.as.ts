import { inputChannel, outputChannel, paramAt, STATE, STEP } from '../lib/header.as'

// State: u32 each: a is on, b is on, a bistable's output.
const A = STATE
const B = STATE + 4
const OUT = STATE + 8

const OPERATION: usize = 0
const THRESHOLD: usize = 1
const HYSTERESIS: usize = 2

/** Truth tables by operation: bit a + 2b is the output. */
const TABLES = memory.data<u32>([8, 14, 6, 7, 1, 9, 10, 5])
const TABLE_COUNT: i32 = 8

export function logic_state_size(channels: u32): u32 {
  return <u32>STATE + 16
}

export function logic_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, 16)
}

export function logic_process(self: usize, offset: u32, frames: u32): void {
  const as = inputChannel(self, 0, 0)
  const bs = inputChannel(self, 1, 0)
  const to = outputChannel(self, 0, 0)
  let a = load<u32>(self + A)
  let b = load<u32>(self + B)
  let out = load<u32>(self + OUT)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const operation = <i32>paramAt(self, OPERATION, frame)
    const combines = operation < TABLE_COUNT
    const table = load<u32>(TABLES + (<usize>(combines ? operation : 0) << 2))
    const threshold = paramAt(self, THRESHOLD, frame)
    const half = paramAt(self, HYSTERESIS, frame) * 0.5
    const high = threshold + half
    const low = threshold - half
    for (let i: u32 = frame; i < frame + STEP; i++) {
      const at = <usize>i << 2
      const before = a
      const beforeB = b
      a = load<f32>(as + at) >= (a != 0 ? low : high) ? 1 : 0
      b = load<f32>(bs + at) >= (b != 0 ? low : high) ? 1 : 0
      if (combines) {
        out = (table >> (a + 2 * b)) & 1
      } else {
        const rises = a > before
        if (operation == 8) out = rises ? 1 - out : out
        else if (rises) out = 1
        if (b > beforeB) out = 0
      }
      store<f32>(to + at, <f32>out)
    }
  }
  store<u32>(self + A, a)
  store<u32>(self + B, b)
  store<u32>(self + OUT, out)
}
