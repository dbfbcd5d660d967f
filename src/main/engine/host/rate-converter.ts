import type { Frames, Hertz } from '#shared/kit'
// Not by the folder's door: the thread that writes must not load isolated-vm.
import { loadKernels } from '../render/kernel-module'
import { prepareRates, reduced } from '../render/load-sound'

/** Frames that are converted at once, at least. */
const LEAST_CHUNK: Frames = 4096

export interface RateConverterOptions {
  readonly from: Hertz
  readonly to: Hertz
  readonly channels: number
  /** Interleaved; good until it returns. */
  readonly give: (samples: Float32Array) => void
}

/** Frames of a sound of so many at another rate. */
export function convertedFrames(frames: Frames, from: Hertz, to: Hertz): Frames {
  return Math.ceil((frames * to) / from)
}

/**
 * Brings sound to another rate while it passes, by the filter of the player (118 dB; `kernels/player/filters.as.ts`).
 * It goes in steps of whole periods of the two rates, so every step begins on a frame of both.
 */
export class RateConverter {
  readonly #options: RateConverterOptions
  readonly #kernels = loadKernels()
  readonly #ratio: readonly [num: number, den: number]
  readonly #margin: Frames
  /** Frames that come in with a step, and those that go out. */
  readonly #taken: Frames
  readonly #given: Frames
  readonly #stride: Frames
  readonly #in: number
  readonly #planes: number
  readonly #out: number
  /** Frames of the window that are filled: at first the silence before the sound. */
  #filled: Frames
  #left: Frames

  /** `frames`: how many will come in. */
  constructor(frames: Frames, options: RateConverterOptions) {
    const { from, to, channels } = options
    this.#options = options
    const [num, den] = reduced(from, to)
    this.#ratio = [num, den]
    for (const _ of prepareRates(this.#kernels, num, den));
    this.#margin = this.#kernels.call('player_margin')(num, den)
    const periods = Math.ceil(LEAST_CHUNK / num)
    this.#taken = periods * num
    this.#given = periods * den
    this.#stride = this.#taken + 2 * this.#margin
    const { arena } = this.#kernels
    this.#in = arena.allocate(channels * this.#stride * 4)
    this.#planes = arena.allocate(channels * this.#given * 4)
    this.#out = arena.allocate(channels * this.#given * 4)
    this.#filled = this.#margin
    this.#left = convertedFrames(frames, from, to)
  }

  /** Interleaved samples of whole frames. */
  take(samples: Float32Array): void {
    const { channels } = this.#options
    const count = samples.length / channels
    for (let at = 0; at < count;) {
      const part = Math.min(count - at, this.#stride - this.#filled)
      this.#fill(samples, at, part)
      at += part
    }
  }

  /** Gives the rest. */
  finish(): void {
    const silence = new Float32Array(this.#options.channels * this.#margin)
    while (this.#left > 0) this.take(silence)
  }

  #fill(samples: Float32Array, from: Frames, frames: Frames): void {
    const { channels } = this.#options
    const { floats } = this.#kernels.arena
    for (let channel = 0; channel < channels; channel++) {
      const to = (this.#in >>> 2) + channel * this.#stride + this.#filled
      let at = from * channels + channel
      for (let frame = 0; frame < frames; frame++, at += channels) {
        floats[to + frame] = samples[at] ?? 0
      }
    }
    this.#filled += frames
    if (this.#filled === this.#stride) this.#step()
  }

  #step(): void {
    const { channels, give } = this.#options
    const { floats } = this.#kernels.arena
    const [num, den] = this.#ratio
    const [stride, margin] = [this.#stride, this.#margin]
    const place = [this.#in, stride, margin, channels] as const
    const given = this.#given
    this.#kernels.call('player_convert')(this.#planes, given, 0, given, num, den, ...place)
    const [planes, out] = [this.#planes >>> 2, this.#out >>> 2]
    for (let channel = 0; channel < channels; channel++) {
      const plane = planes + channel * this.#given
      for (let frame = 0; frame < this.#given; frame++) {
        floats[out + frame * channels + channel] = floats[plane + frame] ?? 0
      }
      const first = (this.#in >>> 2) + channel * stride
      floats.copyWithin(first, first + this.#taken, first + stride)
    }
    this.#filled = 2 * margin
    const frames = Math.min(this.#left, this.#given)
    this.#left -= frames
    if (frames > 0) give(floats.subarray(out, out + frames * channels))
  }
}
