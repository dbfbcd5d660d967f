import { inputChannel, outputChannel, paramAt, QUANTUM, STATE } from '../lib/header.as'
import { endLate, endNote, LATE_ENDS_BYTES } from '../lib/late-ends.as'
import {
  appendNote,
  clearNotes,
  NOTE_OFF,
  NOTE_ON,
  noteFrame,
  noteId,
  noteKey,
  noteKind,
  noteValue,
} from '../lib/notes.as'
import { boundKey, firstEvent, nextEvent } from '../lib/pass-notes.as'
import { degreesAbove, snapToScale } from '../lib/scales.as'

// State: u32 number of the next note, u32 chords held; then entries: u32 note, u32 count of the
// chord, u32 × 4 its numbers; then the ends that found no room.
const NEXT = STATE
const COUNT = STATE + 4
const ENTRIES = STATE + 16
const ENTRY_BYTES: usize = 24
const MOST: u32 = 64
const LATE = ENTRIES + 64 * ENTRY_BYTES

export function chord_state_size(channels: u32): u32 {
  return <u32>(LATE + LATE_ENDS_BYTES)
}

export function chord_init(self: usize, sampleRate: f64, seed: u32): void {
  store<u32>(self + NEXT, seed & 0xffff)
  store<u32>(self + COUNT, 0)
  store<u32>(self + LATE, 0)
  clearNotes(outputChannel(self, 0, 0))
}

// @ts-ignore: decorator
@inline
function entryAt(self: usize, index: u32): usize {
  return self + ENTRIES + <usize>index * ENTRY_BYTES
}

function find(self: usize, note: u32): i32 {
  for (let index: u32 = 0; index < load<u32>(self + COUNT); index++) {
    if (load<u32>(entryAt(self, index)) == note) return <i32>index
  }
  return -1
}

/** The same event for each note of a chord. */
function forAll(self: usize, entry: usize, event: usize, kind: u32): void {
  const bus = outputChannel(self, 0, 0)
  for (let index: usize = 0; index < <usize>load<u32>(entry, 4); index++) {
    const note = load<u32>(entry + (index << 2), 8)
    const key = noteKey(event)
    const value = noteValue(event)
    if (kind == NOTE_OFF) endNote(self + LATE, bus, noteFrame(event), note, key, value)
    else appendNote(bus, noteFrame(event), kind, note, key, value)
  }
}

function end(self: usize, event: usize): void {
  const index = find(self, noteId(event))
  if (index < 0) return
  forAll(self, entryAt(self, <u32>index), event, NOTE_OFF)
  const last = load<u32>(self + COUNT) - 1
  memory.copy(entryAt(self, <u32>index), entryAt(self, last), ENTRY_BYTES)
  store<u32>(self + COUNT, last)
}

/** Key of a note of the chord; 0 is the note itself. */
function keyOf(self: usize, event: usize, index: usize): f32 {
  const key = boundKey(noteKey(event))
  if (index == 0) return key
  const frame = noteFrame(event)
  const interval = nearest(paramAt(self, index - 1, frame))
  const scale = <i32>paramAt(self, 5, frame)
  if (interval == 0) return -1
  if (scale == 0) return key + interval
  const root = <i32>nearest(paramAt(self, 4, frame))
  return degreesAbove(snapToScale(key, root, scale), <i32>interval, root, scale)
}

function begin(self: usize, event: usize): void {
  end(self, event)
  const count = load<u32>(self + COUNT)
  if (count == MOST) return
  const bus = outputChannel(self, 0, 0)
  const frame = noteFrame(event)
  const entry = entryAt(self, count)
  const level = noteValue(event) * paramAt(self, 3, frame)
  let size: u32 = 0
  for (let index: usize = 0; index < 4; index++) {
    const key = keyOf(self, event, index)
    if (!(key >= 0 && key <= 136)) continue
    const note = load<u32>(self + NEXT)
    const velocity = index == 0 ? noteValue(event) : level
    if (!appendNote(bus, frame, NOTE_ON, note, key, velocity)) continue
    store<u32>(self + NEXT, (note + 1) & 0xffff)
    store<u32>(entry + (<usize>size << 2), note, 8)
    size++
  }
  store<u32>(entry, noteId(event))
  store<u32>(entry, size, 4)
  if (size > 0) store<u32>(self + COUNT, count + 1)
}

function take(self: usize, event: usize): void {
  const kind = noteKind(event)
  if (kind == NOTE_ON) begin(self, event)
  else if (kind == NOTE_OFF) end(self, event)
  else {
    const index = find(self, noteId(event))
    if (index >= 0) forAll(self, entryAt(self, <u32>index), event, kind)
  }
}

export function chord_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const to = outputChannel(self, 0, 0)
  if (offset == 0) clearNotes(to)
  for (let quantum = offset; quantum < offset + frames; quantum += QUANTUM) {
    const last = quantum + QUANTUM
    endLate(self + LATE, to, quantum)
    for (let event = firstEvent(from, quantum, last); event != 0; event = nextEvent(from, last)) {
      take(self, event)
    }
  }
}
