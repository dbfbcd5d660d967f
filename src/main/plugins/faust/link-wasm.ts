import { renumberBody } from './renumber-code'
import { leb, named, signedLeb, vector, WasmReader } from './wasm-bytes'

const TYPE = 1
const IMPORT = 2
const FUNCTION = 3
const MEMORY = 5
const GLOBAL = 6
const EXPORT = 7
const CODE = 10
const DATA = 11
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]

/** A module taken apart. */
interface Parts {
  readonly types: readonly (readonly number[])[]
  readonly imports: readonly { readonly name: string; readonly type: number }[]
  /** Types of its own functions. */
  readonly functions: readonly number[]
  readonly globals: readonly (readonly number[])[]
  readonly exports: ReadonlyMap<string, number>
  readonly code: readonly Uint8Array[]
  readonly data: readonly (readonly number[])[]
}

/** What is joined. */
export interface ToLink {
  /** A program that asks for functions of `env`, and for a memory. What it keeps in that from the start is left out. */
  readonly program: Uint8Array
  /** What has these functions, and asks for some of the program; its memory, and all else that it shows, is shown. */
  readonly adapter: Uint8Array
  readonly pages: number
  /** Written into the memory first. */
  readonly config: { readonly at: number; readonly words: readonly number[] }
  /** What the adapter shows to others. */
  readonly shown: readonly string[]
}

/**
 * Joins two modules that call each other into one without imports: the functions of the program, then those of the
 * adapter, over one memory. Throws where either asks for something that the other has not.
 */
export function linkWasm({ program, adapter, pages, config, shown }: ToLink): Uint8Array {
  const [a, b] = [takeApart(program), takeApart(adapter)]
  const ownOfA = (index: number) => index - a.imports.length
  const ownOfB = (index: number) => a.functions.length + index - b.imports.length
  const inA = (index: number): number => {
    const asked = a.imports[index]
    return asked === undefined ? ownOfA(index) : ownOfB(found(b, asked.name))
  }
  const inB = (index: number): number => {
    const asked = b.imports[index]
    return asked === undefined ? ownOfB(index) : ownOfA(found(a, asked.name))
  }
  const code = [
    ...a.code.map(body => renumberBody(body, { functionAt: inA, globals: 0, types: 0 })),
    ...b.code.map(body =>
      renumberBody(body, { functionAt: inB, globals: a.globals.length, types: a.types.length }),
    ),
  ]
  const words = new Uint8Array(Int32Array.from(config.words).buffer)
  const data = [...b.data, [0, 0x41, ...signedLeb(config.at), 0x0b, ...leb(words.length), ...words]]
  const sections: [id: number, body: number[]][] = [
    [TYPE, vector([...a.types, ...b.types])],
    [
      FUNCTION,
      vector([...a.functions.map(leb), ...b.functions.map(type => leb(type + a.types.length))]),
    ],
    [MEMORY, vector([[1, ...leb(pages), ...leb(pages)]])],
    [GLOBAL, vector([...a.globals, ...b.globals])],
    [
      EXPORT,
      vector([
        [...named('memory'), 2, 0],
        ...shown.map(name => [...named(name), 0, ...leb(ownOfB(found(b, name)))]),
      ]),
    ],
    [CODE, vector(code.map(body => [...leb(body.length), ...body]))],
    [DATA, vector(data)],
  ]
  return Uint8Array.from([
    ...HEADER,
    ...sections.flatMap(([id, body]) => [id, ...leb(body.length), ...body]),
  ])
}

function found({ exports }: Parts, name: string): number {
  const index = exports.get(name)
  if (index === undefined) throw new Error(`“${name}” is asked for, and there is no such function`)
  return index
}

function takeApart(bytes: Uint8Array): Parts {
  const reader = new WasmReader(bytes, HEADER.length)
  const exports = new Map<string, number>()
  const imports: { name: string; type: number }[] = []
  const list: Record<'types' | 'globals' | 'data', number[][]> = {
    types: [],
    globals: [],
    data: [],
  }
  const functions: number[] = []
  const code: Uint8Array[] = []
  while (!reader.done) {
    const id = reader.byte()
    const section = reader.part(reader.number())
    if (![TYPE, IMPORT, FUNCTION, MEMORY, GLOBAL, EXPORT, CODE, DATA].includes(id)) {
      // Names and counts may go; tables and what starts by itself would be missed.
      if (id === 0 || id === 12) continue
      throw new Error(`There is a section ${id} that no compiler of ours makes`)
    }
    for (let count = section.number(); count > 0; count--) {
      const from = section.at
      if (id === TYPE) list.types.push(typeIn(section, from))
      if (id === IMPORT) readImport(section, imports)
      if (id === FUNCTION) functions.push(section.number())
      if (id === MEMORY) skipBounds(section)
      if (id === GLOBAL) list.globals.push(globalIn(section, from))
      if (id === EXPORT) readExport(section, exports)
      if (id === CODE) {
        const size = section.number()
        const start = section.at
        section.skip(size)
        code.push(section.slice(start))
      }
      if (id === DATA) list.data.push(dataIn(section, from))
    }
  }
  return { ...list, imports, functions, exports, code }
}

function typeIn(section: WasmReader, from: number): number[] {
  section.byte()
  section.skip(section.number())
  section.skip(section.number())
  return [...section.slice(from)]
}

function readImport(section: WasmReader, imports: { name: string; type: number }[]): void {
  section.text()
  const name = section.text()
  const kind = section.byte()
  if (kind === 0) imports.push({ name, type: section.number() })
  else if (kind === 2) skipBounds(section)
  else throw new Error(`“${name}” is neither a function nor a memory`)
}

function skipBounds(section: WasmReader): void {
  const flags = section.byte()
  section.skipNumber()
  if ((flags & 1) === 1) section.skipNumber()
}

function readExport(section: WasmReader, exports: Map<string, number>): void {
  const name = section.text()
  const kind = section.byte()
  const index = section.number()
  if (kind === 0) exports.set(name, index)
}

function globalIn(section: WasmReader, from: number): number[] {
  section.skip(2)
  skipConstant(section)
  return [...section.slice(from)]
}

function dataIn(section: WasmReader, from: number): number[] {
  if (section.number() !== 0) throw new Error('What a memory begins with waits to be asked for')
  skipConstant(section)
  section.skip(section.number())
  return [...section.slice(from)]
}

/** A constant and the end after it. */
function skipConstant(section: WasmReader): void {
  const op = section.byte()
  if (op === 0x41 || op === 0x42) section.skipNumber()
  else if (op === 0x43) section.skip(4)
  else if (op === 0x44) section.skip(8)
  else throw new Error('A constant is none')
  section.skip(1)
}
