import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { MAX_PROJECT_BYTES, parseProject, type Project } from '#shared/graph'
import { err, fail, ok, type Bytes, type Failure, type Result } from '#shared/kit'
import { attempt, readFailure, sha256 } from '../kit'

export const PROJECT_EXTENSION = '.wireharp'

/** A project file as it lies on the disk. */
export interface ProjectFile {
  /** Absolute, with symbolic links followed. */
  readonly path: string
  readonly folder: string
  readonly document: Project
  /** SHA-256 of the bytes. */
  readonly hash: string
}

/** Reads and checks a project file: a regular file of a sane size that holds a valid document. */
export async function loadProjectFile(path: string): Promise<Result<ProjectFile>> {
  const bytes = await loadBytes(path)
  if (!bytes.ok) return bytes
  const text = decodeText(bytes.value.bytes)
  if (!text.ok) return text
  const document = parseProject(text.value)
  if (!document.ok) return document
  const { real } = bytes.value
  return ok({
    path: real,
    folder: dirname(real),
    document: document.value,
    hash: sha256(bytes.value.bytes),
  })
}

/** The file's hash, or undefined where there is no file. */
export async function projectHash(path: string): Promise<Result<string | undefined>> {
  const bytes = await loadBytes(path)
  if (bytes.ok) return ok(sha256(bytes.value.bytes))
  return bytes.error.code === 'file-not-found' ? ok(undefined) : bytes
}

async function loadBytes(path: string): Promise<Result<{ real: string; bytes: Buffer }>> {
  if (extname(path) !== PROJECT_EXTENSION) {
    return err(fail('path-refused', `“${basename(path)}” does not end in ${PROJECT_EXTENSION}.`))
  }
  const loaded = await attempt(
    () =>
      readRegularFile(path, MAX_PROJECT_BYTES, bytes =>
        fail('project-too-large', `The file has ${bytes} bytes.`),
      ),
    errno => readFailure(errno, `project file “${path}”`),
  )
  return loaded.ok ? loaded.value : loaded
}

/** A whole file of at most so many bytes; devices, pipes and folders are none. Throws the system's errors. */
export async function readRegularFile(
  path: string,
  limit: Bytes,
  tooLarge: (bytes: Bytes) => Failure,
): Promise<Result<{ real: string; bytes: Buffer }>> {
  const real = await realpath(resolve(path))
  // Without NONBLOCK, opening a named pipe would wait for a writer for ever.
  const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const info = await handle.stat()
    if (!info.isFile()) return err(fail('file-unreadable', `“${path}” is not a regular file.`))
    if (info.size > limit) return err(tooLarge(info.size))
    // The size may lie (files below /proc): one byte more than was told shows it.
    const bytes = Buffer.alloc(info.size + 1)
    let length = 0
    for (let read = 1; read > 0 && length < bytes.length; length += read) {
      read = (await handle.read(bytes, length, bytes.length - length, length)).bytesRead
    }
    if (length > info.size) return err(fail('file-unreadable', 'The file grew while it was read.'))
    return ok({ real, bytes: bytes.subarray(0, length) })
  } finally {
    await handle.close()
  }
}

function decodeText(bytes: Uint8Array): Result<string> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return err(fail('project-not-json', 'The file is not UTF-8 text.'))
  }
}

/**
 * Where a project that does not exist yet will lie: absolute, its folder resolved, with the extension added
 * where there is none.
 */
export async function targetPath(path: string): Promise<Result<string>> {
  const absolute = resolve(path)
  const extension = extname(absolute)
  if (extension !== '' && extension !== PROJECT_EXTENSION) {
    return err(fail('path-refused', `A project’s name ends in ${PROJECT_EXTENSION}.`))
  }
  const named = extension === '' ? `${absolute}${PROJECT_EXTENSION}` : absolute
  const real = await attempt(
    async () => join(await realpath(dirname(named)), basename(named)),
    errno => readFailure(errno, `folder “${dirname(named)}”`),
  )
  if (!real.ok) return real
  // A link at the place itself is followed too, so that saving keeps it.
  const existing = await attempt(
    () => realpath(real.value),
    errno => readFailure(errno, real.value),
  )
  return existing.ok || existing.error.code !== 'file-not-found' ? existing : real
}
