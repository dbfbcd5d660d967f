/** Bytes of a zip from here to there. */
export type ReadBytes = (from: number, length: number) => Promise<Buffer>

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const DESCRIPTOR = 0x08074b50
/** Extra fields: long numbers, and a name in place of the name. */
const EXTRA_64 = 0x0001
const EXTRA_NAME = 0x7075
/** Bits that change nothing of what is read: how hard was packed, sizes behind the data, names in UTF-8. */
const KNOWN_FLAGS = 0b1000_0000_1110
const SIZES_BEHIND = 0b1000
const STORED = 0
const DEFLATED = 8
const MOST_DIRECTORY = 16 * 2 ** 20

interface Entry {
  readonly name: Buffer
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly at: number
}

interface End {
  readonly count: number
  readonly at: number
  readonly size: number
  /** Where the directory has to end. */
  readonly before: number
}

/**
 * Why a zip is not one file after the other, each as its directory says, with nothing before, between and behind them:
 * readers differ in what they make of anything else, and one sees another file than the other. Undefined where it is.
 */
export async function zipProblem(
  read: ReadBytes,
  size: number,
  most: number,
): Promise<string | undefined> {
  const end = await readEnd(read, size)
  if (typeof end === 'string') return end
  if (end.count > most) return `It has ${end.count} files`
  if (end.at + end.size !== end.before) return 'Something lies before or behind its directory'
  if (end.size > MOST_DIRECTORY) return 'Its directory is too long'
  const entries = readDirectory(await read(end.at, end.size))
  if (typeof entries === 'string') return entries
  if (entries.length !== end.count) return 'Its directory has another length than it says'
  let next = 0
  for (const entry of entries.toSorted((a, b) => a.at - b.at)) {
    if (entry.at !== next) return 'Its files overlap, or something lies between them'
    const after = await readLocal(read, entry, end.at)
    if (typeof after === 'string') return after
    next = after
  }
  return next === end.at ? undefined : 'Something lies between its files and its directory'
}

async function readEnd(read: ReadBytes, size: number): Promise<End | string> {
  const at = size - 22
  const tail = at < 0 ? Buffer.alloc(0) : await read(at, 22)
  // Behind a comment another end could stand.
  if (tail.length < 22 || tail.readUInt32LE(0) !== END || tail.readUInt16LE(20) !== 0) {
    return 'It does not end where a zip ends'
  }
  if (tail.readUInt16LE(4) !== 0 || tail.readUInt16LE(6) !== 0) return 'It is a part of several'
  if (tail.readUInt16LE(8) !== tail.readUInt16LE(10)) return 'It counts its files in two ways'
  const short = {
    count: tail.readUInt16LE(10),
    size: tail.readUInt32LE(12),
    at: tail.readUInt32LE(16),
  }
  const locator = at < 76 ? undefined : await read(at - 20, 20)
  if (locator?.readUInt32LE(0) !== LOCATOR_64) return { ...short, before: at }
  const long = await read(at - 76, 56)
  if (long.readUInt32LE(0) !== END_64 || number64(locator, 8) !== at - 76) {
    return 'Its end is not where it says'
  }
  const wide = { count: number64(long, 32), size: number64(long, 40), at: number64(long, 48) }
  const agrees =
    number64(long, 4) === 44 &&
    number64(long, 24) === wide.count &&
    (short.count === 0xffff || short.count === wide.count) &&
    (short.size === 0xffffffff || short.size === wide.size) &&
    (short.at === 0xffffffff || short.at === wide.at)
  return agrees ? { ...wide, before: at - 76 } : 'It has two ends that differ'
}

