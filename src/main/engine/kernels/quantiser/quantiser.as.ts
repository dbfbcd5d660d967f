import { inputChannel, outputChannel, paramAt, STATE, STEP } from '../lib/header.as'

// State: f64 rate, f64 pitch in octaves that was given last, i32 frames that the trigger stays on,
// i32 scale that the table is for, then the table: 24 i32, the semitone next to each half semitone.
const RATE = STATE
const LAST = STATE + 8
const LEFT = STATE + 16
const SCALE = STATE + 20
const TABLE = STATE + 24

/** The trigger's length in seconds. */
const TRIGGER: f64 = 0.001

/** The semitones of each scale as bits, in the order of the definition. */
const SCALES = memory.data<u32>([
  0xfff, 0xab5, 0x5ad, 0x9ad, 0xaad, 0x295, 0x4a9, 0x4e9, 0x6ad, 0x5ab, 0xad5, 0x6b5, 0x56b, 0x555,
  0x6db,
])
const COUNT: u32 = 15

export function quantiser_state_size(channels: u32): u32 {
  return <u32>TABLE + 4 * 24
}

export function quantiser_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f64>(self + RATE, sampleRate)
  store<f64>(self + LAST, Infinity)
  store<i32>(self + LEFT, 0)
  store<i32>(self + SCALE, -1)
}

/** Finds the note of the scale next to the middle of each half semitone of an octave. */
function fillTable(self: usize, scale: u32): void {
  const notes = load<u32>(SCALES + (<usize>min(scale, COUNT - 1) << 2))
  for (let half: i32 = 0; half < 24; half++) {
    let best: i32 = 0
    let nearest: i32 = 1000
    for (let note: i32 = -12; note < 24; note++) {
      if (((notes >> <u32>((note + 12) % 12)) & 1) == 0) continue
      // In quarters of a semitone, where no two notes are equally near.
      const distance = abs(4 * note - (2 * half + 1))
      if (distance < nearest) {
        nearest = distance
        best = note
      }
    }
    store<i32>(self + TABLE + (<usize>half << 2), best)
  }
  store<i32>(self + SCALE, <i32>scale)
}

export function quantiser_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const to = outputChannel(self, 0, 0)
  const triggers = outputChannel(self, 1, 0)
  const length = <i32>(TRIGGER * load<f64>(self + RATE))
  let last = load<f64>(self + LAST)
  let left = load<i32>(self + LEFT)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const scale = <i32>paramAt(self, 0, frame)
    if (scale != load<i32>(self + SCALE)) fillTable(self, <u32>scale)
    const root = <f64>(<i32>paramAt(self, 1, frame)) / 12
    for (let i: u32 = frame; i < frame + STEP; i++) {
      const at = <usize>i << 2
      const pitch = <f64>load<f32>(from + at) - root
      const octave = Math.floor(pitch)
      const half = min<i32>(23, <i32>((pitch - octave) * 24))
      const note = load<i32>(self + TABLE + (<usize>half << 2))
      const found = octave + <f64>note / 12 + root
      left = found == last ? max(0, left - 1) : length
      last = found
      store<f32>(to + at, <f32>found)
      store<f32>(triggers + at, left > 0 ? 1 : 0)
    }
  }
  store<f64>(self + LAST, last)
  store<i32>(self + LEFT, left)
}
