/** Reads the binary format of WebAssembly. Its input was made by compilers of ours: what is odd is thrown. */
export class WasmReader {
  at: number
  readonly #bytes: Uint8Array
  readonly #end: number

  constructor(bytes: Uint8Array, from = 0, end = bytes.byteLength) {
    this.#bytes = bytes
    this.at = from
    this.#end = end
  }

  get done(): boolean {
    return this.at >= this.#end
  }

  byte(): number {
    if (this.done) throw new Error('The module is cut off')
    return this.#bytes[this.at++] ?? 0
  }

  /** An unsigned LEB128. */
  number(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new Error('A number is too long')
  }

  /** Past a LEB128 of any kind. */
  skipNumber(): void {
    while (this.byte() >= 0x80);
  }

  skip(count: number): void {
    this.at += count
    if (this.at > this.#end) throw new Error('The module is cut off')
  }

  slice(from: number, to = this.at): Uint8Array {
    return this.#bytes.subarray(from, to)
  }

  part(length: number): WasmReader {
    const part = new WasmReader(this.#bytes, this.at, this.at + length)
    this.skip(length)
    return part
  }

  text(): string {
    const length = this.number()
    const from = this.at
    this.skip(length)
    return new TextDecoder().decode(this.slice(from))
  }
}

/** Unsigned LEB128. */
export function leb(value: number): number[] {
  const bytes: number[] = []
  let left = value
  do {
    const low = left % 128
    left = Math.floor(left / 128)
    bytes.push(left > 0 ? low | 0x80 : low)
  } while (left > 0)
  return bytes
}

/** Signed LEB128 of 32 bits. */
export function signedLeb(value: number): number[] {
  const bytes: number[] = []
  let left = value
  for (;;) {
    const low = left & 0x7f
    left >>= 7
    const ends = (left === 0 && (low & 0x40) === 0) || (left === -1 && (low & 0x40) !== 0)
    bytes.push(ends ? low : low | 0x80)
    if (ends) return bytes
  }
}

export function vector(items: readonly (readonly number[])[]): number[] {
  return [...leb(items.length), ...items.flat()]
}

export function named(text: string): number[] {
  const bytes = [...new TextEncoder().encode(text)]
  return [...leb(bytes.length), ...bytes]
}
