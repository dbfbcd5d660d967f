import { createWriteStream } from 'node:fs'
import { lstat, mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { MAX_PROJECT_BYTES } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { errnoOf, readFailure, writeFailure } from '../../kit'
import { BUNDLED_PROJECT, bundleLimits, isBundled } from './bundle-format'

/**
 * Unpacks a bundle into an empty folder. A bundle comes from anywhere: what is not of its form is refused as a whole,
 * before anything is written; sizes are held to what the entries declare.
 */
export async function unpackBundle(path: string, into: string): Promise<Result<void>> {
  try {
    const info = await lstat(path)
    if (!info.isFile()) return err(fail('file-unreadable', `“${basename(path)}” is no file.`))
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
  if (zip.entryCount > bundleLimits.entries) return refused(`It has ${zip.entryCount} entries.`)
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) entries.push(entry)
  const problem = problemOf(entries, size)
  if (problem !== undefined) return refused(problem)
  await mkdir(join(into, 'audio'), { recursive: true })
  for (const entry of entries) {
    if (entry.fileName === 'audio/') continue
    const bytes = await zip.openReadStreamPromise(entry)
    await pipeline(bytes, createWriteStream(join(into, entry.fileName), { flags: 'wx' }))
  }
  return ok()
}

/** What is not of a bundle's form, in a sentence. */
function problemOf(entries: readonly Entry[], size: number): string | undefined {
  const names = new Set<string>()
  let bytes = 0
  for (const entry of entries) {
    const { fileName, uncompressedSize } = entry
    if (fileName === 'audio/') continue
    if (!isBundled(fileName)) return `It holds “${fileName.slice(0, 80)}”.`
    if (names.has(fileName.toLowerCase())) return `It holds “${fileName.slice(0, 80)}” twice.`
    if (entry.isEncrypted()) return 'It is encrypted.'
    if (isLink(entry)) return `“${fileName.slice(0, 80)}” is a link.`
    if (fileName === BUNDLED_PROJECT && uncompressedSize > MAX_PROJECT_BYTES) {
      return `Its project has ${uncompressedSize} bytes.`
    }
    names.add(fileName.toLowerCase())
    bytes += uncompressedSize
  }
  if (!names.has(BUNDLED_PROJECT)) return 'It holds no project.'
  if (bytes > bundleLimits.bytes) return `It unpacks to ${bytes} bytes.`
  return bytes > MAX_PROJECT_BYTES && bytes > size * bundleLimits.ratio
    ? `It unpacks to ${bytes} bytes, from ${size}.`
    : undefined
}

/** Unix permissions are in the upper half of an entry's attributes. */
function isLink({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & 0o170_000) === 0o120_000
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
