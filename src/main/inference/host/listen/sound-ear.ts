import { fail, err, ok, type Result } from '#shared/kit'
import { mend, type SinkLayout, type SoundSink } from '../../../library/decode'
import { Halver } from './halver'
import { earFor, type KernelEar } from './kernel-ear'
import { ShapeTaker } from './shape-taker'

/** What listens to spectra gets so much of a sound at most, in seconds. */
const HEARD_SECONDS = 600
/** Of a decoded bomb no more is read, in seconds: a day. */
const MOST_SECONDS = 86_400
/** The mono of it has at least this rate, where the sound has, and less than twice of it. */
export const MONO_RATE = 22_050
/** A sum of a thousand samples beyond that has one in it that is no sound. */
const LOUDEST = 1e6
/** Below it there is no K-weighting. */
const LEAST_LOUDNESS_RATE = 16_000
const MOST_LOUDNESS_CHANNELS = 8

/** Takes in a sound while it is decoded, in one pass and in the same memory for any length up to ten minutes. */
export class SoundEar implements SoundSink {
  readonly sampleRate: number
  readonly monoRate: number
  readonly shape = new ShapeTaker()
  readonly #channels: number
  readonly #loudness: KernelEar | undefined
  readonly #halvers: readonly Halver[]
  readonly #scratch = [new Float32Array(4096), new Float32Array(4096)] as const
  #mono: Float32Array<ArrayBuffer>
  #monoFrames = 0
  #frames = 0
  #mended = 0
  #low = 0
  #high = 0
  #sum = 0

  constructor({ channels, sampleRate }: SinkLayout) {
    this.sampleRate = sampleRate
    this.#channels = channels
    const halvings = Math.max(0, Math.floor(Math.log2(sampleRate / MONO_RATE)))
    this.monoRate = sampleRate / 2 ** halvings
    this.#halvers = Array.from({ length: halvings }, () => new Halver())
    this.#mono = new Float32Array(Math.ceil(60 * this.monoRate))
    if (sampleRate >= LEAST_LOUDNESS_RATE && channels <= MOST_LOUDNESS_CHANNELS) {
      this.#loudness = earFor('loudness', channels, sampleRate, [0])
    }
  }

  get frames(): number {
    return this.#frames
  }

  get mended(): number {
    return this.#mended
  }

  /** The beginning of the sound, as one channel. */
  get mono(): Float32Array<ArrayBuffer> {
    return this.#mono.subarray(0, this.#monoFrames)
  }

  /** LUFS; undefined for what is silent or too short to be measured. */
  get loudness(): number | undefined {
    const value = this.#loudness?.read('integrated')
    return value !== undefined && value > -119 ? value : undefined
  }

  write(interleaved: Float32Array): Result<void> {
    const frames = interleaved.length / this.#channels
    for (let from = 0; from < frames;) {
      const room = this.#loudness?.room(0).length ?? 1024
      const count = Math.min(room, frames - from)
      this.#take(interleaved, from, count)
      from += count
    }
    this.#frames += frames
    return this.#frames > MOST_SECONDS * this.sampleRate
      ? err(fail('file-too-large', 'The sound is longer than a day.'))
      : ok()
  }

  finish(): void {
    this.#loudness?.finish()
  }

  [Symbol.dispose](): void {}

  #take(samples: Float32Array, from: number, count: number): void {
    const [mono, other] = this.#scratch
    this.#spread(samples, from, count, mono)
    // Samples that are no sound show in the sum; only then is each looked at.
    if (!(Math.abs(this.#sum) < LOUDEST)) {
      const channels = this.#channels
      this.#mended += mend(samples.subarray(from * channels, (from + count) * channels))
      this.#spread(samples, from, count, mono)
    }
    this.shape.take(this.#low, this.#high, count)
    this.#loudness?.took(count)
    if (this.#monoFrames >= HEARD_SECONDS * this.monoRate) return
    let [source, target] = [mono, other]
    let length = count
    for (const halver of this.#halvers) {
      length = halver.halve(source, length, target, 0)
      ;[source, target] = [target, source]
    }
    this.#keep(source, length)
  }

  /** Channels to where loudness is measured, their mean to `mono`; with it extremes, and a sum that is odd where a sample is. */
  #spread(samples: Float32Array, from: number, count: number, mono: Float32Array): void {
    if (this.#channels === 1) this.#takeMono(samples, from, count, mono)
    else if (this.#channels === 2) this.#takeStereo(samples, from, count, mono)
    else this.#takeMany(samples, from, count, mono)
  }

  #takeMono(samples: Float32Array, from: number, count: number, mono: Float32Array): void {
    const room = this.#loudness?.room(0)
    let low = 0
    let high = 0
    let sum = 0
    for (let index = 0; index < count; index++) {
      const value = samples[from + index] ?? 0
      mono[index] = value
      sum += value
      if (value < low) low = value
      if (value > high) high = value
    }
    room?.set(mono.subarray(0, count))
    this.#low = low
    this.#high = high
    this.#sum = sum + (high - low)
  }

  #takeStereo(samples: Float32Array, from: number, count: number, mono: Float32Array): void {
    const left = this.#loudness?.room(0) ?? mono
    const right = this.#loudness?.room(1) ?? mono
    let low = 0
    let high = 0
    let sum = 0
    for (let index = 0, at = 2 * from; index < count; index++, at += 2) {
      const one = samples[at] ?? 0
      const two = samples[at + 1] ?? 0
      left[index] = one
      right[index] = two
      const both = one + two
      mono[index] = 0.5 * both
      sum += both
      if (one < low) low = one
      if (one > high) high = one
      if (two < low) low = two
      if (two > high) high = two
    }
    this.#low = low
    this.#high = high
    this.#sum = sum + (high - low)
  }

  #takeMany(samples: Float32Array, from: number, count: number, mono: Float32Array): void {
    const channels = this.#channels
    let low = 0
    let high = 0
    let sum = 0
    mono.fill(0, 0, count)
    for (let channel = 0; channel < channels; channel++) {
      const room = this.#loudness?.room(channel)
      for (let index = 0; index < count; index++) {
        const value = samples[(from + index) * channels + channel] ?? 0
        if (room !== undefined) room[index] = value
        mono[index] = (mono[index] ?? 0) + value / channels
        sum += value
        if (value < low) low = value
        if (value > high) high = value
      }
    }
    this.#low = low
    this.#high = high
    this.#sum = sum + (high - low)
  }

  #keep(samples: Float32Array, count: number): void {
    const wanted = this.#monoFrames + count
    if (wanted > this.#mono.length) {
      const grown = new Float32Array(2 * wanted)
      grown.set(this.mono)
      this.#mono = grown
    }
    this.#mono.set(samples.subarray(0, count), this.#monoFrames)
    this.#monoFrames = wanted
  }
}
