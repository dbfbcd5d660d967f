import { mkdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { nanoid } from 'nanoid'
import { z } from 'zod'
import { err, type Failure, type Result } from '#shared/kit'
import { attempt, errnoOf, readFailure, writeFailure } from './errno'
import { nodeFiles, type FilePort } from './file-port'
import { placeFile } from './place-file'
import { mayLive, ownStamp, type ProcessStamp } from './process-stamp'

const ownerSchema = z.object({
  pid: z.int(),
  host: z.string(),
  started: z.string(),
  nonce: z.string(),
})

/** A lock that was asked for. */
export type LockAnswer =
  /** `left`: by a process that is gone, which did not release it. */
  | { readonly kind: 'taken'; readonly left: boolean; release(): Promise<void> }
  /** By a process that lives; by whom is not known where others were quicker again and again. */
  | { readonly kind: 'held'; readonly by?: ProcessStamp }
  /** The folder cannot be written, so there is nothing to protect. */
  | { readonly kind: 'unwritable' }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** Takes a file for a lock, at once or not at all. That of a process that is gone is taken over. */
export async function takeLockFile(path: string, files: FilePort = nodeFiles): Promise<LockAnswer> {
  const nonce = nanoid()
  const content = `${JSON.stringify({ ...ownStamp(), nonce })}\n`
  let left = false
  for (let tries = 0; tries < 5; tries++) {
    const made = await make(path, content, files)
    if (made === 'made') return { kind: 'taken', left, release: () => release(path, nonce, files) }
    if (made === 'unwritable') return { kind: 'unwritable' }
    if (made !== 'taken') return { kind: 'failed', failure: made }
    const held = await readLock(path)
    if (held === undefined) continue
    const owner = ownerOf(held)
    if (owner !== undefined && mayLive(owner)) return { kind: 'held', by: owner }
    await takeAway(path, held, files)
    left = true
  }
  return { kind: 'held' }
}

const LOOK_MS = 10

/**
 * Does something while no other process does the same to this file; waits for it at most so long. `busy` is what is
 * wrong where it takes longer.
 */
export async function whileLocked<T>(
  path: string,
  act: () => Promise<Result<T>>,
  { busy, waitMs = 5000 }: { readonly busy: Failure; readonly waitMs?: number },
): Promise<Result<T>> {
  const until = performance.now() + waitMs
  // What cannot be made here is told by whoever writes there.
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(() => undefined)
  for (;;) {
    const lock = await takeLockFile(`${path}.lock`)
    switch (lock.kind) {
      case 'taken':
        try {
          return await act()
        } finally {
          await lock.release()
        }
      case 'unwritable':
        return act()
      case 'failed':
        return err(lock.failure)
      case 'held':
        if (performance.now() > until) return err(busy)
        await setTimeout(LOOK_MS)
    }
  }
}

async function make(
  path: string,
  content: string,
  files: FilePort,
): Promise<'made' | 'taken' | 'unwritable' | Failure> {
  const temporary = temporaryFor(path)
  try {
    await writeNew(temporary, content, files)
    await placeFile(temporary, path, files)
    return 'made'
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === undefined) throw error
    await attempt(
      () => files.remove(temporary),
      failed => writeFailure(failed, temporary),
    )
    // The holder of the lock may have swept our temporary file away.
    if (errno === 'EEXIST' || errno === 'ENOENT') return 'taken'
    return writeFailure(errno, path).code === 'write-failed'
      ? writeFailure(errno, path)
      : 'unwritable'
  }
}

/** A name that `isTemporaryOf` knows again. */
function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${nanoid(8)}.tmp`)
}

async function writeNew(path: string, content: string, files: FilePort): Promise<void> {
  const file = await files.create(path)
  try {
    await file.write(Buffer.from(content))
  } finally {
    await file.close()
  }
}

async function readLock(path: string): Promise<string | undefined> {
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, path),
  )
  return text.ok ? text.value : undefined
}

function ownerOf(text: string): ProcessStamp | undefined {
  try {
    const parsed = ownerSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/**
 * Removes a stale lock. Two processes may see the same one: whoever renames it away looks again at what it
 * got, and puts back a lock that came new in between.
 */
async function takeAway(path: string, seen: string, files: FilePort): Promise<void> {
  const aside = temporaryFor(path)
  await attempt(
    async () => {
      await files.rename(path, aside)
      if ((await readLock(aside)) === seen) await files.remove(aside)
      else await placeFile(aside, path, files)
    },
    errno => writeFailure(errno, path),
  )
}

async function release(path: string, nonce: string, files: FilePort): Promise<void> {
  const text = await readLock(path)
  if (text === undefined || !text.includes(JSON.stringify(nonce))) return
  await attempt(
    () => files.remove(path),
    errno => writeFailure(errno, path),
  )
}
