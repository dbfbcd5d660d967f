import { createHash } from 'node:crypto'
import { toDecibels, type Decibels, type Frames, type Hertz } from '#shared/kit'
import { openSoundWriter, type PackerOf } from '../../sound-files'
import type { RenderTarget } from '../protocol'
import { LoudnessMeter } from './loudness-meter'
import { convertedFrames, RateConverter } from './rate-converter'
import { amplified } from './report'

const SILENCE_DB: Decibels = -200
export const CHANNELS = 2

/** Stereo that is rendered, on its way into a file: brought to the file's rate, then made louder, rounded, encoded. */
export interface SoundOutput extends Disposable {
  /** Interleaved; not kept. */
  write(samples: Float32Array): void
  /** Ends the file; it is on the disk when this returns. */
  finish(): void
}

export interface OutputOptions {
  /** As rendered. */
  readonly sampleRate: Hertz
  readonly frames: Frames
  /** Hears what the file gets, before any gain. */
  readonly listen?: (samples: Float32Array) => void
  readonly packer?: PackerOf
}

export async function openOutput(
  { gain = 1, rate, ...target }: RenderTarget,
  { sampleRate: rendered, frames, listen, packer }: OutputOptions,
): Promise<SoundOutput> {
  const sampleRate = rate ?? rendered
  const total = convertedFrames(frames, rendered, sampleRate)
  const options = { ...target, channels: CHANNELS, sampleRate, frames: total, packer }
  const writer = await openSoundWriter(options)
  const give = (samples: Float32Array) => {
    listen?.(samples)
    writer.write(amplified(samples, gain))
  }
  const conversion = { from: rendered, to: sampleRate, channels: CHANNELS, give }
  const converter = rendered === sampleRate ? undefined : new RateConverter(frames, conversion)
  return {
    write: samples => (converter === undefined ? give(samples) : converter.take(samples)),
    finish() {
      converter?.finish()
      writer.finish()
    },
    [Symbol.dispose]: () => writer[Symbol.dispose](),
  }
}

/** What is told of a sound. */
export interface SoundFacts {
  readonly sha256: string
  readonly peakDb: Decibels
  readonly loudness?: { readonly integrated: number; readonly truePeak: number }
}

/** Finds what is told of a sound: its hash, its peak, and its loudness where it is wanted. */
export class SoundAccount {
  readonly #hash = createHash('sha256')
  readonly #meter: LoudnessMeter | undefined
  readonly #peakOf: (samples: Float32Array) => number
  #peak = 0

  constructor(sampleRate: Hertz, measure: boolean, peakOf: (samples: Float32Array) => number) {
    this.#peakOf = peakOf
    this.#meter = measure ? new LoudnessMeter(sampleRate) : undefined
  }

  add(samples: Float32Array): void {
    this.#hash.update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    this.#peak = Math.max(this.#peak, this.#peakOf(samples))
    this.#meter?.add(samples)
  }

  facts(): SoundFacts {
    return {
      sha256: this.#hash.digest('hex'),
      peakDb: this.#peak === 0 ? SILENCE_DB : toDecibels(this.#peak),
      ...(this.#meter && { loudness: this.#meter.result() }),
    }
  }
}
