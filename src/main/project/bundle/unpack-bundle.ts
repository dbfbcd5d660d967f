import { createWriteStream } from 'node:fs'
import { lstat, mkdir, open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { MAX_PROJECT_BYTES } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { errnoOf, PathSet, readFailure, shown, writeFailure } from '../../kit'
import { BUNDLED_PROJECT, bundleLimits, isBundled } from './bundle-format'
import { zipProblem } from './zip-structure'

const READ_AHEAD = 2 ** 16

/**
 * Unpacks a bundle into an empty folder. A bundle comes from anywhere: what is not of its form is refused as a whole,
 * before anything is written; sizes are held to what the entries declare.
 */
export async function unpackBundle(path: string, into: string): Promise<Result<void>> {
  try {
    const info = await lstat(path)
    if (!info.isFile()) return err(fail('file-unreadable', `“${basename(path)}” is no file.`))
    const problem = await structureProblem(path, info.size)
    if (problem !== undefined) {
      return err(fail('bundle-damaged', `“${basename(path)}”: ${problem}.`))
    }
    const zip = await openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      validateEntrySizes: true,
      strictFileNames: true,
    })
    try {
      return await unpack(zip, into, info.size)
    } finally {
      zip.close()
    }
  } catch (error) {
    return err(failureOf(error, path))
  }
}

async function unpack(zip: ZipFile, into: string, size: number): Promise<Result<void>> {
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) entries.push(entry)
  const problem = problemOf(entries, size)
  if (problem !== undefined) return refused(problem)
  await mkdir(join(into, 'audio'), { recursive: true })
  for (const entry of entries) {
    if (entry.fileName === 'audio/') continue
    const bytes = await zip.openReadStreamPromise(entry)
    const checked = new Checksum(entry.crc32)
    await pipeline(bytes, checked, createWriteStream(join(into, entry.fileName), { flags: 'wx' }))
  }
  return ok()
}

async function structureProblem(path: string, size: number): Promise<string | undefined> {
  await using file = await open(path)
  let known = { from: 0, bytes: Buffer.alloc(0) }
  // Headers lie close to one another where sounds are short.
  const read = async (from: number, length: number) => {
    const start = from - known.from
    if (start < 0 || start + length > known.bytes.length) {
      const bytes = Buffer.alloc(Math.max(length, READ_AHEAD))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
      known = { from, bytes: bytes.subarray(0, bytesRead) }
    }
    return known.bytes.subarray(from - known.from, from - known.from + length)
  }
  return await zipProblem(read, size, bundleLimits.entries)
}

/** What the library does not look at. */
class Checksum extends Transform {
  readonly #wanted: number
  #sum = 0

  constructor(wanted: number) {
    super()
    this.#wanted = wanted
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#sum = crc32(chunk, this.#sum)
    done(undefined, chunk)
  }

  override _flush(done: TransformCallback): void {
    done(this.#sum === this.#wanted ? undefined : new Error('a checksum is wrong'))
  }
}

/** What is not of a bundle's form, in a sentence. */
function problemOf(entries: readonly Entry[], size: number): string | undefined {
  const names = new PathSet()
  let hasProject = false
  let bytes = 0
  for (const entry of entries) {
    const { fileName, uncompressedSize } = entry
    if (fileName === 'audio/') continue
    if (!isBundled(fileName)) return `It holds “${shown(fileName)}”.`
    const problem = names.problem(fileName)
    if (problem !== undefined) return `“${shown(fileName)}” ${problem}.`
    if (entry.isEncrypted()) return 'It is encrypted.'
    if (!isPlain(entry)) return `“${shown(fileName)}” is no plain file.`
    if (fileName === BUNDLED_PROJECT && uncompressedSize > MAX_PROJECT_BYTES) {
      return `Its project has ${uncompressedSize} bytes.`
    }
    hasProject ||= fileName === BUNDLED_PROJECT
    bytes += uncompressedSize
  }
  if (!hasProject) return 'It holds no project.'
  if (bytes > bundleLimits.bytes) return `It unpacks to ${bytes} bytes.`
  return bytes > MAX_PROJECT_BYTES && bytes > size * bundleLimits.ratio
    ? `It unpacks to ${bytes} bytes, from ${size}.`
    : undefined
}

/** Unix permissions are in the upper half of an entry's attributes. */
function isPlain({ externalFileAttributes }: Entry): boolean {
  const kind = (externalFileAttributes >>> 16) & 0o170_000
  return kind === 0 || kind === 0o100_000
}

function refused(detail: string): Result<never> {
  return err(fail('bundle-refused', detail))
}

function failureOf(error: unknown, path: string): Failure {
  const name = basename(path)
  const errno = errnoOf(error)
  if (errno === 'ENOSPC' || errno === 'EDQUOT') return writeFailure(errno, `what is in “${name}”`)
  if (errno !== undefined && /^E[A-Z]+$/.test(errno)) return readFailure(errno, `file “${name}”`)
  // The library throws plain errors for whatever is wrong with a zip.
  if (error instanceof Error) return fail('bundle-damaged', `“${name}”: ${error.message}.`)
  throw error
}
