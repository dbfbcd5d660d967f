import { dirname, join } from 'node:path'
import { ok, type Result } from '#shared/kit'
import { attempt, nodeFiles, writeDurably, writeFailure, type FilePort } from '../../kit'
import type { PackageFile } from './package-limits'

/** Writes checked files below a folder of ours. */
export async function writeFiles(
  folder: string,
  files: readonly PackageFile[],
  port: FilePort = nodeFiles,
): Promise<Result<void>> {
  for (const { path, bytes } of files) {
    const target = join(folder, path)
    const made = await attempt(
      () => port.makeFolder(dirname(target)),
      errno => writeFailure(errno, `the folder of “${path}”`),
    )
    if (!made.ok) return made
    const written = await writeDurably(target, bytes, port)
    if (!written.ok) return written
  }
  return ok()
}