function readDirectory(bytes: Buffer): Entry[] | string {
  const entries: Entry[] = []
  for (let at = 0; at < bytes.length;) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) {
      return 'Its directory is damaged'
    }
    const [nameLength, extraLength] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30)]
    const length = 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32)
    if (at + length > bytes.length) return 'Its directory is damaged'
    const name = bytes.subarray(at + 46, at + 46 + nameLength)
    const extra = extraFields(
      bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength),
    )
    if (extra === undefined || extra.has(EXTRA_NAME)) return 'A file of it has two names'
    const [packed = 0, size = 0, offset = 0] = wide(extra.get(EXTRA_64), [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 24),
      bytes.readUInt32LE(at + 42),
    ])
    entries.push({
      name,
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed,
      size,
      at: offset,
    })
    at += length
  }
  const odd = entries.find(
    ({ flags, method }) =>
      (flags & ~KNOWN_FLAGS) !== 0 || (method !== STORED && method !== DEFLATED),
  )
  return odd === undefined ? entries : 'A file of it is encrypted or packed in an unknown way'
}

/** Where the file ends; or how its own header differs from the directory. */
async function readLocal(read: ReadBytes, entry: Entry, before: number): Promise<number | string> {
  const differs = `“${entry.name.toString('utf8').slice(0, 80)}” is another file than its directory says`
  if (entry.at + 30 > before) return differs
  const head = await read(entry.at, 30)
  if (head.length < 30 || head.readUInt32LE(0) !== LOCAL) return differs
  const nameLength = head.readUInt16LE(26)
  const start = entry.at + 30 + nameLength + head.readUInt16LE(28)
  if (start > before) return differs
  const rest = await read(entry.at + 30, start - entry.at - 30)
  const extra = extraFields(rest.subarray(nameLength))
  if (extra === undefined || extra.has(EXTRA_NAME)) return differs
  const [packed = 0, size = 0] = wide(extra.get(EXTRA_64), [
    head.readUInt32LE(18),
    head.readUInt32LE(22),
  ])
  const isBehind = (entry.flags & SIZES_BEHIND) !== 0
  const fits = (own: number, said: number) => own === said || (isBehind && own === 0)
  const isSame =
    head.readUInt16LE(6) === entry.flags &&
    head.readUInt16LE(8) === entry.method &&
    rest.subarray(0, nameLength).equals(entry.name) &&
    fits(head.readUInt32LE(14), entry.crc) &&
    fits(packed, entry.packed) &&
    fits(size, entry.size)
  if (!isSame) return differs
  const end = start + entry.packed
  if (!isBehind) return end
  const length = await descriptorLength(read, entry, end, before)
  return length === undefined ? differs : end + length
}

/** Sizes behind the data come in four forms: with and without a mark, of four bytes and of eight. */
async function descriptorLength(
  read: ReadBytes,
  { crc, packed, size }: Entry,
  at: number,
  before: number,
): Promise<number | undefined> {
  const bytes = await read(at, Math.min(24, Math.max(0, before - at)))
  for (const from of [4, 0]) {
    if (from === 4 && (bytes.length < 4 || bytes.readUInt32LE(0) !== DESCRIPTOR)) continue
    if (bytes.length < from + 12 || bytes.readUInt32LE(from) !== crc) continue
    const isShort = bytes.readUInt32LE(from + 4) === packed && bytes.readUInt32LE(from + 8) === size
    if (isShort) return from + 12
    const isLong =
      bytes.length >= from + 20 &&
      number64(bytes, from + 4) === packed &&
      number64(bytes, from + 12) === size
    if (isLong) return from + 20
  }
  return undefined
}

/** By their ids; undefined where they are damaged, or one is there twice. */
function extraFields(bytes: Buffer): Map<number, Buffer> | undefined {
  const fields = new Map<number, Buffer>()
  let at = 0
  while (at + 4 <= bytes.length) {
    const [id, length] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)]
    if (at + 4 + length > bytes.length || fields.has(id)) return undefined
    fields.set(id, bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return at === bytes.length ? fields : undefined
}

/** Numbers of four bytes, those that are too large for them from the long field: size, packed size, place. */
function wide(field: Buffer | undefined, [packed, size, at = 0]: readonly number[]): number[] {
  let from = 0
  const one = (value = 0) => {
    if (value !== 0xffffffff || field === undefined || from + 8 > field.length) return value
    from += 8
    return number64(field, from - 8)
  }
  const whole = one(size)
  return [one(packed), whole, one(at)]
}

function number64(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at))
}
