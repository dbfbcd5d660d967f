import type { ExportFormat } from '#shared/contract'
import { MAX_EMBEDDED_BYTES } from '#shared/embedded'
import type { Bytes } from '#shared/kit'
import { MAX_BLOCK_BYTES, MAX_TAG_BYTES } from '../sound-files'

/** Why a file of a format cannot carry a project, if it is so: each has its own room for such things. */
export function leftOut(format: ExportFormat, project: string): string | undefined {
  const bytes = Buffer.byteLength(project) + 4
  if (format === 'opus') return 'An Opus file carries no project.'
  const room = roomIn(format)
  return bytes <= room
    ? undefined
    : `The project has ${bytes} bytes and was not put into the file, which has room for ${room}.`
}

function roomIn(format: ExportFormat): Bytes {
  if (format === 'mp3') return MAX_TAG_BYTES
  return format === 'flac' || format === 'flac16' ? MAX_BLOCK_BYTES : MAX_EMBEDDED_BYTES
}
