// Events on a notes bus: the layout is described in ../README.md.

import { CHANNEL_BYTES } from './header.as'

export const NOTE_OFF: u32 = 0
export const NOTE_ON: u32 = 1
export const NOTE_PITCH: u32 = 2
export const NOTE_PRESSURE: u32 = 3
export const NOTE_TIMBRE: u32 = 4

/** Bytes of an event, and of the count before the first. */
export const EVENT_BYTES: usize = 16

/**
 * How many events a quantum takes before those of a kind find no room: what moves a note gives way first, then
 * beginnings; the rest is for ends. It counts quantum by quantum, so that what a flood drops follows from the flood
 * and not from the length of the blocks.
 */
const MOST_OFF: u32 = 255
const MOST_ON: u32 = 159
const MOST_OTHER: u32 = 127

// @ts-ignore: decorator
@inline
export function noteCount(bus: usize): u32 {
  // A notes bus is as long as eight channels.
  return min(load<u32>(bus), <u32>(CHANNEL_BYTES >> 1) - 1)
}

/** Address of an event. */
// @ts-ignore: decorator
@inline
export function noteAt(bus: usize, index: u32): usize {
  return bus + EVENT_BYTES + <usize>index * EVENT_BYTES
}

// @ts-ignore: decorator
@inline
export function noteFrame(event: usize): u32 {
  return load<u32>(event)
}

// @ts-ignore: decorator
@inline
export function noteKind(event: usize): u32 {
  return <u32>load<u16>(event, 4)
}

/** What ties the events of a note together. */
// @ts-ignore: decorator
@inline
export function noteId(event: usize): u32 {
  return <u32>load<u16>(event, 6)
}

// @ts-ignore: decorator
@inline
export function noteKey(event: usize): f32 {
  return load<f32>(event, 8)
}

// @ts-ignore: decorator
@inline
export function noteValue(event: usize): f32 {
  return load<f32>(event, 12)
}

/** Index of the first event at or after a frame. */
export function firstNote(bus: usize, frame: u32): u32 {
  const count = noteCount(bus)
  let index: u32 = 0
  while (index < count && noteFrame(noteAt(bus, index)) < frame) index++
  return index
}

// @ts-ignore: decorator
@inline
export function clearNotes(bus: usize): void {
  store<u32>(bus, 0)
}

/** True when one more event of a kind finds room in the quantum of its frame. `place` is where it would stand. */
export function notesFit(bus: usize, place: u32, frame: u32, kind: u32): bool {
  const quantum = frame >> 7
  const all = noteCount(bus)
  let count: u32 = 0
  for (let i = place; i > 0 && noteFrame(noteAt(bus, i - 1)) >> 7 == quantum; i--) count++
  for (let i = place; i < all && noteFrame(noteAt(bus, i)) >> 7 == quantum; i++) count++
  return count < (kind == NOTE_OFF ? MOST_OFF : kind == NOTE_ON ? MOST_ON : MOST_OTHER)
}

export function writeNote(event: usize, frame: u32, kind: u32, id: u32, key: f32, value: f32): void {
  store<u32>(event, frame)
  store<u16>(event, <u16>kind, 4)
  store<u16>(event, <u16>id, 6)
  store<f32>(event, key, 8)
  store<f32>(event, value, 12)
}

/** Adds an event at the end: frames must not fall. False when its quantum is too full for its kind. */
export function appendNote(
  bus: usize,
  frame: u32,
  kind: u32,
  id: u32,
  key: f32,
  value: f32,
): bool {
  const count = noteCount(bus)
  if (!notesFit(bus, count, frame, kind)) return false
  writeNote(noteAt(bus, count), frame, kind, id, key, value)
  store<u32>(bus, count + 1)
  return true
}
