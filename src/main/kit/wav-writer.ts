import type { WavFormat } from '#shared/contract'

/** Turns rendered samples into the bytes of a WAV file, piece by piece. */
export interface WavWriter {
  /** All that stands before the samples. Beyond 4 GB it is an RF64 file. */
  header(frames: number): Uint8Array
  /** Interleaved samples as the file holds them. */
  encode(samples: Float32Array): Uint8Array
  /** What stands after the samples: a pad byte where their number of bytes is odd. */
  trailer(frames: number): Uint8Array
}

export interface WavWriterOptions {
  readonly format: WavFormat
  readonly channels: number
  readonly sampleRate: number
  /** Seed of a TPDF dither for 16 and 24 bits; without one there is none. The same seed gives the same file. */
  readonly dither?: number
}

const encodings = {
  wav16: { bytes: 2, tag: 1 },
  wav24: { bytes: 3, tag: 1 },
  wav32f: { bytes: 4, tag: 3 },
} as const

const LARGEST_RIFF = 0xffff_ffff
/** Size of `ds64` with its head; `JUNK` of the same size keeps its place where it is not needed. */
const DS64_BYTES = 36

export function createWavWriter({
  format,
  channels,
  sampleRate,
  dither,
}: WavWriterOptions): WavWriter {
  const { bytes, tag } = encodings[format]
  const frameBytes = bytes * channels
  const noise = dither === undefined ? undefined : tpdf(dither)
  return {
    header(frames) {
      const dataBytes = frames * frameBytes
      const extensible = channels > 2
      const formatBytes = extensible ? 40 : tag === 3 ? 18 : 16
      const factBytes = tag === 3 ? 12 : 0
      const headBytes = 12 + DS64_BYTES + 8 + formatBytes + factBytes + 8
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
      head.text('data').u32(long ? LARGEST_RIFF : dataBytes)
      return head.done()
    },
    encode(samples) {
      if (format === 'wav32f') return new Uint8Array(Float32Array.from(samples).buffer)
      return format === 'wav16' ? to16(samples, noise) : to24(samples, noise)
    },
    trailer: frames => new Uint8Array((frames * frameBytes) % 2),
  }
}

function to16(samples: Float32Array, noise: (() => number) | undefined): Uint8Array {
  const values = new Int16Array(samples.length)
  for (let index = 0; index < samples.length; index++) {
    values[index] = quantized(samples[index] ?? 0, 0x7fff, noise)
  }
  return new Uint8Array(values.buffer)
}

function to24(samples: Float32Array, noise: (() => number) | undefined): Uint8Array {
  const bytes = new Uint8Array(3 * samples.length)
  for (let index = 0, at = 0; index < samples.length; index++, at += 3) {
    const value = quantized(samples[index] ?? 0, 0x7f_ffff, noise)
    bytes[at] = value & 0xff
    bytes[at + 1] = (value >> 8) & 0xff
    bytes[at + 2] = (value >> 16) & 0xff
  }
  return bytes
}

/**
 * The nearest step. Full scale is 2^(bits − 1), as the readers (ours, libsndfile, ffmpeg) take it; what is
 * louder is clamped, and NaN is silence.
 */
function quantized(sample: number, top: number, noise: (() => number) | undefined): number {
  const exact = sample * (top + 1) + (noise?.() ?? 0)
  if (Number.isNaN(exact)) return 0
  return Math.max(-top - 1, Math.min(top, Math.round(exact)))
}

/** Noise of triangular distribution, ±1 step: the difference of two even ones (xorshift, seeded). */
function tpdf(seed: number): () => number {
  let state = (Math.imul(seed, 0x9e37_79b1) ^ 0x85eb_ca6b) | 1
  const even = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  return () => even() - even()
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
    return this.bytes(Array.from(Buffer.from(value, 'latin1')))
  }

  bytes(values: readonly number[]): this {
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
