import { inputChannel, outputChannel, paramAt, QUANTUM, STATE } from '../lib/header.as'
import { appendNote, clearNotes, NOTE_OFF, NOTE_ON, NOTE_PITCH } from '../lib/notes.as'
import { boundKey } from '../lib/pass-notes.as'

// State: u32 number of the next note, u32 whether one is held, u32 its number, f32 its key, f32 its bend.
const NEXT = STATE
const HELD = STATE + 4
const NOTE = STATE + 8
const KEY = STATE + 12
const BEND = STATE + 16

export function control_to_notes_state_size(channels: u32): u32 {
  return <u32>STATE + 32
}

export function control_to_notes_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, 32)
  store<u32>(self + NEXT, seed & 0xfff)
  clearNotes(outputChannel(self, 0, 0))
}

function begin(self: usize, frame: u32, key: f32): void {
  const note = load<u32>(self + NEXT)
  const velocity = max<f32>(0, min<f32>(1, paramAt(self, 0, frame)))
  // Where there is no room, the next frame tries again.
  if (!appendNote(outputChannel(self, 0, 0), frame, NOTE_ON, note, key, velocity)) return
  store<u32>(self + NEXT, (note + 1) & 0xfff)
  store<u32>(self + HELD, 1)
  store<u32>(self + NOTE, note)
  store<f32>(self + KEY, key)
  store<f32>(self + BEND, 0)
}

function end(self: usize, frame: u32): void {
  const note = load<u32>(self + NOTE)
  appendNote(outputChannel(self, 0, 0), frame, NOTE_OFF, note, load<f32>(self + KEY), 0)
  store<u32>(self + HELD, 0)
}

function bend(self: usize, frame: u32, key: f32): void {
  const wanted = max<f32>(-96, min<f32>(96, key - load<f32>(self + KEY)))
  if (abs(wanted - load<f32>(self + BEND)) < 0.01) return
  const note = load<u32>(self + NOTE)
  if (appendNote(outputChannel(self, 0, 0), frame, NOTE_PITCH, note, wanted, 0)) {
    store<f32>(self + BEND, wanted)
  }
}

export function control_to_notes_process(self: usize, offset: u32, frames: u32): void {
  const gates = inputChannel(self, 0, 0)
  const pitches = inputChannel(self, 1, 0)
  if (offset == 0) clearNotes(outputChannel(self, 0, 0))
  for (let frame = offset; frame < offset + frames; frame++) {
    const at = <usize>frame << 2
    const up = load<f32>(gates + at) >= 0.5
    const held = load<u32>(self + HELD) != 0
    if (up && held && (frame & (QUANTUM - 1)) != 0) continue
    if (!up && !held) continue
    const key = boundKey(60 + 12 * load<f32>(pitches + at))
    if (!up) end(self, frame)
    else if (!held) begin(self, frame, key)
    else bend(self, frame, key)
  }
}
