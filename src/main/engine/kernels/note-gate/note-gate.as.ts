// A notes input of a node: what its cables bring, as one stream. Each note gets a number of its own, so that streams
// may meet as often as they like; and whatever takes a cable away, its notes end.

import { QUANTUM } from '../lib/header.as'
import { appendNote, clearNotes, NOTE_OFF, NOTE_ON, noteAt, noteCount, noteFrame, noteId, noteKey, noteKind, noteValue } from '../lib/notes.as'
import { firstEvent, nextEvent } from '../lib/pass-notes.as'
import { addSounding, countEnding, countSounding, dropSounding, endingKey, endingValue, findSounding, isEnding, letEnd, MOST_SOUNDING, numberOf, SOUNDING_BYTES, sourceOf } from './sounding.as'
import { addWaiting, countWaiting, dropFirst, firstWaiting, makeRoom, WAITING_BYTES } from './waiting.as'

// What outlives the wiring: u32 frames so far, u32 whether the sources are others than before; then the notes that
// sound.
const CLOCK: usize = 0
const REWIRED: usize = 4
const SOUNDING: usize = 16

// A source among the operands: u32 bus, u32 its number, u32 ring of what waits or 0, u32 frames to wait, u32 next event.
const SOURCE_BYTES: usize = 20
const SOURCES: usize = 12

const NEVER: u32 = 0xffffffff
/** The wait of a source whose cable closes a loop: its bus holds the quantum before, counted from its beginning. */
const HELD: u32 = 0xffffffff

/** Bytes of what a gate keeps, and of the ring of a source that waits. */
export function note_gate_bytes(): u32 {
  return <u32>(SOUNDING + SOUNDING_BYTES)
}

export function note_gate_waiting_bytes(): u32 {
  return <u32>WAITING_BYTES
}

/** Its sources are others from now on: the notes of those that are gone end. */
export function note_gate_rewired(gate: usize): void {
  store<u32>(gate + REWIRED, 1)
}

/**
 * [gate, into, count, then of each source: bus, its number, ring or 0, frames to wait or `HELD`, 0]: merges the notes of the
 * sources in the order of frames; at one frame in the order of the sources. It goes quantum by quantum, so that what
 * a flood drops follows from the flood. Ends are never dropped: those that find no room come in the next quantum.
 */
export function step_gate_notes(at: usize, offset: u32, frames: u32): void {
  const gate = <usize>load<u32>(at)
  const into = <usize>load<u32>(at, 4)
  const first = at + SOURCES
  const last = first + <usize>load<u32>(at, 8) * SOURCE_BYTES
  if (offset == 0) {
    clearNotes(into)
    for (let source = first; source < last; source += SOURCE_BYTES) store<u32>(source, 0, 16)
  }
  if (load<u32>(gate + REWIRED) != 0) endStrays(gate + SOUNDING, first, last)
  store<u32>(gate + REWIRED, 0)
  if (!isQuiet(gate, first, last)) {
    for (let quantum = offset; quantum < offset + frames; quantum += QUANTUM) {
      const now = load<u32>(gate + CLOCK) + quantum - offset
      passQuantum(gate, into, first, last, quantum, now)
    }
  }
  store<u32>(gate + CLOCK, load<u32>(gate + CLOCK) + frames)
}

/** [into, from]: keeps the notes of a quantum, for a cable that closes a loop to bring them in the next one. */
export function step_keep_notes(at: usize, offset: u32, frames: u32): void {
  const into = <usize>load<u32>(at)
  const from = <usize>load<u32>(at, 4)
  clearNotes(into)
  const end = offset + frames
  for (let event = firstEvent(from, offset, end); event != 0; event = nextEvent(from, end)) {
    const frame = noteFrame(event) - offset
    appendNote(into, frame, noteKind(event), noteId(event), noteKey(event), noteValue(event))
  }
}

/** Whether there is nothing to do. */
function isQuiet(gate: usize, first: usize, last: usize): bool {
  if (countEnding(gate + SOUNDING) > 0) return false
  for (let source = first; source < last; source += SOURCE_BYTES) {
    if (load<u32>(source, 16) < noteCount(<usize>load<u32>(source))) return false
    const ring = <usize>load<u32>(source, 8)
    if (ring != 0 && countWaiting(ring) > 0) return false
  }
  return true
}

/** Ends the notes of sources that are not there any more. */
function endStrays(list: usize, first: usize, last: usize): void {
  for (let index: u32 = 0; index < countSounding(list); index++) {
    let stays = false
    for (let source = first; source < last; source += SOURCE_BYTES) {
      if (load<u32>(source, 4) == sourceOf(list, index)) stays = true
    }
    if (!stays) letEnd(list, index, 0, 0)
  }
}

