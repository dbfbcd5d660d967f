import { inputChannel, outputChannel, paramAt, QUANTUM, STATE } from '../lib/header.as'
import {
  NOTE_OFF,
  NOTE_ON,
  noteFrame,
  noteId,
  noteKey,
  noteKind,
  noteValue,
} from '../lib/notes.as'
import { boundKey, firstEvent, nextEvent } from '../lib/pass-notes.as'
import {
  clearHeld,
  dropHeld,
  HELD_BYTES,
  heldBend,
  heldCount,
  heldKey,
  heldNote,
  heldVelocity,
  keepHeld,
  moveHeld,
} from '../voices/held.as'

// State: f32 pitch, f32 gate, f32 velocity, u32 frames that the gate is down for; then the held notes.
const PITCH = STATE
const GATE = STATE + 4
const VELOCITY = STATE + 8
const DOWN = STATE + 12
const HELD = STATE + 16

export function note_to_control_state_size(channels: u32): u32 {
  return <u32>(HELD + HELD_BYTES)
}

export function note_to_control_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, HELD - STATE)
  clearHeld(self + HELD)
}

function write(to: usize, from: u32, end: u32, value: f32): void {
  for (let i = from; i < end; i++) store<f32>(to + (<usize>i << 2), value)
}

function writeAll(self: usize, from: u32, end: u32): void {
  if (from >= end) return
  write(outputChannel(self, 0, 0), from, end, load<f32>(self + PITCH))
  write(outputChannel(self, 2, 0), from, end, load<f32>(self + VELOCITY))
  const down = min(end - from, load<u32>(self + DOWN))
  const gate = outputChannel(self, 1, 0)
  write(gate, from, from + down, 0)
  write(gate, from + down, end, load<f32>(self + GATE))
  store<u32>(self + DOWN, load<u32>(self + DOWN) - down)
}

function takeEvent(self: usize, event: usize): void {
  const held = self + HELD
  const before = heldCount(held) > 0 ? <i32>heldNote(held) : -1
  const note = noteId(event)
  const kind = noteKind(event)
  const key = noteKey(event)
  if (kind == NOTE_ON) {
    dropHeld(held, note)
    keepHeld(held, note, boundKey(key), noteValue(event))
  } else if (kind == NOTE_OFF) dropHeld(held, note)
  else {
    const bend: f32 = key > -96 ? (key < 96 ? key : 96) : -96
    moveHeld(held, note, kind, kind == 2 ? bend : noteValue(event))
  }
  store<f32>(self + GATE, heldCount(held) > 0 ? 1 : 0)
  if (heldCount(held) == 0) return
  store<f32>(self + PITCH, (heldKey(held) + heldBend(held) - 60) * <f32>(1.0 / 12.0))
  store<f32>(self + VELOCITY, heldVelocity(held))
  const other = before >= 0 && (<i32>heldNote(held) != before || kind == NOTE_ON)
  if (other && <i32>paramAt(self, 0, noteFrame(event)) == 0) store<u32>(self + DOWN, 1)
}

export function note_to_control_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  for (let quantum = offset; quantum < offset + frames; quantum += QUANTUM) {
    const end = quantum + QUANTUM
    let done = quantum
    for (let event = firstEvent(from, quantum, end); event != 0; event = nextEvent(from, end)) {
      const frame = max(done, noteFrame(event))
      writeAll(self, done, frame)
      done = frame
      takeEvent(self, event)
    }
    writeAll(self, done, end)
  }
}
