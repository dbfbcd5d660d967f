import { err, fail, ok, type Result } from '#shared/kit'

const HEAD = 8

/**
 * A MIDI file reduced to its header and tracks: other chunks are passed over, as the standard wants, and it is
 * made sure that every chunk is there to its end.
 */
export function midiChunks(bytes: Uint8Array): Result<Uint8Array> {
  if (nameAt(bytes, 0) !== 'MThd') return err(fail('midi-unsupported', 'This is no MIDI file.'))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 14 || view.getUint32(4) < 6) {
    return err(fail('midi-damaged', 'It has no header.'))
  }
  const [format, claimed] = [view.getUint16(8), view.getUint16(10)]
  if (format > 1) {
    return err(fail('midi-unsupported', `The file is of format ${format}.`))
  }
  const tracks: Uint8Array[] = []
  for (let at = HEAD + view.getUint32(4); at + HEAD <= bytes.length;) {
    const end = at + HEAD + view.getUint32(at + 4)
    if (nameAt(bytes, at) === 'MTrk') {
      if (end > bytes.length) return err(fail('midi-damaged', 'The file breaks off.'))
      tracks.push(bytes.subarray(at, end))
    }
    at = end
  }
  if (tracks.length < claimed || tracks.length === 0) {
    const count = `It has ${tracks.length} of ${claimed} tracks.`
    return err(fail('midi-damaged', count))
  }
  return ok(joined(bytes, tracks))
}

function joined(bytes: Uint8Array, tracks: readonly Uint8Array[]): Uint8Array {
  const size = tracks.reduce((sum, track) => sum + track.length, 14)
  const whole = new Uint8Array(size)
  whole.set(bytes.subarray(0, 14))
  const view = new DataView(whole.buffer)
  view.setUint32(4, 6)
  view.setUint16(10, tracks.length)
  let at = 14
  for (const track of tracks) {
    whole.set(track, at)
    at += track.length
  }
  return whole
}

function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}
