// Notes on a cable that waits for sound that is late: a ring of events, oldest first.

import { EVENT_BYTES, noteId, noteKey, noteKind, noteValue, writeNote } from '../lib/notes.as'

// u32 first, u32 count; from byte 16 on the events, whose frame is the one on the gate's clock at which they are due.
const FIRST: usize = 0
const COUNT: usize = 4
const ENTRIES: usize = 16
const MOST: u32 = 4096
/** As many come in a quantum at most. */
const ROOM: u32 = 256

/** Bytes of a ring. */
export const WAITING_BYTES: usize = ENTRIES + 4096 * EVENT_BYTES

// @ts-ignore: decorator
@inline
function entryAt(ring: usize, index: u32): usize {
  const place = (load<u32>(ring + FIRST) + index) & (MOST - 1)
  return ring + ENTRIES + <usize>place * EVENT_BYTES
}

// @ts-ignore: decorator
@inline
export function countWaiting(ring: usize): u32 {
  return load<u32>(ring + COUNT)
}

/** The oldest event. */
// @ts-ignore: decorator
@inline
export function firstWaiting(ring: usize): usize {
  return entryAt(ring, 0)
}

export function dropFirst(ring: usize): void {
  store<u32>(ring + FIRST, (load<u32>(ring + FIRST) + 1) & (MOST - 1))
  store<u32>(ring + COUNT, load<u32>(ring + COUNT) - 1)
}

/** Adds a copy of an event; `makeRoom` has run in its quantum. */
export function addWaiting(ring: usize, event: usize, due: u32): void {
  const entry = entryAt(ring, load<u32>(ring + COUNT))
  writeNote(entry, due, noteKind(event), noteId(event), noteKey(event), noteValue(event))
  store<u32>(ring + COUNT, load<u32>(ring + COUNT) + 1)
}

/** Before a quantum: where the ring is nearly full, what has waited longest comes now, earlier than it should. */
export function makeRoom(ring: usize, now: u32): void {
  const count = load<u32>(ring + COUNT)
  if (count <= MOST - ROOM) return
  for (let index: u32 = 0; index < count - (MOST - ROOM); index++) {
    store<u32>(entryAt(ring, index), now)
  }
}
