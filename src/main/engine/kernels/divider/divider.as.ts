import { GATE } from '../lib/control.as'
import { inputChannel, outputChannel, paramAt, STATE, STEP } from '../lib/header.as'

// State: i32 pulses since the reset (−1 before the first), u32 input is on, u32 reset is on.
const COUNT = STATE
const ON = STATE + 4
const RESET = STATE + 8

export function divider_state_size(channels: u32): u32 {
  return <u32>STATE + 16
}

export function divider_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, 16)
  store<i32>(self + COUNT, -1)
}

export function divider_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const resets = inputChannel(self, 1, 0)
  const to = outputChannel(self, 0, 0)
  let count = load<i32>(self + COUNT)
  let on = load<u32>(self + ON) != 0
  let reset = load<u32>(self + RESET) != 0
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const every = max<i32>(1, <i32>paramAt(self, 0, frame))
    const first = <i32>paramAt(self, 1, frame) % every
    const square = <i32>paramAt(self, 2, frame) == 1
    for (let i: u32 = frame; i < frame + STEP; i++) {
      const at = <usize>i << 2
      const resetNow = load<f32>(resets + at) >= GATE
      const onNow = load<f32>(from + at) >= GATE
      if (resetNow && !reset) count = -1
      if (onNow && !on) count = count + 1 < 0x40000000 ? count + 1 : 0
      reset = resetNow
      on = onNow
      const place = (count + every - first) % every
      const passes = square ? 2 * place < every : place == 0 && on
      store<f32>(to + at, passes && count >= first ? 1 : 0)
    }
  }
  store<i32>(self + COUNT, count)
  store<u32>(self + ON, on ? 1 : 0)
  store<u32>(self + RESET, reset ? 1 : 0)
}
