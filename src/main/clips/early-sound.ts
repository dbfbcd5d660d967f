import { open } from 'node:fs/promises'
import type { EarlyShape } from '#shared/contract'
import { attempt, readFailure, type SoundPart } from '../kit'

/** Bars of its shape, over the whole length that it will have. */
const BARS = 96
/** Frames over which it fades out where it ends for now: 20 ms or so. */
const FADE = 1024
/** Frames that are copied at once. */
const PIECE = 65_536

/**
 * The beginning of a sound that is being made, copied: raw interleaved f32. It fades out where it ends for now, so that whoever plays up to
 * there hears no click; when it grows, that end is written anew.
 */
export class EarlySound {
  readonly path: string
  readonly sampleRate: number
  readonly channels: number
  /** Frames in all, once it is done. */
  readonly of: number
  readonly #peaks = new Float32Array(BARS)
  #frames = 0

  constructor(path: string, { sampleRate, channels, of }: SoundPart) {
    this.path = path
    this.sampleRate = sampleRate
    this.channels = channels
    this.of = of
  }

  get frames(): number {
    return this.#frames
  }

  /** What it is, as long as it has this length. */
  get id(): string {
    return `early ${this.#frames} ${this.path}`
  }

  get shape(): EarlyShape {
    return {
      seconds: this.#frames / this.sampleRate,
      of: this.of / this.sampleRate,
      peaks: Array.from(this.#peaks, peak => Math.round(peak * 100) / 100),
    }
  }

  /** Takes what is there now. False where nothing new is, or it has gone. */
  async grow(source: string, { start, frames }: SoundPart): Promise<boolean> {
    if (frames <= this.#frames) return false
    const copied = await attempt(
      async () => {
        await using from = await open(source, 'r')
        await using to = await open(this.path, this.#frames === 0 ? 'w' : 'r+')
        const width = this.channels * 4
        for (let at = Math.max(0, this.#frames - FADE); at < frames;) {
          const count = Math.min(PIECE, frames - at)
          const samples = new Float32Array(count * this.channels)
          const bytes = new Uint8Array(samples.buffer)
          const { bytesRead } = await from.read(bytes, 0, bytes.length, start + at * width)
          if (bytesRead < bytes.length) return false
          this.#look(samples, at)
          if (frames < this.of) this.#fade(samples, at, frames)
          await to.write(bytes, 0, bytes.length, at * width)
          at += count
        }
        return true
      },
      errno => readFailure(errno, source),
    )
    if (!copied.ok || !copied.value) return false
    this.#frames = frames
    return true
  }

  #look(samples: Float32Array, from: number): void {
    for (const [index, sample] of samples.entries()) {
      const bar = Math.floor(((from + Math.floor(index / this.channels)) * BARS) / this.of)
      const level = Math.min(1, Math.abs(sample))
      if (level > (this.#peaks[bar] ?? 1)) this.#peaks[bar] = level
    }
  }

  /** Down to nothing at frame `end`, as a cosine. */
  #fade(samples: Float32Array, from: number, end: number): void {
    const first = Math.max(0, end - FADE - from)
    for (let frame = first; frame < samples.length / this.channels; frame++) {
      const gain = 0.5 - 0.5 * Math.cos((Math.PI * (end - from - frame)) / FADE)
      for (let channel = 0; channel < this.channels; channel++) {
        const at = frame * this.channels + channel
        samples[at] = (samples[at] ?? 0) * gain
      }
    }
  }
}
