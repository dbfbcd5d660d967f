import { GATE } from '../lib/control.as'
import { cycleBeats, cyclesOf } from '../lib/note-lengths.as'
import { inputChannel, outputChannel, paramAt, STATE, STEP } from '../lib/header.as'

// State: f64 seconds a frame, f64 pulses since the trigger (below 0: none is running), u32 trigger
// is on.
const PERIOD = STATE
const PLACE = STATE + 8
const ON = STATE + 16

const COUNT: usize = 0
const SYNC: usize = 1
const RATE: usize = 2
const DIVISION: usize = 3
const WIDTH: usize = 4
const TEMPO: usize = 5

export function burst_state_size(channels: u32): u32 {
  return <u32>STATE + 32
}

export function burst_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f64>(self + PERIOD, 1 / sampleRate)
  store<f64>(self + PLACE, -1)
  store<u32>(self + ON, 0)
}

/** Pulses a second at a frame. */
// @ts-ignore: decorator
@inline
function speedAt(self: usize, frame: u32): f64 {
  if (<i32>paramAt(self, SYNC, frame) != 1) return <f64>paramAt(self, RATE, frame)
  const division = <i32>paramAt(self, DIVISION, frame)
  return ((<f64>paramAt(self, TEMPO, frame) / 60) * cyclesOf(division)) / cycleBeats(division)
}

export function burst_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const to = outputChannel(self, 0, 0)
  let place = load<f64>(self + PLACE)
  let on = load<u32>(self + ON) != 0
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const step = speedAt(self, frame) * load<f64>(self + PERIOD)
    const count = Math.floor(<f64>paramAt(self, COUNT, frame))
    const width = <f64>paramAt(self, WIDTH, frame)
    for (let i: u32 = frame; i < frame + STEP; i++) {
      const at = <usize>i << 2
      const onNow = load<f32>(from + at) >= GATE
      if (onNow && !on) place = 0
      on = onNow
      const runs = place >= 0 && place < count
      const sounds = runs && place - Math.floor(place) < width
      store<f32>(to + at, sounds ? 1 : 0)
      place = runs ? place + step : -1
    }
  }
  store<f64>(self + PLACE, place)
  store<u32>(self + ON, on ? 1 : 0)
}
