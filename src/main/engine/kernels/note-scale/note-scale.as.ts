import { inputChannel, outputChannel, paramAt, STATE } from '../lib/header.as'
import { clearNotes, NOTE_ON, noteFrame, noteKey, noteKind, noteValue } from '../lib/notes.as'
import { boundKey, copyEvent, firstEvent, nextEvent, passEvent } from '../lib/pass-notes.as'
import { snapToScale } from '../lib/scales.as'

export function note_scale_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function note_scale_init(self: usize, sampleRate: f64, seed: u32): void {
  clearNotes(outputChannel(self, 0, 0))
}

export function note_scale_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const to = outputChannel(self, 0, 0)
  const end = offset + frames
  if (offset == 0) clearNotes(to)
  for (let event = firstEvent(from, offset, end); event != 0; event = nextEvent(from, end)) {
    if (noteKind(event) != NOTE_ON) {
      copyEvent(to, event)
      continue
    }
    const frame = noteFrame(event)
    const given = boundKey(noteKey(event))
    const root = <i32>nearest(paramAt(self, 0, frame))
    const key = snapToScale(given, root, <i32>paramAt(self, 1, frame))
    // The end of a note that is left out meets nobody who knows it.
    if (key == given || <i32>paramAt(self, 2, frame) == 0) {
      passEvent(to, event, boundKey(key), noteValue(event))
    }
  }
}
