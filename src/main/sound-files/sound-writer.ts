import type { Dither, ExportFormat } from '#shared/contract'
import type { PackerOf } from './quantizer'

/** Writes one sound file, piece by piece, in constant memory. Throws the system's errors. */
export interface SoundWriter extends Disposable {
  /** Interleaved samples of whole frames; they are not kept. */
  write(samples: Float32Array): void
  /** Ends the file; it is on the disk when this returns. */
  finish(): void
}

/** How samples become a file. `raw` is interleaved little-endian f32 without a header. */
export interface SoundEncoding {
  readonly format: ExportFormat | 'raw'
  /** None if left out. */
  readonly dither?: Dither
  /** Of an MP3, in kbit/s; 256 if left out. */
  readonly bitrate?: number
  /** The project's text, where the file carries it. */
  readonly project?: string
}

export interface SoundWriterOptions extends SoundEncoding {
  readonly path: string
  readonly channels: number
  readonly sampleRate: number
  /** How many will be written: headers say it before the first comes. */
  readonly frames: number
  /** A faster way to the bytes of steps, where it has one. */
  readonly packer?: PackerOf | undefined
}
