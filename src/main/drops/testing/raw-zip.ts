import { crc32, deflateRawSync } from 'node:zlib'

/** A file of a zip as somebody wants it, checked by nobody. */
export interface RawPart {
  readonly name: string | Buffer
  readonly data?: Buffer
  readonly deflated?: boolean
  /** Unix mode, file kind and all. */
  readonly mode?: number
  readonly flags?: number
  readonly method?: number
  /** What the directory says that is not so. */
  readonly central?: Partial<Fields>
  /** What the file’s own header says that is not so. */
  readonly local?: Partial<Fields>
  /** Behind the data; without it there is nothing. */
  readonly descriptor?: Partial<Pick<Fields, 'crc' | 'packed' | 'size'>>
  readonly extra?: Buffer
}

interface Fields {
  readonly name: Buffer
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly at: number
}

export interface RawEnd {
  readonly count?: number
  readonly at?: number
  readonly comment?: Buffer
  /** In front of everything; places are counted without it. */
  readonly before?: Buffer
  /** Between the files and the directory. */
  readonly between?: Buffer
  readonly behind?: Buffer
}

/** A zip of these. */
export function rawZip(parts: readonly RawPart[], end: RawEnd = {}): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const part of parts) {
    const data = part.data ?? Buffer.from('x')
    const packed = part.deflated === true ? deflateRawSync(data) : data
    const isBehind = part.descriptor !== undefined
    const fields: Fields = {
      name: Buffer.from(part.name),
      flags: part.flags ?? (isBehind ? 0x808 : 0x800),
      method: part.method ?? (part.deflated === true ? 8 : 0),
      crc: crc32(data),
      packed: packed.length,
      size: data.length,
      at,
    }
    const own = isBehind ? { ...fields, crc: 0, packed: 0, size: 0 } : fields
    const pieceList = [localHeader({ ...own, ...part.local }, part.extra), packed]
    if (isBehind) pieceList.push(descriptorOf({ ...fields, ...part.descriptor }))
    const piece = Buffer.concat(pieceList)
    pieces.push(piece)
    directory.push(
      centralHeader({ ...fields, ...part.central }, part.mode ?? 0o100_644, part.extra),
    )
    at += piece.length
  }
  const { before, between = Buffer.alloc(0), behind, comment = Buffer.alloc(0) } = end
  const central = Buffer.concat(directory)
  const tail = Buffer.alloc(22)
  tail.writeUInt32LE(0x06054b50, 0)
  tail.writeUInt16LE(end.count ?? parts.length, 8)
  tail.writeUInt16LE(end.count ?? parts.length, 10)
  tail.writeUInt32LE(central.length, 12)
  tail.writeUInt32LE(end.at ?? at + between.length, 16)
  tail.writeUInt16LE(comment.length, 20)
  const all = [...(before ? [before] : []), ...pieces, between, central, tail, comment]
  return Buffer.concat([...all, ...(behind ? [behind] : [])])
}

function localHeader(fields: Fields, extra: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  common(head, 6, fields)
  head.writeUInt16LE(fields.name.length, 26)
  head.writeUInt16LE(extra.length, 28)
  return Buffer.concat([head, fields.name, extra])
}

function centralHeader(fields: Fields, mode: number, extra: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(0x0314, 4)
  head.writeUInt16LE(20, 6)
  common(head, 8, fields)
  head.writeUInt16LE(fields.name.length, 28)
  head.writeUInt16LE(extra.length, 30)
  head.writeUInt32LE((mode << 16) >>> 0, 38)
  head.writeUInt32LE(fields.at, 42)
  return Buffer.concat([head, fields.name, extra])
}

function common(head: Buffer, at: number, { flags, method, crc, packed, size }: Fields): void {
  head.writeUInt16LE(flags, at)
  head.writeUInt16LE(method, at + 2)
  head.writeUInt32LE(0x21_0000, at + 4)
  head.writeUInt32LE(crc >>> 0, at + 8)
  head.writeUInt32LE(packed >>> 0, at + 12)
  head.writeUInt32LE(size >>> 0, at + 16)
}

function descriptorOf({ crc, packed, size }: Fields): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(crc >>> 0, 4)
  bytes.writeUInt32LE(packed >>> 0, 8)
  bytes.writeUInt32LE(size >>> 0, 12)
  return bytes
}
