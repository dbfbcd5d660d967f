import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { nanoid } from 'nanoid'
import type { Project } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import {
  attempt,
  containedFile,
  errnoOf,
  placeFile,
  readFailure,
  sha256OfFile,
  writeFailure,
  type FilePort,
} from '../kit'

/** Audio that was brought to another folder. */
export interface CopiedAudio {
  /** What was made, to be taken away again should the rest of the save fail. */
  readonly made: readonly string[]
}

/**
 * Copies the audio of a document from one project folder to another. A sound that is there already is left;
 * another file of the same name is never replaced. What is missing stays missing.
 */
export async function copyAudio(
  { assets }: Project,
  from: string,
  to: string,
  files: FilePort,
): Promise<Result<CopiedAudio>> {
  const made: string[] = []
  if (from === to || Object.keys(assets).length === 0) return ok({ made })
  const folder = join(to, 'audio')
  const ready = await attempt(
    () => files.makeFolder(folder),
    errno => writeFailure(errno, folder),
  )
  if (!ready.ok) return ready
  for (const asset of Object.values(assets)) {
    const source = await containedFile(from, asset.path)
    if (!source.ok) continue
    const target = join(to, asset.path)
    const copied = await copySound(source.value.path, target, asset.sha256, files)
    if (!copied.ok) {
      await removeAll(made, files)
      return copied
    }
    if (copied.value) made.push(target)
  }
  await attempt(
    () => files.syncFolder(folder),
    errno => writeFailure(errno, folder),
  )
  return ok({ made })
}

export async function removeAll(paths: readonly string[], files: FilePort): Promise<void> {
  for (const path of paths) {
    await attempt(
      () => files.remove(path),
      errno => writeFailure(errno, path),
    )
  }
}

/** Whether it was copied: true, or was there already: false. */
async function copySound(
  source: string,
  target: string,
  hash: string,
  files: FilePort,
): Promise<Result<boolean>> {
  const temporary = join(target, '..', `.copy-${nanoid(8)}.tmp`)
  const copied = await attempt(
    async () => {
      try {
        await files.copy(source, temporary)
        await placeFile(temporary, target, files)
        return true
      } catch (error) {
        await files.remove(temporary)
        if (errnoOf(error) !== 'EEXIST') throw error
        return false
      }
    },
    errno => writeFailure(errno, target),
  )
  if (!copied.ok || copied.value) return copied
  const present = await attempt(
    () => sha256OfFile(target),
    errno => readFailure(errno, target),
  )
  if (!present.ok) return present
  return present.value === hash
    ? ok(false)
    : err(fail('file-exists', `Another sound is called “${target}” there.`))
}

/** Takes away what a copy or an import that was killed has left. */
export async function sweepAudio(folder: string, files: FilePort): Promise<void> {
  const names = await attempt(
    () => readdir(join(folder, 'audio')),
    errno => readFailure(errno, folder),
  )
  if (!names.ok) return
  const left = names.value.filter(name => /^\.(copy|import)-[\w-]+\.tmp$/.test(name))
  await removeAll(
    left.map(name => join(folder, 'audio', name)),
    files,
  )
}
