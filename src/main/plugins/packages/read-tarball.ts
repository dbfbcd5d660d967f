import { createGunzip } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { PathSet, shown } from '../../kit'
import { PackageCounter, packageLimits, tooLarge, type PackageFile } from './package-limits'

/** Below this a ratio says nothing: a file of zeros is no bomb. */
const SMALL = 2 ** 20

/**
 * The files of a package as npm packs it: a gzipped tar with one folder around all. Everything is checked before
 * anything is written, on the very bytes that are written then: plain files alone, paths that hold on every system, no
 * name twice, sizes and ratio within their limits, every checksum right.
 */
export async function readTarball(bytes: Buffer): Promise<Result<readonly PackageFile[]>> {
  if (bytes.length > packageLimits.packed) return tooLarge('more than 64 MB as it is packed')
  const unpacked = await gunzip(bytes)
  if (!unpacked.ok) return unpacked
  const problem = problemOf(unpacked.value)
  if (problem !== undefined) return err(fail('package-refused', problem))
  const entries = await parseTar(unpacked.value)
  return entries.ok ? unwrapped(entries.value) : entries
}

function gunzip(bytes: Buffer): Promise<Result<Buffer>> {
  const { promise, resolve } = Promise.withResolvers<Result<Buffer>>()
  const chunks: Buffer[] = []
  let total = 0
  const stream = createGunzip()
  const end = (result: Result<Buffer>) => {
    stream.removeAllListeners('data')
    stream.destroy()
    resolve(result)
  }
  stream.on('data', (chunk: Buffer) => {
    total += chunk.length
    chunks.push(chunk)
    if (total > packageLimits.total + SMALL) end(tooLarge('more than 256 MB'))
    else if (total > SMALL && total > bytes.length * packageLimits.ratio) {
      end(tooLarge('more than a hundred times its packed size'))
    }
  })
  stream.on('end', () => end(ok(Buffer.concat(chunks))))
  stream.on('error', error => end(damaged(error.message)))
  stream.end(bytes)
  return promise
}

function parseTar(unpacked: Buffer): Promise<Result<readonly PackageFile[]>> {
  const { promise, resolve } = Promise.withResolvers<Result<readonly PackageFile[]>>()
  const files: PackageFile[] = []
  const counter = new PackageCounter()
  const parser = new Parser({ strict: true, maxMetaEntrySize: 64 * 1024 })
  let failure: Failure | undefined
  const give = (result: Result<unknown>) => {
    if (!result.ok) failure ??= result.error
  }
  parser.on('entry', (entry: ReadEntry) => {
    const chunks: Buffer[] = []
    if (failure === undefined) give(checkEntry(entry, counter))
    entry.on('data', chunk => {
      if (failure === undefined) chunks.push(chunk)
    })
    entry.on('end', () => {
      if (isFile(entry)) files.push({ path: entry.path, bytes: Buffer.concat(chunks) })
    })
  })
  // What tar would pass over is a reason to refuse.
  parser.on('ignoredEntry', (entry: ReadEntry) =>
    give(refused(entry.path, 'is of an unknown kind')),
  )
  parser.on('error', (error: unknown) => resolve(failure ? err(failure) : damaged(String(error))))
  parser.on('end', () => resolve(failure === undefined ? ok(files) : err(failure)))
  parser.end(unpacked)
  return promise
}

function checkEntry(entry: ReadEntry, counter: PackageCounter): Result<void> {
  if (entry.type === 'Directory') return counter.add(entry.path, 0)
  if (!isFile(entry)) return refused(entry.path, `is a ${entry.type}: only plain files may be`)
  return counter.add(entry.path, entry.size)
}

const BLOCK = 512

/** A header for all that follows, one for the next entry, and what of them would change where they go. */
const GLOBAL = 'g'.charCodeAt(0)
const EXTENDED = 'x'.charCodeAt(0)
const SPARSE = /^\d+ GNU\.sparse\./m
const MOVES = /^\d+ (path|linkpath|size)=/m

/**
 * What readers differ in: anything but zeros where the tar ends by its headers alone, sizes that are said elsewhere, names
 * that are said for all files at once, files with holes, which go by another name. What cannot be read is left to the parser.
 */
function problemOf(tar: Buffer): string | undefined {
  let at = 0
  while (at + BLOCK <= tar.length && tar[at] !== 0) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8)
    if (!Number.isSafeInteger(size)) return undefined
    const data = tar.subarray(at + BLOCK, at + BLOCK + size)
    if (tar[at + 156] === GLOBAL && MOVES.test(data.toString('latin1'))) {
      return 'The package names all its files at once.'
    }
    if (tar[at + 156] === EXTENDED && SPARSE.test(data.toString('latin1'))) {
      return 'The package holds a file with holes.'
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  const hasMore = tar[at] === 0 && tar.subarray(at).some(byte => byte !== 0)
  return hasMore ? 'Something lies behind the end of the package.' : undefined
}

function isFile({ type }: ReadEntry): boolean {
  return type === 'File' || type === 'OldFile'
}

/** Without the folder that npm puts around the files; nothing around is well too. */
function unwrapped(files: readonly PackageFile[]): Result<readonly PackageFile[]> {
  const first = files[0]?.path.split('/')[0]
  const isWrapped =
    !files.some(({ path }) => path === 'plugin.json') &&
    files.every(({ path }) => path.startsWith(`${first}/`))
  const second = files.find(
    ({ path }) => path !== 'plugin.json' && /^[^/]+\/plugin\.json$/.test(path),
  )
  if (!isWrapped && second !== undefined) {
    return refused(second.path, 'is a second plugin.json')
  }
  const paths = new PathSet()
  const found: PackageFile[] = []
  for (const { path, bytes } of files) {
    const own = isWrapped ? path.slice(path.indexOf('/') + 1) : path
    // The folder around is not written, and is named by the packer.
    const fits = paths.add(isWrapped && isPlain(first) ? own : path)
    if (!fits.ok) return fits
    found.push({ path: own, bytes })
  }
  return ok(found)
}

function isPlain(name: string | undefined): boolean {
  return name !== undefined && name !== '..' && name !== '.' && name !== ''
}

function refused(path: string, why: string): Result<never> {
  return err(fail('package-refused', `The entry “${shown(path)}” ${why}.`, shown(path)))
}

function damaged(said: string): Result<never> {
  const plain = said.replace(/^\w*Error: /, '').slice(0, 120)
  return err(fail('package-damaged', `The package cannot be unpacked: ${plain}.`))
}
