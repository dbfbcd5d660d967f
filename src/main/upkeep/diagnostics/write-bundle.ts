import { createWriteStream } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { nanoid } from 'nanoid'
import { ZipFile } from 'yazl'
import { err, fail, ok, type Bytes, type Result } from '#shared/kit'
import { attempt, nodeFiles, placeFile, writeFailure } from '../../kit'
import type { DiagnosticFile } from './collect'

/** Writes a zip of texts: whole or not at all. Never replaces a file. */
export async function writeBundle(
  path: string,
  files: readonly DiagnosticFile[],
): Promise<Result<Bytes>> {
  const zip = new ZipFile()
  for (const { name, text } of files) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  const temporary = join(dirname(path), `.${basename(path)}.${nanoid(8)}.tmp`)
  const written = await attempt(
    async () => {
      await mkdir(dirname(path), { recursive: true })
      const to = createWriteStream(temporary, { flags: 'wx', flush: true, mode: 0o600 })
      await pipeline(zip.outputStream, to)
      const { size } = await stat(temporary)
      await placeFile(temporary, path, nodeFiles)
      return size
    },
    errno =>
      errno === 'EEXIST'
        ? fail('file-exists', `“${path}” is there already.`)
        : writeFailure(errno, path),
  )
  if (written.ok) return ok(written.value)
  await attempt(
    () => nodeFiles.remove(temporary),
    errno => writeFailure(errno, temporary),
  )
  return err(written.error)
}
