import { inputChannel, outputChannel, paramAt, STATE } from '../lib/header.as'
import { clearNotes, NOTE_ON, noteFrame, noteKey, noteKind, noteValue } from '../lib/notes.as'
import { boundKey, copyEvent, firstEvent, nextEvent, passEvent } from '../lib/pass-notes.as'

export function transpose_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function transpose_init(self: usize, sampleRate: f64, seed: u32): void {
  clearNotes(outputChannel(self, 0, 0))
}

export function transpose_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const to = outputChannel(self, 0, 0)
  const end = offset + frames
  if (offset == 0) clearNotes(to)
  for (let event = firstEvent(from, offset, end); event != 0; event = nextEvent(from, end)) {
    if (noteKind(event) != NOTE_ON) copyEvent(to, event)
    else {
      const key = noteKey(event) + paramAt(self, 0, noteFrame(event))
      passEvent(to, event, boundKey(key), noteValue(event))
    }
  }
}
