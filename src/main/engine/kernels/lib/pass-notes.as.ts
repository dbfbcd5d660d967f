// Note effects that change each event by itself and remember nothing.

import { appendNote, firstNote, noteAt, noteCount, noteFrame, noteId, noteKey, noteKind, noteValue } from './notes.as'

/** The events of a call, one by one: where the next one is. */
let cursor: u32 = 0

/** Address of the first event at or after a frame, or 0 where there is none before `end`. */
export function firstEvent(bus: usize, frame: u32, end: u32): usize {
  cursor = firstNote(bus, frame)
  return eventHere(bus, end)
}

/** Address of the event after it, or 0. */
export function nextEvent(bus: usize, end: u32): usize {
  cursor++
  return eventHere(bus, end)
}

// @ts-ignore: decorator
@inline
function eventHere(bus: usize, end: u32): usize {
  if (cursor >= noteCount(bus)) return 0
  const event = noteAt(bus, cursor)
  return noteFrame(event) < end ? event : 0
}

/** A key that notes can have; not a number becomes the lowest. */
// @ts-ignore: decorator
@inline
export function boundKey(key: f32): f32 {
  return key > 0 ? (key < 136 ? key : 136) : 0
}

/** Adds an event to a bus with another key and value. */
// @ts-ignore: decorator
@inline
export function passEvent(bus: usize, event: usize, key: f32, value: f32): void {
  appendNote(bus, noteFrame(event), noteKind(event), noteId(event), key, value)
}

/** Adds an event as it is. */
// @ts-ignore: decorator
@inline
export function copyEvent(bus: usize, event: usize): void {
  passEvent(bus, event, noteKey(event), noteValue(event))
}
