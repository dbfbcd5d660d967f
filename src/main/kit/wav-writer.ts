import type { Bytes, Frames, Hertz } from '#shared/kit'
import type { WavFormat } from '#shared/contract'

export interface WavShape {
  readonly format: WavFormat
  readonly channels: number
  readonly sampleRate: Hertz
  /** How many frames will be written in all. */
  readonly frames: Frames
}

const sampleBytes: Record<WavFormat, Bytes> = { wav16: 2, wav24: 3, wav32f: 4 }
const PCM = 1
const IEEE_FLOAT = 3
const MAX_32 = 0xffffffff
/** RIFF + fmt + data headers, with a JUNK chunk where RF64 keeps its sizes. */
const HEADER_BYTES: Bytes = 80

/**
 * WAV as a stream: a header for a known number of frames, then samples as they come. Beyond 4 GB the header
 * is RF64 (EBU Tech 3306). Integer formats are rounded to the nearest step and clamped, without dither: the
 * caller adds dither where it is wanted.
 */
export class WavWriter {
  readonly #shape: WavShape

  constructor(shape: WavShape) {
    this.#shape = shape
  }

  get bytes(): Bytes {
    const { format, channels, frames } = this.#shape
    const data = frames * channels * sampleBytes[format]
    return HEADER_BYTES + data + (data % 2)
  }

  header(): Uint8Array {
    const { format, channels, sampleRate, frames } = this.#shape
    const size = sampleBytes[format]
    const data = frames * channels * size
    const riff = this.bytes - 8
    const long = riff > MAX_32
    const header = Buffer.alloc(HEADER_BYTES)
    header.write(long ? 'RF64' : 'RIFF', 0, 'latin1')
    header.writeUInt32LE(long ? MAX_32 : riff, 4)
    header.write('WAVE', 8, 'latin1')
    header.write(long ? 'ds64' : 'JUNK', 12, 'latin1')
    header.writeUInt32LE(28, 16)
    if (long) {
      header.writeBigUInt64LE(BigInt(riff), 20)
      header.writeBigUInt64LE(BigInt(data), 28)
      header.writeBigUInt64LE(BigInt(frames), 36)
    }
    header.write('fmt ', 48, 'latin1')
    header.writeUInt32LE(16, 52)
    header.writeUInt16LE(format === 'wav32f' ? IEEE_FLOAT : PCM, 56)
    header.writeUInt16LE(channels, 58)
    header.writeUInt32LE(sampleRate, 60)
    header.writeUInt32LE(sampleRate * channels * size, 64)
    header.writeUInt16LE(channels * size, 68)
    header.writeUInt16LE(size * 8, 70)
    header.write('data', 72, 'latin1')
    header.writeUInt32LE(long ? MAX_32 : data, 76)
    return header
  }

  /** Interleaved samples as the file holds them. */
  encode(samples: Float32Array): Uint8Array {
    switch (this.#shape.format) {
      case 'wav32f':
        return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
      case 'wav16':
        return new Uint8Array(Int16Array.from(samples, sample => quantise(sample, 0x8000)).buffer)
      case 'wav24':
        return encode24(samples)
    }
  }

  /** What comes after the last sample: chunks have an even length. */
  trailer(): Uint8Array {
    return new Uint8Array(this.bytes - HEADER_BYTES - this.#dataBytes())
  }

  #dataBytes(): Bytes {
    const { format, channels, frames } = this.#shape
    return frames * channels * sampleBytes[format]
  }
}

function encode24(samples: Float32Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * 3)
  for (let i = 0; i < samples.length; i++) {
    const value = quantise(samples[i] ?? 0, 0x800000)
    bytes[3 * i] = value & 0xff
    bytes[3 * i + 1] = (value >> 8) & 0xff
    bytes[3 * i + 2] = (value >> 16) & 0xff
  }
  return bytes
}

function quantise(sample: number, scale: number): number {
  return Math.max(-scale, Math.min(scale - 1, Math.round(sample * scale)))
}
