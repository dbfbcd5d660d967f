import type { SoundFormat } from './sniff-format'

const extensions: Readonly<Record<SoundFormat, string>> = {
  wav: 'wav',
  flac: 'flac',
  mp3: 'mp3',
  vorbis: 'ogg',
  opus: 'opus',
}

/** Names that Windows keeps for devices, whatever follows the dot. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/** A name to show: what the file was called, without what could not be shown. */
export function shownName(original: string): string {
  const name = lastPart(original)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()
  return cut(name, 200) || 'sound'
}

/**
 * The file's name in `audio/`: a part of the original name that every file system takes, some digits of the
 * hash, and the extension of what the file really is. By the hash two different sounds never share a name,
 * so projects can lie in one folder and be saved into one another's.
 */
export function storedName(original: string, hash: string, format: SoundFormat): string {
  const stem = shownName(original)
    .replace(/\.[^.]*$/, '')
    .normalize('NFC')
    .replaceAll(/[<>:"/\\|?*]/g, '_')
    .replace(/^[.\s-]+/, '')
    .replace(/[.\s]+$/, '')
  const short = cut(stem, 80)
  const safe = short === '' || devices.test(short) ? 'sound' : short
  const mark = `-${hash.slice(0, 8)}`
  return `${safe.endsWith(mark) ? safe : safe + mark}.${extensions[format]}`
}

/** At most `length` UTF-16 units, without half a surrogate pair at the end. */
function cut(text: string, length: number): string {
  return text
    .slice(0, length)
    .replace(/[\ud800-\udbff]$/, '')
    .trim()
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
