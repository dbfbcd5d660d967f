import { lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result } from '#shared/kit'
import { attempt, readFailure } from '../kit'
import type { FileStamp, TrackFile } from '../store'

const SOUND_FILE = /\.(wav|wave|bwf|rf64|flac|mp3|ogg|oga|opus)$/i
/** Folders within folders, so far down. */
const DEPTH = 32
const MOST_FILES = 2_000_000
const TOGETHER = 32

/** The sound files below a folder, without hidden ones and without following links out of it. */
export async function scanFolder(
  root: string,
  signal?: AbortSignal,
): Promise<Result<readonly FileStamp[]>> {
  const top = await attempt(
    () => readdir(root),
    errno => readFailure(errno, `folder “${root}”`),
  )
  if (!top.ok) return top
  const found: FileStamp[] = []
  let folders = [root]
  for (let depth = 0; depth < DEPTH && folders.length > 0; depth++) {
    const next: string[] = []
    for (const folder of folders) {
      if (signal?.aborted === true || found.length >= MOST_FILES) return ok(found)
      const entries = await attempt(
        () => readdir(folder, { withFileTypes: true }),
        errno => readFailure(errno, folder),
      )
      // A folder within that may not be read hides nothing of the others.
      if (!entries.ok) continue
      const names: string[] = []
      for (const entry of entries.value) {
        if (entry.name.startsWith('.')) continue
        if (entry.isDirectory()) next.push(join(folder, entry.name))
        else if (entry.isFile() && SOUND_FILE.test(entry.name)) names.push(join(folder, entry.name))
      }
      for (let at = 0; at < names.length; at += TOGETHER) {
        const stamps = await Promise.all(names.slice(at, at + TOGETHER).map(stampOf))
        for (const stamp of stamps) if (stamp !== undefined) found.push(stamp)
      }
    }
    folders = next
  }
  return ok(found)
}

export async function stampOf(path: string): Promise<FileStamp | undefined> {
  const info = await attempt(
    () => stat(path),
    errno => readFailure(errno, path),
  )
  return info.ok && info.value.isFile()
    ? { path, bytes: info.value.size, modifiedAt: info.value.mtimeMs }
    : undefined
}

/** What differs between a folder and what is known of it. */
export interface FolderChanges {
  /** New, or other than they were. */
  readonly toHear: readonly FileStamp[]
  /** Were missing, and are as they were. */
  readonly back: readonly string[]
  readonly gone: readonly string[]
}

export async function changesOf(
  present: readonly FileStamp[],
  known: readonly TrackFile[],
): Promise<FolderChanges> {
  const byPath = new Map(known.map(file => [file.path, file]))
  const toHear: FileStamp[] = []
  const back: string[] = []
  for (const stamp of present) {
    const file = byPath.get(stamp.path)
    byPath.delete(stamp.path)
    const isSame = file?.bytes === stamp.bytes && file.modifiedAt === stamp.modifiedAt
    if (file === undefined || !isSame) toHear.push(stamp)
    else if (file.isMissing) back.push(stamp.path)
  }
  const gone: string[] = []
  for (const { path, isMissing } of byPath.values()) {
    if (isMissing) continue
    // A file that was found again elsewhere lies outside.
    const there = await attempt(
      () => lstat(path),
      errno => readFailure(errno, path),
    )
    if (!there.ok) gone.push(path)
  }
  return { toHear, back, gone }
}
