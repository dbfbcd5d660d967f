import type { Frames, Seconds } from '#shared/kit'
import { beatsAt, bpmAt, tempoMapOf, type TempoMap, type TransportSignal } from '#shared/graph'
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
    if (this.#signals.size === 0) return
    for (const segment of this.segments) this.#fill(segment, floats)
  }

  #fill({ offset, frames, position }: Segment, floats: Float32Array): void {
    const { sampleRate, tempo = steady } = this.settings
    const at = (name: TransportSignal) => this.#signals.get(name) ?? -1
    this.#fillTime({ offset, frames, position }, at('second'), at('part'), floats)
    const [tempoAt, beatAt, phaseAt] = [at('tempo') >>> 2, at('beat') >>> 2, at('phase') >>> 2]
    const wanted = { tempo: at('tempo') >= 0, beat: at('beat') >= 0, phase: at('phase') >= 0 }
    if (!wanted.tempo && !wanted.beat && !wanted.phase) return
    let stretch = stretchAt(tempo, position / sampleRate)
    for (let i = 0; i < frames; i++) {
      const time = (position + i) / sampleRate
      if (time >= stretch.end) stretch = stretchAt(tempo, time)
      const beats = stretch.steady
        ? stretch.beat + (stretch.bpm * (time - stretch.time)) / 60
        : beatsAt(tempo, time)
      const whole = Math.floor(beats)
      if (wanted.tempo) {
        floats[tempoAt + offset + i] = stretch.steady ? stretch.bpm : bpmAt(tempo, beats)
      }
      if (wanted.beat) floats[beatAt + offset + i] = whole
      // Rounded to f32 the end of a beat would be its beginning.
      if (wanted.phase) floats[phaseAt + offset + i] = Math.min(beats - whole, LAST_PHASE)
    }
  }

  #fillTime(
    { offset, frames, position }: Segment,
    secondAt: number,
    partAt: number,
    floats: Float32Array,
  ): void {
    if (secondAt < 0 && partAt < 0) return
    for (let i = 0; i < frames; i++) {
      const time = (position + i) / this.settings.sampleRate
      const whole = Math.floor(time)
      if (secondAt >= 0) floats[(secondAt >>> 2) + offset + i] = whole
      if (partAt >= 0) floats[(partAt >>> 2) + offset + i] = Math.min(time - whole, LAST_PHASE)
    }
  }
}

/** The stretch of the tempo map in which a time lies, and where it ends. */
function stretchAt(map: TempoMap, time: Seconds) {
  const next = map.findIndex(stretch => stretch.time > time)
  const { beat, bpm, slope, ...stretch } = map[
    next < 0 ? map.length - 1 : Math.max(0, next - 1)
  ] ?? {
    beat: 0,
    bpm: 120,
    slope: 0,
    time: 0,
  }
  const end = next < 0 ? Number.POSITIVE_INFINITY : (map[next]?.time ?? Number.POSITIVE_INFINITY)
  return { beat, bpm, time: stretch.time, steady: slope === 0, end }
}

const steady = tempoMapOf({ tempo: 120, tempoCurve: 'hold', tempoMap: [] })
/** The greatest f32 below 1. */
const LAST_PHASE = 1 - 2 ** -24
