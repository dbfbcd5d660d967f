/** One chunk of a RIFF file, padded to even length. `size` may lie. */
export function chunk(id: string, body: Uint8Array, size = body.length): Buffer {
  const head = Buffer.alloc(8)
  head.write(id, 'latin1')
  head.writeUInt32LE(size >>> 0, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

export interface FormatFields {
  tag?: number
  channels?: number
  rate?: number
  frameBytes?: number
  bits?: number
}

/** A `fmt ` chunk; what is not given is 16-bit mono at 48 kHz. */
export function fmt({
  tag = 1,
  channels = 1,
  rate = 48_000,
  bits = 16,
  ...rest
}: FormatFields = {}): Buffer {
  const { frameBytes = channels * Math.floor(bits / 8) } = rest
  const body = Buffer.alloc(16)
  body.writeUInt16LE(tag, 0)
  body.writeUInt16LE(channels, 2)
  body.writeUInt32LE(rate, 4)
  body.writeUInt32LE((rate * frameBytes) % 2 ** 32, 8)
  body.writeUInt16LE(frameBytes & 0xffff, 12)
  body.writeUInt16LE(bits, 14)
  return chunk('fmt ', body)
}

/** A RIFF file of these chunks. */
export function riff(chunks: readonly Uint8Array[], mark = 'RIFF'): Buffer {
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks])
  const head = Buffer.alloc(8)
  head.write(mark, 'latin1')
  head.writeUInt32LE(mark === 'RIFF' ? body.length : 0xffff_ffff, 4)
  return Buffer.concat([head, body])
}

/** 16-bit samples as bytes. */
export function int16(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Int16Array.from(values).buffer)
}
