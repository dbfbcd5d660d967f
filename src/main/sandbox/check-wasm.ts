/** How large a module may be, and what it may ask for. */
export const WASM_LIMITS = {
  bytes: 4 * 2 ** 20,
  functions: 10_000,
  functionBytes: 2 ** 18,
  locals: 2_000,
  tables: 4,
  tableElements: 2 ** 16,
  /** Of every other kind: types, globals, segments, exports, custom sections. */
  items: 10_000,
} as const

/** What every module exports, beside its memory. */
const FUNCTIONS = ['init', 'input', 'output', 'param', 'process'] as const

/** Numbers, vectors, and the two plain kinds of references. */
const LOCALS: ReadonlySet<number> = new Set([0x7f, 0x7e, 0x7d, 0x7c, 0x7b, 0x70, 0x6f])

const CUSTOM = 0
const TABLE = 4
const MEMORY = 5
const START = 8
const DATA_COUNT = 12
const IMPORT = 2
const EXPORT = 7
const CODE = 10
const FUNCTION = 3

class Refusal extends Error {}

/**
 * What is wrong with a WebAssembly module for our purposes, before anything of it is compiled: V8 would reserve what
 * it asks for, and compiling cannot be interrupted. Whether it is valid at all, V8 says afterwards.
 */
export function checkWasm(
  module: Uint8Array,
  { pages }: { readonly pages: number },
): string | undefined {
  try {
    check(module, pages)
    return undefined
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.message
    throw thrown
  }
}

function check(module: Uint8Array, pages: number): void {
  if (module.byteLength > WASM_LIMITS.bytes) refuse('It is larger than 4 MB')
  const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
  if (magic.some((byte, index) => module[index] !== byte)) refuse('It is no WebAssembly module')
  const reader = new Reader(module, magic.length, module.byteLength)
  let memories = 0
  let exported: ReadonlySet<string> = new Set()
  let sections = 0
  while (!reader.done) {
    const id = reader.byte()
    const section = reader.part(reader.number())
    sections += 1
    if (sections > 256) refuse('It has too many sections')
    if (id === CUSTOM) continue
    if (id > DATA_COUNT) refuse('It has a section of an unknown kind')
    if (id === START || id === DATA_COUNT) continue
    const count = section.number()
    if (count > WASM_LIMITS.items) refuse('It holds too many parts')
    if (id === IMPORT && count > 0) refuse('It imports something, and there is nothing to import')
    if (id === FUNCTION && count > WASM_LIMITS.functions) refuse('It has too many functions')
    if (id === TABLE) checkTables(section, count)
    if (id === MEMORY) memories += checkMemory(section, count, pages)
    if (id === EXPORT) exported = readExports(section, count)
    if (id === CODE) for (let body = 0; body < count; body++) checkBody(section)
  }
  if (memories !== 1) refuse('It has no memory of its own')
  const missing = ['memory', ...FUNCTIONS].find(name => !exported.has(name))
  if (missing !== undefined) refuse(`It does not export “${missing}”`)
}

function checkTables(section: Reader, count: number): void {
  if (count > WASM_LIMITS.tables) refuse('It has too many tables')
  for (let table = 0; table < count; table++) {
    // 0x70 and 0x6f are the plain kinds of references: others have longer forms, which nobody needs here.
    if (![0x70, 0x6f].includes(section.byte())) refuse('It has a table of an unknown kind')
    const { least, most } = readBounds(section, [0, 1])
    if (most === undefined) refuse('It has a table without a largest size')
    else if (Math.max(least, most) > WASM_LIMITS.tableElements) refuse('Its table is too large')
  }
}

function checkMemory(section: Reader, count: number, pages: number): number {
  for (let memory = 0; memory < count; memory++) {
    const { least, most } = readBounds(section, [0, 1])
    if (most === undefined) refuse('Its memory has no largest size')
    else if (Math.max(least, most) > pages) {
      refuse(`Its memory may grow to ${most} pages, and ${pages} is the most`)
    }
  }
  return count
}

/** Flags beyond those allowed mean shared memory, or 64-bit addresses. */
function readBounds(
  section: Reader,
  allowed: readonly number[],
): { readonly least: number; readonly most: number | undefined } {
  const flags = section.byte()
  if (!allowed.includes(flags)) refuse('Its memory or table is shared, or of 64 bits')
  const least = section.number()
  return { least, most: flags === 1 ? section.number() : undefined }
}

function readExports(section: Reader, count: number): ReadonlySet<string> {
  const names = new Set<string>()
  for (let index = 0; index < count; index++) {
    const name = section.text()
    const kind = section.byte()
    section.number()
    if (kind === (name === 'memory' ? 2 : 0)) names.add(name)
  }
  return names
}

function checkBody(section: Reader): void {
  const size = section.number()
  if (size > WASM_LIMITS.functionBytes) refuse('It has a function that is too long')
  const body = section.part(size)
  let locals = 0
  for (let left = body.number(); left > 0; left--) {
    locals += body.number()
    // Kinds of references that are written with more than a byte would be read as another count.
    if (!LOCALS.has(body.byte())) refuse('It has a variable of an unknown kind')
    if (locals > WASM_LIMITS.locals) refuse('It has a function with too many variables')
  }
}

/** Reads the binary format; whatever reaches past the end is refused. */
class Reader {
  readonly #bytes: Uint8Array
  readonly #end: number
  #at: number

  constructor(bytes: Uint8Array, from: number, end: number) {
    this.#bytes = bytes
    this.#at = from
    this.#end = end
  }

  get done(): boolean {
    return this.#at >= this.#end
  }

  byte(): number {
    if (this.done) refuse('It is cut off')
    return this.#bytes[this.#at++] ?? 0
  }

  /** An unsigned LEB128 of 32 bits. */
  number(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value <= 0xffffffff ? value : refuse('It has a number out of range')
    }
    return refuse('It has a number out of range')
  }

  part(length: number): Reader {
    const end = this.#at + length
    if (end > this.#end) refuse('It is cut off')
    const part = new Reader(this.#bytes, this.#at, end)
    this.#at = end
    return part
  }

  text(): string {
    const length = this.number()
    const from = this.#at
    this.part(length)
    return new TextDecoder().decode(this.#bytes.subarray(from, from + length))
  }
}

function refuse(what: string): never {
  throw new Refusal(what)
}
