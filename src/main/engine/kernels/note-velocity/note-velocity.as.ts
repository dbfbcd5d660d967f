import { hashOne } from '../lib/hash.as'
import { inputChannel, outputChannel, paramAt, STATE } from '../lib/header.as'
import { clearNotes, NOTE_ON, noteFrame, noteKey, noteKind, noteValue } from '../lib/notes.as'
import { copyEvent, firstEvent, nextEvent, passEvent } from '../lib/pass-notes.as'

// State: u32 seed, u32 notes so far.
const SEED = STATE
const COUNT = STATE + 4

export function note_velocity_state_size(channels: u32): u32 {
  return <u32>STATE + 16
}

export function note_velocity_init(self: usize, sampleRate: f64, seed: u32): void {
  store<u32>(self + SEED, seed)
  store<u32>(self + COUNT, 0)
  clearNotes(outputChannel(self, 0, 0))
}

function bend(self: usize, event: usize): f32 {
  const frame = noteFrame(event)
  const given = noteValue(event)
  const bounded = <f64>(given > 0 ? (given < 1 ? given : 1) : 0)
  const bent = Math.pow(bounded, Math.pow(2, -(<f64>paramAt(self, 0, frame))))
  const low = <f64>paramAt(self, 1, frame)
  const high = <f64>paramAt(self, 2, frame)
  const count = load<u32>(self + COUNT)
  const chance = <f64><i32>hashOne(count, load<u32>(self + SEED)) * (1.0 / 2147483648.0)
  store<u32>(self + COUNT, count + 1)
  const value = low + (high - low) * bent + chance * <f64>paramAt(self, 3, frame)
  return <f32>max<f64>(1.0 / 127.0, min<f64>(1, value))
}

export function note_velocity_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const to = outputChannel(self, 0, 0)
  const end = offset + frames
  if (offset == 0) clearNotes(to)
  for (let event = firstEvent(from, offset, end); event != 0; event = nextEvent(from, end)) {
    if (noteKind(event) == NOTE_ON) passEvent(to, event, noteKey(event), bend(self, event))
    else copyEvent(to, event)
  }
}
