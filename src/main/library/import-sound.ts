import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { nanoid } from 'nanoid'
import type { Asset } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import {
  attempt,
  errnoOf,
  placeFile,
  readFailure,
  sha256OfFile,
  writeFailure,
  type FilePort,
} from '../kit'
import type { CachedSound, SoundCache } from './sound-cache'
import { shownName, storedName } from './sound-name'

/** A sound that was taken into a project. */
export interface Imported {
  readonly asset: Asset
  /** What the user should know about the file, as sentences. */
  readonly warnings: readonly string[]
}

export interface SoundInput {
  /** What the file is called where it came from. */
  readonly name: string
  readonly chunks: AsyncIterable<Uint8Array>
}

/** Longer files are no samples any more but films. */
export const MAX_IMPORT_BYTES = 8 * 1024 ** 3

interface Staged {
  readonly path: string
  readonly hash: string
  readonly bytes: number
}

/**
 * Takes a sound into a project's `audio/`: written beside its later place while it is hashed, decoded, and
 * given its name only when it is found to be a sound. A failure leaves nothing.
 */
export async function importSound(
  input: SoundInput,
  projectFolder: string,
  { cache, files }: { cache: SoundCache; files: FilePort },
): Promise<Result<Imported>> {
  const folder = join(projectFolder, 'audio')
  const staged = await stage(input, folder, files)
  if (!staged.ok) return staged
  const { path, hash, bytes } = staged.value
  const decoded = await cache.get(hash, path)
  const name = decoded.ok ? storedName(input.name, hash, decoded.value.facts.format) : ''
  const placed = decoded.ok ? await place(staged.value, join(folder, name), files) : decoded
  await attempt(
    () => files.remove(path),
    errno => writeFailure(errno, path),
  )
  if (!decoded.ok) return decoded
  if (!placed.ok) return placed
  const { sampleRate, channels, frames } = decoded.value
  return ok({
    asset: {
      sha256: hash,
      name: shownName(input.name),
      path: `audio/${name}`,
      bytes,
      sampleRate,
      channels,
      frames,
    },
    warnings: warningsOf(decoded.value),
  })
}

async function stage(
  { chunks }: SoundInput,
  folder: string,
  files: FilePort,
): Promise<Result<Staged>> {
  const path = join(folder, `.import-${nanoid(8)}.tmp`)
  const hash = createHash('sha256')
  let bytes = 0
  let stopped: Failure | undefined
  const written = await attempt(
    async () => {
      await files.makeFolder(folder)
      const file = await files.create(path)
      try {
        for await (const chunk of readable(chunks)) {
          if (!chunk.ok || bytes > MAX_IMPORT_BYTES) {
            stopped = chunk.ok ? fail('file-too-large', 'The file has over 8 GB.') : chunk.error
            break
          }
          bytes += chunk.value.length
          hash.update(chunk.value)
          await file.write(chunk.value)
        }
        await file.sync()
      } finally {
        await file.close()
      }
    },
    errno => writeFailure(errno, 'the sound into the project'),
  )
  stopped ??= bytes === 0 && written.ok ? fail('audio-empty', 'The file has 0 bytes.') : undefined
  if (written.ok && stopped === undefined) return ok({ path, hash: hash.digest('hex'), bytes })
  await attempt(
    () => files.remove(path),
    errno => writeFailure(errno, path),
  )
  return stopped === undefined && !written.ok ? written : err(stopped ?? fail('internal', ''))
}

/** The chunks, with an error of whoever reads told apart from one of whoever writes. */
async function* readable(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Result<Uint8Array>> {
  try {
    for await (const chunk of chunks) yield ok(chunk)
  } catch (error) {
    const reason = errnoOf(error) ?? 'the connection was cut'
    yield err(fail('file-unreadable', `Reading the sound failed (${reason}).`))
  }
}

async function place(
  { path, hash }: Staged,
  target: string,
  files: FilePort,
): Promise<Result<void>> {
  const placed = await attempt(
    async () => {
      try {
        await placeFile(path, target, files)
        await files.syncFolder(join(target, '..'))
        return true
      } catch (error) {
        if (errnoOf(error) !== 'EEXIST') throw error
        return false
      }
    },
    errno => writeFailure(errno, target),
  )
  if (!placed.ok) return placed
  if (placed.value) return ok()
  const present = await attempt(
    () => sha256OfFile(target),
    errno => readFailure(errno, target),
  )
  if (!present.ok) return present
  return present.value === hash
    ? ok()
    : err(fail('file-exists', `Another file is called “${target}”.`))
}

function warningsOf({ facts }: CachedSound): string[] {
  const { mended, warnings } = facts
  const note = `${mended} samples were no sound (NaN or infinite) and are silence now.`
  return mended > 0 ? [...warnings, note] : [...warnings]
}
