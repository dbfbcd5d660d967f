/** Highest number of a field that any message of ONNX has, and some to come. */
const KNOWN = 64
const GRAPH = 7

/**
 * How many fields of a model and of its graph have numbers that no version of ONNX has, or forms that it never had. Nobody writes many;
 * whoever reads them all takes long. It ends where the bytes do not go on as protobuf.
 */
export function unknownFields(bytes: Uint8Array): number {
  let unknown = 0
  const walk = (from: number, end: number, isGraph: boolean): void => {
    for (let at = from; at < end;) {
      const tag = varintAt(bytes, at)
      if (tag === undefined) return
      const field = Math.floor(tag.value / 8)
      const form = tag.value % 8
      if (field > KNOWN || form === 3 || form === 4) unknown += 1
      const length = form === 2 ? varintAt(bytes, tag.next) : undefined
      const next = afterField(bytes, tag.next, form, length)
      if (next === undefined || next > end) return
      if (length !== undefined && field === GRAPH && !isGraph) walk(length.next, next, true)
      at = next
    }
  }
  walk(0, bytes.length, false)
  return unknown
}

interface Varint {
  readonly value: number
  /** Where what follows begins. */
  readonly next: number
}

/** Where the next field begins; undefined where this one has no form that there is. */
function afterField(
  bytes: Uint8Array,
  at: number,
  form: number,
  length: Varint | undefined,
): number | undefined {
  switch (form) {
    case 0:
      return varintAt(bytes, at)?.next
    case 1:
      return at + 8
    case 2:
      return length && length.next + length.value
    case 3:
    case 4:
      return at
    case 5:
      return at + 4
    default:
      return undefined
  }
}

/** Undefined beyond ten bytes, and beyond the end. */
function varintAt(bytes: Uint8Array, from: number): Varint | undefined {
  let value = 0
  for (let at = from; at < Math.min(bytes.length, from + 10); at++) {
    const byte = bytes[at] ?? 0
    value += (byte & 127) * 2 ** (7 * (at - from))
    if (byte < 128) return { value, next: at + 1 }
  }
  return undefined
}
