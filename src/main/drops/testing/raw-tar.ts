import { gzipSync } from 'node:zlib'

/** An entry of a tar as somebody wants it, checked by nobody. */
export interface RawEntry {
  readonly path: string | Buffer
  readonly data?: Buffer
  /** The letter of its kind; `0` is a plain file. */
  readonly type?: string
  readonly link?: string
  readonly mode?: number
  /** What its header says that is not so. */
  readonly size?: number
  readonly checksum?: number
}

const BLOCK = 512
const END = Buffer.alloc(2 * BLOCK)

/** A gzipped tar of these. */
export function rawTar(entries: readonly RawEntry[]): Buffer {
  return gzipSync(tarOf(entries))
}

export function tarOf(entries: readonly RawEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), END])
}

function blocksOf(entry: RawEntry): Buffer[] {
  const path = Buffer.from(entry.path)
  if (path.length <= 100) return [...plainBlocks({ ...entry, path })]
  // Longer names stand in a header of their own.
  const long = pax({ path: path.toString('utf8') })
  return [...long, ...plainBlocks({ ...entry, path: path.subarray(0, 100) })]
}

/** Names and sizes that count in place of the next header’s. */
export function pax(records: Readonly<Record<string, string>>): Buffer[] {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`
    const length = Buffer.byteLength(rest)
    const digits = String(length + String(length).length).length
    return `${length + digits}${rest}`
  })
  return plainBlocks({ path: 'PaxHeader/x', type: 'x', data: Buffer.from(lines.join('')) })
}

function plainBlocks(entry: RawEntry): Buffer[] {
  const { path, type = '0', link = '', mode = 0o644 } = entry
  const isFile = ['0', '7', 'x', 'L', '\0'].includes(type)
  const data = entry.data ?? (isFile ? Buffer.from('x') : Buffer.alloc(0))
  const head = Buffer.alloc(BLOCK)
  head.set(Buffer.from(path).subarray(0, 100), 0)
  octal(head, 100, 8, mode)
  octal(head, 108, 8, 0)
  octal(head, 116, 8, 0)
  octal(head, 124, 12, entry.size ?? data.length)
  octal(head, 136, 12, 0)
  head.fill(' ', 148, 156)
  head.write(type, 156, 'latin1')
  head.write(link, 157, 100, 'utf8')
  head.write('ustar\u000000', 257, 'latin1')
  const sum = head.reduce((total, byte) => total + byte, 0)
  octal(head, 148, 7, entry.checksum ?? sum)
  const padding = Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)
  return [head, data, padding]
}

function octal(head: Buffer, at: number, length: number, value: number): void {
  head.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
}
