import { leb, WasmReader } from './wasm-bytes'

/** Where functions, globals and types of one module lie in the joined one. */
export interface Numbers {
  readonly functionAt: (index: number) => number
  readonly globals: number
  readonly types: number
}

/** Copies a function’s body (its locals and instructions) with the numbers that it has in the joined module. */
export function renumberBody(body: Uint8Array, numbers: Numbers): number[] {
  const reader = new WasmReader(body)
  const out: number[] = []
  let copied = 0
  /** Puts another number in place of the one that comes next. */
  const replace = (change: (index: number) => number): void => {
    out.push(...reader.slice(copied, reader.at))
    out.push(...leb(change(reader.number())))
    copied = reader.at
  }
  for (let groups = reader.number(); groups > 0; groups--) {
    reader.skipNumber()
    reader.byte()
  }
  while (!reader.done) step(reader, replace, numbers)
  out.push(...reader.slice(copied, reader.at))
  return out
}

type Replace = (change: (index: number) => number) => void

/** Past one instruction. */
function step(reader: WasmReader, replace: Replace, numbers: Numbers): void {
  const op = reader.byte()
  if (op === 0x10) return replace(numbers.functionAt)
  if (op === 0x23 || op === 0x24) return replace(index => index + numbers.globals)
  if (op === 0x11) throw new Error('A call goes by a table')
  // Blocks: a type of one byte, or none; by number they are not used.
  if (op === 0x02 || op === 0x03 || op === 0x04) {
    if (reader.byte() < 0x40) throw new Error('A block has a type by number')
    return undefined
  }
  // Branches, locals.
  if (op === 0x0c || op === 0x0d || (op >= 0x20 && op <= 0x22)) return reader.skipNumber()
  if (op === 0x0e) {
    for (let count = reader.number(); count >= 0; count--) reader.skipNumber()
    return undefined
  }
  // Loads and stores: alignment and offset.
  if (op >= 0x28 && op <= 0x3e) {
    reader.skipNumber()
    return reader.skipNumber()
  }
  if (op === 0x3f || op === 0x40) return reader.skip(1)
  if (op === 0x41 || op === 0x42) return reader.skipNumber()
  if (op === 0x43) return reader.skip(4)
  if (op === 0x44) return reader.skip(8)
  if (op === 0xfc) return prefixed(reader)
  // Everything that has nothing beside its own byte.
  const isPlain =
    op <= 0x01 || op === 0x05 || op === 0x0b || op === 0x0f || op === 0x1a || op === 0x1b
  if (isPlain || (op >= 0x45 && op <= 0xc4)) return undefined
  throw new Error(`There is an instruction ${op} that no compiler of ours makes`)
}

/** Conversions that saturate, and copies of memory. */
function prefixed(reader: WasmReader): void {
  const op = reader.number()
  if (op <= 7) return undefined
  if (op === 10) return reader.skip(2)
  if (op === 11) return reader.skip(1)
  throw new Error(`There is an instruction 252.${op} that no compiler of ours makes`)
}
