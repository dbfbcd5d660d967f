import { clearNotes } from '../lib/notes.as'
import { copyEvent, firstEvent, nextEvent } from '../lib/pass-notes.as'

/** [into, count (0 or 1), from]: the notes of a bus as they are, or none. */
export function step_copy_notes(at: usize, offset: u32, frames: u32): void {
  const into = <usize>load<u32>(at)
  if (offset == 0) clearNotes(into)
  if (load<u32>(at, 4) == 0) return
  const from = <usize>load<u32>(at, 8)
  const end = offset + frames
  for (let event = firstEvent(from, offset, end); event != 0; event = nextEvent(from, end)) {
    copyEvent(into, event)
  }
}
