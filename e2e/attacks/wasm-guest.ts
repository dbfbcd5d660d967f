import { GOOD_CALLS } from './probe'

/** Instructions, or any other bytes of a module. */
export type Code = readonly number[]

export const op = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  br: 0x0c,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  localGet: 0x20,
  globalGet: 0x23,
  globalSet: 0x24,
  load: 0x28,
  store: 0x36,
  storeF32: 0x38,
  size: 0x3f,
  grow: 0x40,
  constI32: 0x41,
  constF32: 0x43,
  constF64: 0x44,
  greaterI32: 0x4a,
  addI32: 0x6a,
  divI32: 0x6d,
  sqrtF64: 0x9f,
  addF64: 0xa0,
  truncate: 0xaa,
} as const
export const VOID = 0x40

/** What differs from a module that does no harm. */
export interface GuestParts {
  /** What `process` does once it has been called a few times. */
  readonly process?: Code
  /** Bodies of the others; those with an answer leave it on the stack. */
  readonly init?: Code
  readonly input?: Code
  readonly output?: Code
  readonly param?: Code
  /** Bodies of further functions without arguments; the first has number 5. */
  readonly further?: readonly Code[]
  /** A function with variables of its own: all of its body. */
  readonly lastBody?: Code
  readonly starts?: boolean
  /** Entries of the memory section; one of 1 to 16 pages where they are left out. */
  readonly memories?: readonly Code[]
  readonly tables?: readonly Code[]
  readonly imports?: readonly Code[]
  /** Further entries of the type section; the first has number 6. */
  readonly types?: readonly Code[]
  /** Further entries of the section of variables; the first has number 1. */
  readonly globals?: readonly Code[]
  /** Further exports: name, kind and number. */
  readonly exports?: readonly (readonly [name: string, kind: number, index: number])[]
  /** Whole sections, in their places. */
  readonly elements?: Code
  readonly data?: Code
  readonly first?: Code
  readonly last?: Code
  /** Names that are not exported. */
  readonly without?: readonly string[]
  /** Type of `process`, by its number among the types. */
  readonly processType?: number
}

const SECTION = {
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
} as const

const [I32, F32, F64, I64] = [0x7f, 0x7d, 0x7c, 0x7e]

/** (f32), (i32, i32) → i32, (i32) → i32, (i32, f64), (), (i64) → i64 */
const types: readonly Code[] = [
  [0x60, 1, F32, 0],
  [0x60, 2, I32, I32, 1, I32],
  [0x60, 1, I32, 1, I32],
  [0x60, 2, I32, F64, 0],
  [0x60, 0, 0],
  [0x60, 1, I64, 1, I64],
]

/** An unsigned LEB128. */
export function leb(value: number): number[] {
  const bytes: number[] = []
  let left = value
  do {
    const more = left >= 128
    bytes.push((left % 128) + (more ? 128 : 0))
    left = Math.floor(left / 128)
  } while (left > 0)
  return bytes
}

/** `i32.const`. */
export function i32(value: number): number[] {
  const bytes: number[] = [op.constI32]
  let left = value
  for (;;) {
    const byte = left & 0x7f
    left >>= 7
    const done = (left === 0 && (byte & 0x40) === 0) || (left === -1 && (byte & 0x40) !== 0)
    bytes.push(done ? byte : byte | 0x80)
    if (done) return bytes
  }
}

/** `f32.const`. */
export function f32(value: number): number[] {
  return [op.constF32, ...new Uint8Array(Float32Array.of(value).buffer)]
}

export function section(id: number, entries: readonly Code[]): Code {
  return raw(id, join([leb(entries.length), ...entries]))
}

/** A section with these bytes, whatever they mean. */
export function raw(id: number, bytes: Code): Code {
  return join([[id], leb(bytes.length), bytes])
}

/** A section that nobody reads. */
export function custom(bytes: number): Code {
  return raw(0, join([[1, 0x78], repeat([0], bytes)]))
}

/** Of a memory or a table: flags, least, most. */
export function bounds(flags: number, least: number, most?: number): Code {
  return [flags, ...leb(least), ...(most === undefined ? [] : leb(most))]
}

export function table(flags: number, least: number, most?: number): Code {
  return [0x70, ...bounds(flags, least, most)]
}

/** A function’s body: no variables. */
function body(instructions: Code): Code {
  const bytes = join([[0], instructions, [op.end]])
  return join([leb(bytes.length), bytes])
}

/** A body with so many variables. */
export function bodyWith(locals: number, instructions: Code): Code {
  const bytes = join([[1], leb(locals), [F64], instructions, [op.end]])
  return join([leb(bytes.length), bytes])
}

function text(name: string): Code {
  const bytes = [...new TextEncoder().encode(name)]
  return [...leb(bytes.length), ...bytes]
}

/** An import of a function of the fifth type. */
export function imported(module: string, name: string, what: Code = [0, 4]): Code {
  return [...text(module), ...text(name), ...what]
}

/** Inputs lie at 4096, outputs at 8192, parameters at 12 288. */
export function wasmGuest(parts: GuestParts): Uint8Array {
  const { without = [], further = [], memories = [bounds(1, 1, 16)], tables = [] } = parts
  const exports = [
    ['memory', 2, 0],
    ['init', 0, 0],
    ['input', 0, 1],
    ['output', 0, 2],
    ['param', 0, 3],
    ['process', 0, 4],
  ] as const
  const exported = [...exports, ...(parts.exports ?? [])]
    .filter(([name]) => !without.includes(name))
    .map(([name, kind, index]) => [...text(name), kind, index])
  const bodies = [
    body(parts.init ?? []),
    body(parts.input ?? i32(4096)),
    body(parts.output ?? i32(8192)),
    body(parts.param ?? i32(12_288)),
    body(later(parts.process ?? [])),
    ...further.map(body),
    ...(parts.lastBody === undefined ? [] : [join([leb(parts.lastBody.length), parts.lastBody])]),
  ]
  const kinds = [0, 1, 1, 2, parts.processType ?? 3, ...bodies.slice(5).map(() => 4)]
  return Uint8Array.from(
    join([
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      parts.first ?? [],
      section(SECTION.type, [...types, ...(parts.types ?? [])]),
      parts.imports ? section(SECTION.import, parts.imports) : [],
      section(
        SECTION.function,
        kinds.map(kind => [kind]),
      ),
      tables.length > 0 ? section(SECTION.table, tables) : [],
      memories.length > 0 ? section(SECTION.memory, memories) : [],
      section(SECTION.global, [[I32, 1, ...i32(0), op.end], ...(parts.globals ?? [])]),
      section(SECTION.export, exported),
      parts.starts === true ? raw(SECTION.start, [5]) : [],
      parts.elements ?? [],
      section(SECTION.code, bodies),
      parts.data ?? [],
      parts.last ?? [],
    ]),
  )
}

/** After a few calls that go well. */
function later(instructions: Code): Code {
  const count = [op.globalGet, 0, ...i32(1), op.addI32, op.globalSet, 0]
  const test = [op.globalGet, 0, ...i32(GOOD_CALLS), op.greaterI32, op.if, VOID]
  return join([count, test, instructions, [op.end]])
}

/** Long rows of bytes: spreading them would overflow the stack. */
export function join(parts: readonly Code[]): number[] {
  return parts.flat()
}

/** The same many times. */
export function repeat(code: Code, times: number): number[] {
  return join(Array.from({ length: times }, () => code))
}
