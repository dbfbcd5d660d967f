import { gzipSync } from 'node:zlib'
import { Header } from 'tar'
import type { PackageFile } from './package-limits'

const BLOCK = 512
/** npm’s own date for packages that are to be the same whenever they are packed. */
const EPOCH = new Date('1985-10-26T08:15:00.000Z')

/** A package as npm packs it: the same files give the same bytes, whenever and wherever. */
export function writeTarball(files: readonly PackageFile[]): Buffer {
  const ordered = files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const parts = ordered.flatMap(({ path, bytes }) => [
    headerOf(`package/${path}`, bytes.length),
    bytes,
    Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK),
  ])
  const packed = gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 9 })
  // The system that packed is byte 9 of a gzip header.
  packed[9] = 255
  return packed
}

function headerOf(path: string, size: number): Buffer {
  const header = new Header({ path, size, mode: 0o644, type: 'File', mtime: EPOCH })
  const needsMore = header.encode()
  if (needsMore) throw new Error(`The path ${path} is too long for a package`)
  if (header.block === undefined) throw new Error('tar made no header')
  return header.block
}
