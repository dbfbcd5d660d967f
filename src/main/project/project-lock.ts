import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { nanoid } from 'nanoid'
import { z } from 'zod'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import {
  attempt,
  errnoOf,
  placeFile,
  readFailure,
  writeFailure,
  type FilePort,
  mayLive,
  ownStamp,
  type ProcessStamp,
} from '../kit'

const ownerSchema = z.object({
  pid: z.int(),
  host: z.string(),
  started: z.string(),
  nonce: z.string(),
})

/** Held as long as a project is open; nobody else opens it meanwhile. */
export interface ProjectLock extends AsyncDisposable {
  readonly path: string
  /** Whose lock it was before did not end in order. */
  readonly left: boolean
}

/**
 * Takes `<file>.lock`. The lock of a process that is gone is taken over; one of a living process refuses,
 * with who it is. Where the folder cannot be written there is no lock and nothing to protect: undefined.
 */
export async function takeLock(
  file: string,
  files: FilePort,
): Promise<Result<ProjectLock | undefined>> {
  const path = `${file}.lock`
  const nonce = nanoid()
  const content = `${JSON.stringify({ ...ownStamp(), nonce })}\n`
  let left = false
  for (let tries = 0; tries < 5; tries++) {
    const made = await make(path, content, files)
    if (made === 'made') {
      return ok({ path, left, [Symbol.asyncDispose]: () => release(path, nonce, files) })
    }
    if (made === 'unwritable') return ok(undefined)
    if (made !== 'taken') return err(made)
    const held = await readLock(path)
    if (held === undefined) continue
    const owner = ownerOf(held)
    if (owner !== undefined && mayLive(owner)) return err(lockedBy(file, owner))
    await takeAway(path, held, files)
    left = true
  }
  return err(fail('project-locked', `“${file}” is being opened elsewhere.`))
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

function lockedBy(file: string, { pid, host }: ProcessStamp): Failure {
  const where = host === ownStamp().host ? '' : ` on ${host}`
  return fail('project-locked', `“${file}” is open in another Wireharp (process ${pid}${where}).`)
}
