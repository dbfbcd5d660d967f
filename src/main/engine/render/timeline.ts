import type { Frames } from '#shared/kit'
import { beatsAt, bpmAt, tempoMapOf, type TransportSignal } from '#shared/graph'
import { allocate } from './bus'
import type { KernelModule } from './kernel-module'
import { positionAt, Transport, type Segment } from './transport'

/** Bytes of a segment in the arena: u32 offset, u32 frames, f64 position. */
const SEGMENT_BYTES = 16

/** What lags further behind than this is not looked up any more: 5.5 s at 48 kHz. */
const LONGEST_LAG: Frames = 2 ** 18

/**
 * The playhead, and what kernels see of it: the segments of the block (`table`: u32 count, then from byte 16 on
 * the segments), and signals.
 */
export class Timeline extends Transport {
  /** Where the segments lie in the arena. */
  readonly table: number
  readonly #kernels: KernelModule
  readonly #owner: DisposableStack
  readonly #signals = new Map<TransportSignal, number>()
  segments: readonly Segment[] = []
  /** Segments of the past, by the frames rendered before them. */
  readonly #past: Segment[] = []
  readonly #lagging = new Map<Frames, readonly Segment[]>()
  #done: Frames = 0

  constructor(kernels: KernelModule, owner: DisposableStack) {
    super({ sampleRate: 48_000, length: 0 })
    this.#kernels = kernels
    this.#owner = owner
    this.table = allocate(kernels.arena, (kernels.arena.block + 1) * SEGMENT_BYTES, owner)
  }

  /** The segments of the next block; the playhead moves on. */
  override advance(frames: Frames): Segment[] {
    const segments = super.advance(frames)
    this.segments = segments
    this.#done += frames
    this.#lagging.clear()
    for (const segment of segments) {
      this.#past.push({ ...segment, offset: this.#done - frames + segment.offset })
    }
    const oldest = this.#done - frames - LONGEST_LAG
    while ((this.#past[1]?.offset ?? this.#done) < oldest) this.#past.shift()
    this.#write()
    return segments
  }

  /** To a place, with nothing behind it. */
  jump(position: Frames): void {
    this.position = position
    this.#done = 0
    // What lags begins before its place.
    this.#past.length = 0
    this.#past.push({ offset: -LONGEST_LAG, frames: LONGEST_LAG, position: position - LONGEST_LAG })
  }

  /** The block as a node sees it whose sound lags behind by so many frames. */
  segmentsBehind(lag: Frames): readonly Segment[] {
    if (lag === 0) return this.segments
    const known = this.#lagging.get(lag)
    if (known !== undefined) return known
    const frames = this.segments.reduce((sum, segment) => sum + segment.frames, 0)
    const from = this.#done - frames - lag
    const list = this.#past.flatMap(({ offset, frames: length, position }): Segment[] => {
      const [first, end] = [Math.max(offset, from), Math.min(offset + length, from + frames)]
      if (end <= first) return []
      // Before the beginning of the timeline it is as at the beginning.
      return [{ offset: first - from, frames: end - first, position: position + first - offset }]
    })
    this.#lagging.set(lag, list)
    return list
  }

  /** Place on the timeline of a frame of the block. */
  positionAt(offset: Frames, lag: Frames = 0): Frames {
    return positionAt(this.segmentsBehind(lag), offset)
  }

  /** Buffer of a signal that is written every block from now on. */
  signal(name: TransportSignal): number {
    const known = this.#signals.get(name)
    if (known !== undefined) return known
    const at = allocate(this.#kernels.arena, this.#kernels.arena.channelBytes, this.#owner)
    this.#signals.set(name, at)
    return at
  }

  #write(): void {
    const { words, doubles, floats } = this.#kernels.arena
    words[this.table >>> 2] = this.segments.length
    this.segments.forEach(({ offset, frames, position }, index) => {
      const at = this.table + (index + 1) * SEGMENT_BYTES
      words.set([offset, frames], at >>> 2)
      doubles[(at + 8) >>> 3] = position
    })
    for (const [name, at] of this.#signals) {
      for (const segment of this.segments) this.#fill(name, segment, floats, at >>> 2)
    }
  }

  #fill(name: TransportSignal, segment: Segment, floats: Float32Array, into: number): void {
    const { sampleRate, tempo = steady } = this.settings
    for (let i = 0; i < segment.frames; i++) {
      const beats = beatsAt(tempo, (segment.position + i) / sampleRate)
      const whole = Math.floor(beats)
      // Rounded to f32 the end of a beat would be its beginning.
      const phase = Math.min(beats - whole, LAST_PHASE)
      const value = name === 'tempo' ? bpmAt(tempo, beats) : name === 'beat' ? whole : phase
      floats[into + segment.offset + i] = value
    }
  }
}

const steady = tempoMapOf({ tempo: 120, tempoCurve: 'hold', tempoMap: [] })
/** The greatest f32 below 1. */
const LAST_PHASE = 1 - 2 ** -24
