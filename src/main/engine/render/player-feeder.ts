import { fail, type Frames } from '#shared/kit'
import type { EngineNode, Sound } from '../graph'
import { BLOCK } from './arena'
import type { KernelFunction, KernelModule } from './kernel-module'
import type { ParamSlot } from './param-slot'
import { SoundReader } from './sound-reader'
import type { Step } from './steps'
import type { Segment } from './transport'
import type { UnitHost } from './unit'

/** Source frames that are held in the arena at once, at least: a third of a second at 48 kHz. */
const LEAST_WINDOW: Frames = 16_384

/**
 * Feeds the player kernel from disk: keeps a window of the sound in the arena and tells the kernel which
 * part of it each stretch of the timeline plays. Source positions are exact fractions of whole frames, so
 * that no partition of the timeline changes a sample.
 */
export class PlayerFeeder implements Disposable {
  readonly #kernels: KernelModule
  readonly #self: number
  readonly #reader: SoundReader
  readonly #params: { readonly start: ParamSlot | undefined; readonly loop: ParamSlot | undefined }
  readonly #rate: number
  readonly #host: UnitHost
  readonly #node: EngineNode
  readonly #num: number
  readonly #den: number
  readonly #margin: Frames
  readonly #clear: KernelFunction
  readonly #segment: KernelFunction
  readonly #window: number
  /** Frames in the window: at least what the longest block of a sound at a high rate takes. */
  readonly #held: Frames
  #origin = Number.NaN
  #segments: readonly Segment[] = []
  #told = false

  constructor(options: PlayerOptions) {
    const { kernels, sound, rate } = options
    const common = gcd(sound.sampleRate, rate)
    this.#kernels = kernels
    this.#self = options.self
    this.#params = { start: options.start, loop: options.loop }
    this.#rate = rate
    this.#host = options.host
    this.#node = options.node
    this.#num = sound.sampleRate / common
    this.#den = rate / common
    kernels.call('player_prepare')(this.#num, this.#den)
    this.#margin = kernels.call('player_margin')(this.#num, this.#den)
    this.#clear = kernels.call('player_process')
    this.#segment = kernels.call('player_segment')
    const block = Math.ceil((BLOCK * this.#num) / this.#den) + 2 * this.#margin + 2
    this.#held = Math.max(LEAST_WINDOW, 2 * block)
    this.#window = kernels.arena.allocate(this.#windowBytes(sound))
    this.#reader = new SoundReader(sound)
  }

  prepare(segments: readonly Segment[]): void {
    this.#segments = segments
  }

  readonly step: Step = {
    run: (offset, frames) => {
      this.#clear(this.#self, offset, frames)
      for (const segment of this.#segments) {
        const from = Math.max(segment.offset, offset)
        const to = Math.min(segment.offset + segment.frames, offset + frames)
        if (to > from) this.#play(from, to - from, segment.position + from - segment.offset)
      }
    },
  };

  [Symbol.dispose](): void {
    this.#reader[Symbol.dispose]()
    this.#kernels.arena.free(this.#window, this.#windowBytes(this.#reader.sound))
  }

  #windowBytes({ channels }: Sound): number {
    return channels * this.#held * 4
  }

  /** Plays `frames` from a place on the timeline, as far as the sound lies there. */
  #play(offset: Frames, frames: Frames, position: Frames): void {
    const start = Math.round((this.#params.start?.value ?? 0) * this.#rate)
    const length = Math.ceil((this.#reader.sound.frames * this.#den) / this.#num)
    const loops = (this.#params.loop?.value ?? 0) > 0
    let at = position - start
    let from = offset
    const end = offset + frames
    if (at < 0) {
      from += -at
      at = 0
    }
    while (from < end) {
      const local = loops ? at % length : at
      const stretch = Math.min(end - from, length - local)
      if (stretch <= 0) return
      this.#stretch(from, stretch, local)
      from += stretch
      at += stretch
    }
  }

  /** `local` counts frames of the project since the sound began. */
  #stretch(offset: Frames, frames: Frames, local: Frames): void {
    const index = Math.floor((local * this.#num) / this.#den)
    const phase = (local * this.#num) % this.#den
    const last = Math.floor(((local + frames - 1) * this.#num) / this.#den)
    this.#hold(index - this.#margin, last + this.#margin + 1)
    const { channels } = this.#reader.sound
    this.#segment(
      this.#self,
      offset,
      frames,
      index,
      phase,
      this.#num,
      this.#den,
      this.#window,
      this.#held,
      this.#origin,
      channels,
    )
  }

  /** Makes sure that source frames `from` to `to` lie in the window. */
  #hold(from: Frames, to: Frames): void {
    if (from >= this.#origin && to < this.#origin + this.#held) return
    this.#origin = from
    this.#reader.read(from, this.#held, this.#kernels.arena.floats, this.#window >>> 2, this.#held)
    if (this.#reader.broken && !this.#told) {
      this.#told = true
      this.#host.trouble(
        this.#node.id,
        fail('asset-missing', 'The sound cannot be read from disk.'),
      )
    }
  }
}

export interface PlayerOptions {
  readonly kernels: KernelModule
  /** The player kernel's instance. */
  readonly self: number
  readonly sound: Sound
  readonly rate: number
  readonly start: ParamSlot | undefined
  readonly loop: ParamSlot | undefined
  readonly node: EngineNode
  readonly host: UnitHost
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
