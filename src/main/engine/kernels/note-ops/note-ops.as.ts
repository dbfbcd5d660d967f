import {
  clearNotes,
  EVENT_BYTES,
  firstNote,
  noteAt,
  noteCount,
  noteFrame,
  noteId,
  noteKey,
  noteKind,
  notesFit,
  noteValue,
  writeNote,
} from '../lib/notes.as'

/** Empties a notes bus: done at the start of a block, before its sources are merged. */
export function op_clear_notes(bus: usize): void {
  clearNotes(bus)
}

/**
 * Adds the events of `src` within the frames to `dst`, in the order of frames; of events at one frame
 * those that were there stand first. A note's number becomes number + (source << 12), in 16 bits, so
 * that up to 16 sources whose numbers are below 4096 stay apart. A full quantum drops what does not fit.
 */
export function op_merge_notes(
  dst: usize,
  src: usize,
  source: u32,
  offset: u32,
  frames: u32,
): void {
  const end = offset + frames
  const events = noteCount(src)
  for (let index = firstNote(src, offset); index < events; index++) {
    const event = noteAt(src, index)
    const frame = noteFrame(event)
    if (frame >= end) return
    const count = noteCount(dst)
    let place = count
    while (place > 0 && noteFrame(noteAt(dst, place - 1)) > frame) place--
    if (!notesFit(dst, place, frame, noteKind(event))) continue
    const at = noteAt(dst, place)
    memory.copy(at + EVENT_BYTES, at, <usize>(count - place) * EVENT_BYTES)
    const note = (noteId(event) + (source << 12)) & 0xffff
    writeNote(at, frame, noteKind(event), note, noteKey(event), noteValue(event))
    store<u32>(dst, count + 1)
  }
}
