import type { Result } from '../kit'
import { letters, nothing, type ByteReader } from './byte-reader'
import { readFromFlac } from './in-flac'
import { readFromMp3 } from './in-mp3'
import { readFromWav } from './in-wav'

/**
 * The text of the project that a sound file carries, undefined where it carries none. Reads heads alone, not
 * the samples; nothing that the file says about its sizes is believed.
 */
export async function readEmbeddedProject(reader: ByteReader): Promise<Result<string | undefined>> {
  const head = await reader.read(0, 12)
  const mark = letters(head, 0, 4)
  if (letters(head, 8, 4) === 'WAVE' && /^(RIFF|RF64|BW64)$/.test(mark)) return readFromWav(reader)
  if (mark === 'fLaC') return readFromFlac(reader)
  if (mark.startsWith('ID3')) return readFromMp3(reader)
  return nothing
}