function passQuantum(gate: usize, into: usize, first: usize, last: usize, quantum: u32, now: u32): void {
  const list = gate + SOUNDING
  endLate(list, into, quantum)
  for (let source = first; source < last; source += SOURCE_BYTES) begin(source, quantum, now)
  let reached = quantum
  for (;;) {
    let next: usize = 0
    let soonest = NEVER
    for (let source = first; source < last; source += SOURCE_BYTES) {
      const frame = nextFrame(source, quantum, now)
      if (frame >= soonest) continue
      soonest = frame
      next = source
    }
    if (next == 0) return
    // What waits for less than what came before it does not overtake it.
    reached = max(reached, soonest)
    take(list, into, next, reached)
  }
}

/** The ends that found no room before. */
function endLate(list: usize, into: usize, quantum: u32): void {
  let index: u32 = 0
  while (countEnding(list) > 0 && index < countSounding(list)) {
    if (!isEnding(list, index)) {
      index++
      continue
    }
    const number = numberOf(list, index)
    const key = endingKey(list, index)
    if (!appendNote(into, quantum, NOTE_OFF, number, key, endingValue(list, index))) return
    dropSounding(list, index)
  }
}

/** Puts the quantum's events of a source that waits into its ring. */
function begin(source: usize, quantum: u32, now: u32): void {
  const ring = <usize>load<u32>(source, 8)
  const bus = <usize>load<u32>(source)
  const count = noteCount(bus)
  if (load<u32>(source, 12) == HELD) return beginHeld(ring, bus, now)
  let next = load<u32>(source, 16)
  while (next < count && noteFrame(noteAt(bus, next)) < quantum) next++
  if (ring != 0) {
    makeRoom(ring, now)
    while (next < count && noteFrame(noteAt(bus, next)) < quantum + QUANTUM) {
      const event = noteAt(bus, next)
      addWaiting(ring, event, noteFrame(event) - quantum + now + load<u32>(source, 12))
      next++
    }
  }
  store<u32>(source, next, 16)
}

function beginHeld(ring: usize, bus: usize, now: u32): void {
  makeRoom(ring, now)
  for (let index: u32 = 0; index < noteCount(bus); index++) {
    const event = noteAt(bus, index)
    addWaiting(ring, event, now + noteFrame(event))
  }
}

/** Frame in the block of a source's next event, if it lies in the quantum. */
function nextFrame(source: usize, quantum: u32, now: u32): u32 {
  const ring = <usize>load<u32>(source, 8)
  if (ring == 0) {
    const bus = <usize>load<u32>(source)
    const next = load<u32>(source, 16)
    if (next >= noteCount(bus)) return NEVER
    const frame = noteFrame(noteAt(bus, next))
    return frame < quantum + QUANTUM ? frame : NEVER
  }
  if (countWaiting(ring) == 0) return NEVER
  const wait = <i32>(noteFrame(firstWaiting(ring)) - now)
  return wait < <i32>QUANTUM ? quantum + <u32>max(0, wait) : NEVER
}

/** Lets a source's next event through. */
function take(list: usize, into: usize, source: usize, frame: u32): void {
  const ring = <usize>load<u32>(source, 8)
  const number = load<u32>(source, 4)
  if (ring == 0) {
    const next = load<u32>(source, 16)
    pass(list, into, noteAt(<usize>load<u32>(source), next), number, frame)
    store<u32>(source, next + 1, 16)
  } else {
    pass(list, into, firstWaiting(ring), number, frame)
    dropFirst(ring)
  }
}

function pass(list: usize, into: usize, event: usize, source: u32, frame: u32): void {
  const kind = noteKind(event)
  const index = findSounding(list, source, noteId(event))
  if (kind == NOTE_ON) {
    if (index >= 0) endNow(list, into, <u32>index, frame, noteKey(event), 0)
    if (countSounding(list) == MOST_SOUNDING) endNow(list, into, 0, frame, 0, 0)
    if (countSounding(list) < MOST_SOUNDING) beginNow(list, into, event, source, frame)
  } else if (index >= 0) {
    if (kind == NOTE_OFF) endNow(list, into, <u32>index, frame, noteKey(event), noteValue(event))
    else {
      const number = numberOf(list, <u32>index)
      appendNote(into, frame, kind, number, noteKey(event), noteValue(event))
    }
  }
}

function beginNow(list: usize, into: usize, event: usize, source: u32, frame: u32): void {
  const number = addSounding(list, source, noteId(event))
  if (appendNote(into, frame, NOTE_ON, number, noteKey(event), noteValue(event))) return
  dropSounding(list, countSounding(list) - 1)
}

function endNow(list: usize, into: usize, index: u32, frame: u32, key: f32, value: f32): void {
  if (appendNote(into, frame, NOTE_OFF, numberOf(list, index), key, value)) dropSounding(list, index)
  else letEnd(list, index, key, value)
}
