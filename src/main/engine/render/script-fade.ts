import { QUANTUM, type Frames } from '#shared/kit'
import type { Arena } from './arena'
import type { Bus } from './bus'
import { FADE } from './scene'

/** Gain of a fade-in after so many frames: see `fade.as.ts`. */
const RISE = Float32Array.from({ length: FADE }, (_, frame) => {
  const t = frame / FADE
  return t * t * (3 - 2 * t)
})

/** How two sounds of a node cross. */
export interface Crossing {
  /** How far it is, in frames. */
  readonly clock: Frames
  /** How alike they are, 0 to 1: gains are such that their sum is as loud all the way. */
  readonly likeness: number
}

/**
 * Keeps clicks out of a node’s outputs where what they carry changes. Where the old sound goes on, the two cross;
 * where it is gone, what the last sample was above the first new one falls to nothing.
 */
export class ScriptFade {
  readonly #arena: Arena
  /** First samples of the channels of all outputs, in the arena. */
  readonly #channels: readonly number[]
  readonly #last: Float32Array
  readonly #step: Float32Array
  readonly #old: readonly Float32Array[]
  /** Frames since the last jump; at the end of the fade nothing is left of it. */
  #clock: Frames = FADE

  constructor(arena: Arena, outputs: Iterable<Bus>) {
    this.#arena = arena
    this.#channels = Array.from(outputs, bus =>
      Array.from({ length: bus.channels }, (_, channel) => bus.at + channel * arena.channelBytes),
    ).flat()
    this.#last = new Float32Array(this.#channels.length)
    this.#step = new Float32Array(this.#channels.length)
    this.#old = this.#channels.map(() => new Float32Array(arena.block))
  }

  /** Nothing is left to be smoothed. */
  get rests(): boolean {
    return this.#clock >= FADE
  }

  /** Nothing was heard yet. */
  forget(): void {
    this.#last.fill(0)
    this.#clock = FADE
  }

  /** Keeps what the outputs hold, to cross from it. */
  keep(offset: Frames, frames: Frames): void {
    for (let line = 0; line < this.#channels.length; line++) {
      this.#old[line]?.set(this.#line(line, offset, frames))
    }
  }

  /** What was kept, in place of what the outputs hold, from a frame on. */
  restore(offset: Frames, from: Frames, frames: Frames): void {
    for (let line = 0; line < this.#channels.length; line++) {
      const old = this.#old[line]?.subarray(from, frames)
      if (old !== undefined) this.#line(line, offset + from, frames - from).set(old)
    }
  }

  /** From what was kept to what the outputs hold. */
  cross(offset: Frames, frames: Frames, { clock, likeness }: Crossing): void {
    for (let line = 0; line < this.#channels.length; line++) {
      const samples = this.#line(line, offset, frames)
      const old = this.#old[line]
      for (let i = 0; i < frames && clock + i < FADE; i++) {
        const b = RISE[clock + i] ?? 1
        const a = 1 - b
        const even = 1 / Math.sqrt(a * a + b * b + 2 * a * b * likeness)
        samples[i] = even * (a * (old?.[i] ?? 0) + b * (samples[i] ?? 0))
      }
    }
  }

  /** How alike what was kept and what the outputs hold are: adds to sums of products. */
  compare(offset: Frames, frames: Frames, sums: Float64Array): boolean {
    let [both = 0, ours = 0, theirs = 0] = sums
    for (let line = 0; line < this.#channels.length; line++) {
      const samples = this.#line(line, offset, frames)
      const old = this.#old[line]
      for (let i = 0; i < frames; i++) {
        const [a, b] = [old?.[i] ?? 0, samples[i] ?? 0]
        both += a * b
        ours += a * a
        theirs += b * b
      }
    }
    sums.set([both, ours, theirs])
    return Number.isFinite(theirs)
  }

  /** The sound jumps at the frame: from what was heard before it to something else. */
  jump(offset: Frames): void {
    for (let line = 0; line < this.#channels.length; line++) {
      const first = this.#line(line, offset, 1)[0] ?? 0
      const step = (this.#last[line] ?? 0) - first
      this.#step[line] = Number.isFinite(step) ? step : 0
    }
    this.#clock = 0
  }

  /** Smooths what is left of a jump in so many quanta, and remembers how they end. */
  pass(offset: Frames, quanta: number): void {
    for (let quantum = 0; quantum < quanta && this.#clock < FADE; quantum++) {
      this.#smooth(offset + quantum * QUANTUM)
    }
    this.note(offset, quanta)
  }

  /** Remembers how so many quanta end. */
  note(offset: Frames, quanta: number): void {
    if (quanta === 0) return
    const { floats } = this.#arena
    for (let line = 0; line < this.#channels.length; line++) {
      const end = floats[((this.#channels[line] ?? 0) >>> 2) + offset + quanta * QUANTUM - 1] ?? 0
      this.#last[line] = Number.isFinite(end) ? end : 0
    }
  }

  #smooth(offset: Frames): void {
    for (let line = 0; line < this.#channels.length; line++) {
      const step = this.#step[line] ?? 0
      if (step === 0) continue
      const samples = this.#line(line, offset, QUANTUM)
      for (let i = 0; i < QUANTUM; i++) {
        samples[i] = (samples[i] ?? 0) + step * (1 - (RISE[this.#clock + i] ?? 1))
      }
    }
    this.#clock += QUANTUM
  }

  #line(line: number, offset: Frames, frames: Frames): Float32Array {
    const first = ((this.#channels[line] ?? 0) >>> 2) + offset
    return this.#arena.floats.subarray(first, first + frames)
  }
}
