// The notes that are held while there is but one voice, in the order of their beginnings.

import { NOTE_PITCH, NOTE_PRESSURE } from '../lib/notes.as'
import { TIMBRE_REST } from './voice.as'

// u32 count, then entries: u32 note, f32 key, velocity, bend, pressure, timbre.
const MOST: u32 = 32
const ENTRY: usize = 24
const ENTRIES: usize = 16

/** Bytes of the list. */
export const HELD_BYTES: usize = ENTRIES + 32 * ENTRY

// @ts-ignore: decorator
@inline
export function heldCount(held: usize): u32 {
  return load<u32>(held)
}

export function clearHeld(held: usize): void {
  store<u32>(held, 0)
}

// @ts-ignore: decorator
@inline
function entryAt(held: usize, index: u32): usize {
  return held + ENTRIES + <usize>index * ENTRY
}

/** The entry that was begun last. */
// @ts-ignore: decorator
@inline
function latest(held: usize): usize {
  return entryAt(held, heldCount(held) - 1)
}

// @ts-ignore: decorator
@inline
export function heldNote(held: usize): u32 {
  return load<u32>(latest(held))
}

// @ts-ignore: decorator
@inline
export function heldKey(held: usize): f32 {
  return load<f32>(latest(held), 4)
}

// @ts-ignore: decorator
@inline
export function heldVelocity(held: usize): f32 {
  return load<f32>(latest(held), 8)
}

// @ts-ignore: decorator
@inline
export function heldBend(held: usize): f32 {
  return load<f32>(latest(held), 12)
}

// @ts-ignore: decorator
@inline
export function heldPressure(held: usize): f32 {
  return load<f32>(latest(held), 16)
}

// @ts-ignore: decorator
@inline
export function heldTimbre(held: usize): f32 {
  return load<f32>(latest(held), 20)
}

function dropAt(held: usize, index: u32): void {
  const after = heldCount(held) - 1 - index
  memory.copy(entryAt(held, index), entryAt(held, index + 1), <usize>after * ENTRY)
  store<u32>(held, heldCount(held) - 1)
}

/** Takes a note out; false where it is not held. */
export function dropHeld(held: usize, note: u32): bool {
  for (let index: u32 = 0; index < heldCount(held); index++) {
    if (load<u32>(entryAt(held, index)) == note) {
      dropAt(held, index)
      return true
    }
  }
  return false
}

/** Adds a note as the latest; the first goes where there are too many. */
export function keepHeld(held: usize, note: u32, key: f32, velocity: f32): void {
  if (heldCount(held) == MOST) dropAt(held, 0)
  store<u32>(held, heldCount(held) + 1)
  const entry = latest(held)
  store<u32>(entry, note)
  store<f32>(entry, key, 4)
  store<f32>(entry, velocity, 8)
  store<f32>(entry, 0, 12)
  store<f32>(entry, 0, 16)
  store<f32>(entry, TIMBRE_REST, 20)
}

/** Keeps what an event says of a held note. */
export function moveHeld(held: usize, note: u32, kind: u32, value: f32): void {
  const place: usize = kind == NOTE_PITCH ? 12 : kind == NOTE_PRESSURE ? 16 : 20
  for (let index: u32 = 0; index < heldCount(held); index++) {
    const entry = entryAt(held, index)
    if (load<u32>(entry) == note) store<f32>(entry + place, value)
  }
}
