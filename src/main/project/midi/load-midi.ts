import { basename } from 'node:path'
import { fail, type Result } from '#shared/kit'
import { attempt, readFailure } from '../../kit'
import { readRegularFile } from '../project-file'
import { MAX_MIDI_BYTES, readMidi, type MidiSong } from './read-midi'

/** A MIDI file from the disk. */
export async function loadMidi(path: string): Promise<Result<MidiSong>> {
  const loaded = await attempt(
    () =>
      readRegularFile(path, MAX_MIDI_BYTES, bytes =>
        fail('midi-too-large', `“${basename(path)}” has ${bytes} bytes.`),
      ),
    errno => readFailure(errno, `MIDI file “${path}”`),
  )
  if (!loaded.ok) return loaded
  return loaded.value.ok ? readMidi(loaded.value.value.bytes) : loaded.value
}
