import type { Dither, WavFormat } from '#shared/contract'
import { EMBEDDED_ID } from '#shared/embedded'
import { createQuantizer, type PackerOf } from './quantizer'

/** Turns rendered samples into the bytes of a WAV file, piece by piece. */
export interface WavWriter {
  /** All that stands before the samples. Beyond 4 GB it is an RF64 file. */
  header(frames: number): Uint8Array
  /** Interleaved samples as the file holds them; may be the same memory. */
  encode(samples: Float32Array): Uint8Array
  /** What stands after the samples: a pad byte where their number of bytes is odd. */
  trailer(frames: number): Uint8Array
}

export interface WavWriterOptions {
  readonly format: WavFormat
  readonly channels: number
  readonly sampleRate: number
  /** For 16 and 24 bits; none if left out. */
  readonly dither?: Dither
  readonly seed?: number
  /** Payload of the `wirh` chunk, which stands before the samples. */
  readonly embedded?: Uint8Array
  /** A faster way to the bytes, where it has one. */
  readonly packer?: PackerOf | undefined
}

const encodings = {
  wav16: { bytes: 2, tag: 1 },
  wav24: { bytes: 3, tag: 1 },
  wav32f: { bytes: 4, tag: 3 },
} as const

const LARGEST_RIFF = 0xffff_ffff
/** Size of `ds64` with its head (EBU Tech 3306); `JUNK` of the same size keeps its place where it is not needed. */
const DS64_BYTES = 36

export function createWavWriter({
  format,
  channels,
  sampleRate,
  dither = 'none',
  seed = 1,
  embedded = new Uint8Array(0),
  packer,
}: WavWriterOptions): WavWriter {
  const { bytes, tag } = encodings[format]
  const frameBytes = bytes * channels
  const rounding = { bits: format === 'wav16' ? 16 : 24, channels, dither, seed } as const
  const pack = format === 'wav32f' ? undefined : packer?.(rounding)
  const quantize = createQuantizer(rounding)
  const chunkBytes = embedded.length === 0 ? 0 : 8 + embedded.length + (embedded.length % 2)
  return {
    header(frames) {
      const dataBytes = frames * frameBytes
      const extensible = channels > 2
      const formatBytes = extensible ? 40 : tag === 3 ? 18 : 16
      const factBytes = tag === 3 ? 12 : 0
      const headBytes = 12 + DS64_BYTES + 8 + formatBytes + factBytes + chunkBytes + 8
      const riffBytes = headBytes - 8 + dataBytes + (dataBytes % 2)
      const long = riffBytes > LARGEST_RIFF
      const head = new HeadWriter(headBytes)
      head
        .text(long ? 'RF64' : 'RIFF')
        .u32(long ? LARGEST_RIFF : riffBytes)
        .text('WAVE')
      head.text(long ? 'ds64' : 'JUNK').u32(DS64_BYTES - 8)
      if (long) head.u64(riffBytes).u64(dataBytes).u64(frames).u32(0)
      else head.skip(DS64_BYTES - 8)
      head.text('fmt ').u32(formatBytes)
      head
        .u16(extensible ? 0xfffe : tag)
        .u16(channels)
        .u32(sampleRate)
      head
        .u32(sampleRate * frameBytes)
        .u16(frameBytes)
        .u16(bytes * 8)
      if (extensible) {
        // Valid bits, no speaker positions, then the plain format tag as a sub-format.
        head
          .u16(22)
          .u16(bytes * 8)
          .u32(0)
          .u16(tag)
        head.bytes([0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71])
      } else if (tag === 3) head.u16(0)
      if (tag === 3) {
        head
          .text('fact')
          .u32(4)
          .u32(long ? LARGEST_RIFF : frames)
      }
      if (chunkBytes > 0) {
        head.text(EMBEDDED_ID).u32(embedded.length).bytes(embedded)
        head.skip(embedded.length % 2)
      }
      head.text('data').u32(long ? LARGEST_RIFF : dataBytes)
      return head.done()
    },
    encode(samples) {
      if (format === 'wav32f') {
        return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
      }
      if (pack !== undefined) return pack(samples)
      return format === 'wav16' ? to16(quantize(samples)) : to24(quantize(samples))
    },
    trailer: frames => new Uint8Array((frames * frameBytes) % 2),
  }
}

function to16(steps: Int32Array): Uint8Array {
  return new Uint8Array(new Int16Array(steps).buffer)
}

/** Three bytes a step: four steps are three words. */
function to24(steps: Int32Array): Uint8Array {
  const whole = steps.length & ~3
  const words = new Uint32Array(Math.ceil((3 * steps.length) / 4))
  let at = 0
  for (let index = 0; index < whole; index += 4) {
    const [b, c, d] = [steps[index + 1] ?? 0, steps[index + 2] ?? 0, steps[index + 3] ?? 0]
    words[at] = ((steps[index] ?? 0) & 0xff_ffff) | (b << 24)
    words[at + 1] = ((b >>> 8) & 0xffff) | (c << 16)
    words[at + 2] = ((c >>> 16) & 0xff) | (d << 8)
    at += 3
  }
  const bytes = new Uint8Array(words.buffer, 0, 3 * steps.length)
  for (let index = whole; index < steps.length; index++) {
    const value = steps[index] ?? 0
    bytes.set([value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff], 3 * index)
  }
  return bytes
}

class HeadWriter {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(size: number) {
    const buffer = new ArrayBuffer(size)
    this.#bytes = new Uint8Array(buffer)
    this.#view = new DataView(buffer)
  }

  text(value: string): this {
    return this.bytes(Buffer.from(value, 'latin1'))
  }

  bytes(values: ArrayLike<number>): this {
    this.#bytes.set(values, this.#at)
    return this.skip(values.length)
  }

  u16(value: number): this {
    this.#view.setUint16(this.#at, value, true)
    return this.skip(2)
  }

  u32(value: number): this {
    this.#view.setUint32(this.#at, value, true)
    return this.skip(4)
  }

  u64(value: number): this {
    this.#view.setBigUint64(this.#at, BigInt(value), true)
    return this.skip(8)
  }

  skip(count: number): this {
    this.#at += count
    return this
  }

  done(): Uint8Array {
    return this.#bytes
  }
}
