import { fail, err, ok, type Result } from '#shared/kit'
import { mend, type SinkLayout, type SoundSink } from '../../../library/decode'
import { Halver } from './halver'
import { earFor, listeningKernels, type KernelEar } from './kernel-ear'
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
/** Frames that are heard in one go, at most. */
const SPAN = 1024
/** Halvings of the highest rate that there is. */
const MOST_HALVINGS = 8

/** Takes in a sound while it is decoded, in one pass and in the same memory for any length up to ten minutes. */
export class SoundEar implements SoundSink {
  readonly sampleRate: number
  readonly monoRate: number
  readonly shape = new ShapeTaker()
  readonly #channels: number
  readonly #loudness: KernelEar | undefined
  readonly #halvers: readonly Halver[]
  readonly #room = roomOfThread()
  #monoFrames = 0
  #frames = 0
  #mended = 0

  constructor({ channels, sampleRate }: SinkLayout) {
    this.sampleRate = sampleRate
    this.#channels = channels
    const wanted = Math.max(0, Math.floor(Math.log2(sampleRate / MONO_RATE)))
    const halvings = Math.min(MOST_HALVINGS, wanted)
    this.monoRate = sampleRate / 2 ** halvings
    this.#halvers = this.#room.halvers.slice(0, halvings)
    for (const halver of this.#halvers) halver.begin()
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

  /** The beginning of the sound, as one channel; the next sound that is heard in this thread takes its place. */
  get mono(): Float32Array<ArrayBuffer> {
    return kept.subarray(0, this.#monoFrames)
  }

  /** LUFS; undefined for what is silent or too short to be measured. */
  get loudness(): number | undefined {
    const value = this.#loudness?.read('integrated')
    return value !== undefined && value > -119 ? value : undefined
  }

  write(interleaved: Float32Array): Result<void> {
    return this.#hear(interleaved)
  }

  /** The same of samples of 16 bits. */
  write16(interleaved: Int16Array): Result<void> {
    return this.#hear(interleaved)
  }

  finish(): void {
    this.#loudness?.finish()
  }

  [Symbol.dispose](): void {}

  #hear(interleaved: Float32Array | Int16Array): Result<void> {
    const frames = interleaved.length / this.#channels
    for (let from = 0; from < frames;) {
      const count = Math.min(this.#loudness?.left ?? SPAN, SPAN, frames - from)
      this.#take(interleaved, from, count)
      from += count
    }
    this.#frames += frames
    return this.#frames > MOST_SECONDS * this.sampleRate
      ? err(fail('file-too-large', 'The sound is longer than a day.'))
      : ok()
  }

  #take(samples: Float32Array | Int16Array, from: number, count: number): void {
    const channels = this.#channels
    const span = samples.subarray(from * channels, (from + count) * channels)
    let told = this.#spread(span, count)
    // Samples that are no sound show in the sum; only then is each looked at.
    if (!(Math.abs(told.sum) < LOUDEST) && span instanceof Float32Array) {
      this.#mended += mend(span)
      told = this.#spread(span, count)
    }
    this.shape.take(told.low, told.high, count)
    this.#loudness?.took(count)
    if (this.#monoFrames < HEARD_SECONDS * this.monoRate) this.#halve(count)
  }

  /** Channels to where loudness is measured, their mean to the room; with it extremes, and a sum that is odd where a sample is. */
  #spread(samples: Float32Array | Int16Array, count: number): Extremes {
    return this.#channels <= 2 ? this.#spreadTwo(samples, count) : this.#spreadMany(samples, count)
  }

  #spreadTwo(samples: Float32Array | Int16Array, count: number): Extremes {
    const { source, unheard, mono, stats, spread } = this.#room
    const { arena } = listeningKernels()
    const bits = samples instanceof Int16Array ? 16 : 32
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
    arena.bytes.set(bytes, source)
    const left = this.#loudness?.place(0) ?? unheard
    const right = (this.#channels === 2 ? this.#loudness?.place(1) : undefined) ?? unheard
    spread(source, bits, this.#channels, count, left, right, mono, stats)
    const [low = 0, high = 0, sum = 0] = arena.floats.subarray(stats >>> 2, (stats >>> 2) + 3)
    return { low, high, sum: sum + (high - low) }
  }

  #spreadMany(samples: Float32Array | Int16Array, count: number): Extremes {
    const channels = this.#channels
    const scale = samples instanceof Int16Array ? 1 / 0x8000 : 1
    const at = this.#room.mono >>> 2
    const mono = listeningKernels().arena.floats.subarray(at, at + count)
    let [low, high, sum] = [0, 0, 0]
    mono.fill(0)
    for (let channel = 0; channel < channels; channel++) {
      const room = this.#loudness?.room(channel)
      for (let index = 0; index < count; index++) {
        const value = (samples[index * channels + channel] ?? 0) * scale
        if (room !== undefined) room[index] = value
        mono[index] = (mono[index] ?? 0) + value / channels
        sum += value
        low = Math.min(low, value)
        high = Math.max(high, value)
      }
    }
    return { low, high, sum: sum + (high - low) }
  }

  #halve(count: number): void {
    let [from, to] = [this.#room.mono, this.#room.half]
    let length = count
    for (const halver of this.#halvers) {
      length = halver.halve(from, length, to)
      ;[from, to] = [to, from]
    }
    const at = from >>> 2
    this.#keep(listeningKernels().arena.floats.subarray(at, at + length))
  }

  #keep(samples: Float32Array): void {
    const wanted = this.#monoFrames + samples.length
    if (wanted > kept.length) {
      const grown = new Float32Array(2 * wanted)
      grown.set(this.mono)
      kept = grown
    }
    kept.set(samples, this.#monoFrames)
    this.#monoFrames = wanted
  }
}

/** The sound in hand as one channel: one for all, or giving the memory back would cost more than listening. */
let kept = new Float32Array(4 * 1024 * 1024)

/** Of a piece: its smallest and largest sample, and a sum in which one that is no sound shows. */
interface Extremes {
  readonly low: number
  readonly high: number
  readonly sum: number
}

/** Places in the memory of `listeningKernels`, for one sound at a time. */
interface Room {
  readonly source: number
  readonly unheard: number
  readonly mono: number
  readonly half: number
  readonly stats: number
  readonly halvers: readonly Halver[]
  readonly spread: (...args: number[]) => number
}

let room: Room | undefined

function roomOfThread(): Room {
  if (room !== undefined) return room
  const kernels = listeningKernels()
  const place = () => kernels.arena.allocate(4 * (SPAN + 8))
  room = {
    source: kernels.arena.allocate(8 * (SPAN + 8)),
    unheard: place(),
    mono: place(),
    half: place(),
    stats: kernels.arena.allocate(16),
    halvers: Array.from({ length: MOST_HALVINGS }, () => new Halver()),
    spread: kernels.call('op_spread'),
  }
  return room
}
