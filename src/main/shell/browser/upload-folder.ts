import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { attempt, isRunning, readFailure } from '../../kit'

/** A folder for one upload. Its name says which process it belongs to. */
export async function makeUploadFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return mkdtemp(join(folder, `upload-${process.pid}-`))
}

/** Takes away what processes that were killed have left; those of another running instance stay. */
export async function sweepUploads(folder: string): Promise<void> {
  const names = await attempt(
    () => readdir(folder),
    errno => readFailure(errno, folder),
  )
  for (const name of names.ok ? names.value : []) {
    const owner = /^upload-(\d+)-/.exec(name)?.[1]
    if (owner === undefined || isRunning(Number(owner))) continue
    await rm(join(folder, name), { recursive: true, force: true })
  }
}
