import { err, fail, ok, type Result } from '#shared/kit'

/** What a sound file really is, whatever its name says. */
export type SoundFormat = 'wav' | 'flac' | 'mp3' | 'vorbis' | 'opus'

/** How many bytes `sniffFormat` wants to see, if the file has them. */
export const SNIFF_BYTES = 4096

const otherFormats: readonly (readonly [offset: number, mark: string, name: string])[] = [
  [0, 'FORM', 'an AIFF'],
  [4, 'ftyp', 'an MP4 or M4A'],
  [0, 'riff', 'a Wave64'],
  [0, 'caff', 'a CAF'],
  [0, 'MThd', 'a MIDI'],
  [0, 'wvpk', 'a WavPack'],
  [0, 'MAC ', 'a Monkey’s Audio'],
  [0, '\u001aE\u00df\u00a3', 'a Matroska or WebM'],
]

/** The format of a file by its first bytes. */
export function sniffFormat(head: Uint8Array): Result<SoundFormat> {
  if (head.length === 0) return err(fail('audio-empty', 'The file has 0 bytes.'))
  const letters = String.fromCharCode(...head.subarray(0, 16))
  const has = (mark: string, offset = 0): boolean => letters.startsWith(mark, offset)
  if ((has('RIFF') || has('RF64') || has('BW64')) && has('WAVE', 8)) return ok('wav')
  if (has('fLaC')) return ok('flac')
  if (has('OggS')) return oggCodec(head)
  // What follows a tag may lie beyond what we see; MPEG is what carries one by custom.
  if (has('ID3')) return ok(isFlacAt(head, 10 + tagSize(head)) ? 'flac' : 'mp3')
  if (isMpegAudio(head)) return ok('mp3')
  const other = otherFormats.find(([offset, mark]) => has(mark, offset))
  const what = other === undefined ? 'no sound file that Wireharp knows' : `${other[2]} file`
  return err(fail('audio-unsupported', `The file is ${what}.`))
}

function isFlacAt(head: Uint8Array, at: number): boolean {
  return String.fromCharCode(...head.subarray(at, at + 4)) === 'fLaC'
}

/** The first packet of the first page names the codec. */
function oggCodec(head: Uint8Array): Result<SoundFormat> {
  const start = 27 + (head[26] ?? 0)
  const packet = String.fromCharCode(...head.subarray(start, start + 8))
  if (packet.startsWith('\u0001vorbis')) return ok('vorbis')
  if (packet.startsWith('OpusHead')) return ok('opus')
  return err(fail('audio-unsupported', 'The OGG file holds neither Vorbis nor Opus.'))
}

/** Size of an ID3v2 tag after its ten bytes of header: four times seven bits. */
export function tagSize(head: Uint8Array): number {
  return [6, 7, 8, 9].reduce((size, at) => (size << 7) | ((head[at] ?? 0) & 0x7f), 0)
}

/** A frame header of MPEG audio: sync, and no field with a value that is reserved. */
export function isMpegAudio(head: Uint8Array, at = 0): boolean {
  const [first = 0, second = 0, third = 0] = head.subarray(at, at + 3)
  const version = (second >> 3) & 3
  const layer = (second >> 1) & 3
  const bitrate = third >> 4
  const rate = (third >> 2) & 3
  return (
    first === 0xff &&
    second >> 5 === 7 &&
    version !== 1 &&
    layer !== 0 &&
    bitrate !== 15 &&
    bitrate !== 0 &&
    rate !== 3
  )
}
