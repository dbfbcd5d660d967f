import { basename, dirname, join } from 'node:path'
import { nanoid } from 'nanoid'
import { ok, type Result } from '#shared/kit'
import { attempt, writeFailure } from './errno'
import { nodeFiles, type FilePort } from './file-port'

/**
 * Writes a file whole or not at all: into a temporary file beside it, onto the disk, then over the old name.
 * A plain write tears under kill -9 and loses the old file when the disk is full. What is `secret` only its owner may read.
 */
export async function writeDurably(
  path: string,
  bytes: Uint8Array | string,
  files: FilePort = nodeFiles,
  { secret = false }: { readonly secret?: boolean } = {},
): Promise<Result<void>> {
  const temporary = join(dirname(path), `.${basename(path)}.${nanoid(8)}.tmp`)
  const written = await attempt(
    async () => {
      const file = await files.create(temporary, secret)
      try {
        await file.write(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await files.rename(temporary, path)
    },
    errno => writeFailure(errno, path),
  )
  if (!written.ok) {
    await attempt(
      () => files.remove(temporary),
      errno => writeFailure(errno, temporary),
    )
    return written
  }
  // The new file is in its place. That its name might not survive a power cut is no reason to call the
  // write failed: the caller would take the old file for the present one.
  await attempt(
    () => files.syncFolder(dirname(path)),
    errno => writeFailure(errno, path),
  )
  return ok()
}

/** Whether a name is that of a temporary file of `writeDurably` for this file. */
export function isTemporaryOf(name: string, file: string): boolean {
  return name.startsWith(`.${file}.`) && name.endsWith('.tmp')
}
