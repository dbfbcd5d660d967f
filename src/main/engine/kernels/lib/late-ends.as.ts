// Ends of notes that find no room in their quantum: they come in the next one.

import { appendNote, NOTE_OFF } from './notes.as'

// u32 count, then from byte 16 on entries: u32 note, f32 key, f32 value.
const ENTRIES: usize = 16
const ENTRY: usize = 12
const MOST: u32 = 640

/** Bytes of the list: more notes than a kernel that holds up to 256 can owe an end. */
export const LATE_ENDS_BYTES: usize = ENTRIES + 640 * ENTRY

// @ts-ignore: decorator
@inline
function entryAt(list: usize, index: u32): usize {
  return list + ENTRIES + <usize>index * ENTRY
}

/** Ends a note, now or a quantum later. */
export function endNote(list: usize, bus: usize, frame: u32, note: u32, key: f32, value: f32): void {
  if (appendNote(bus, frame, NOTE_OFF, note, key, value)) return
  const count = load<u32>(list)
  if (count == MOST) return
  const entry = entryAt(list, count)
  store<u32>(entry, note)
  store<f32>(entry, key, 4)
  store<f32>(entry, value, 8)
  store<u32>(list, count + 1)
}

/** Before the events of every quantum: the ends that it owes. */
export function endLate(list: usize, bus: usize, quantum: u32): void {
  const count = load<u32>(list)
  let done: u32 = 0
  while (done < count) {
    const entry = entryAt(list, done)
    const note = load<u32>(entry)
    const key = load<f32>(entry, 4)
    if (!appendNote(bus, quantum, NOTE_OFF, note, key, load<f32>(entry, 8))) break
    done++
  }
  if (done == 0) return
  memory.copy(entryAt(list, 0), entryAt(list, done), <usize>(count - done) * ENTRY)
  store<u32>(list, count - done)
}
