import type { Hertz, Seconds } from '#shared/kit'
import { beatsAt, bpmAt, tempoMapOf, type TempoMap, type TransportSignal } from '#shared/graph'
import type { EngineTransport } from '../graph'
import type { KernelModule } from './kernel-module'
import { positionIn, type Segment } from './transport'

/** Bytes of a segment in the arena: u32 offset, u32 frames, f64 position. */
const SEGMENT_BYTES = 16

/**
 * What kernels see of the timeline where their sound lags behind it by so many frames: the segments of the block
 * (`table`: u32 count, then from byte 16 on the segments), and signals.
 */
export class TimelineView implements Disposable {
  readonly #kernels: KernelModule
  readonly #signals = new Map<TransportSignal, number>()
  #table: number | undefined

  constructor(kernels: KernelModule) {
    this.#kernels = kernels
  }

  /** Where the segments lie in the arena. */
  get table(): number {
    this.#table ??= this.#kernels.arena.allocate(this.#tableBytes)
    return this.#table
  }

  /** Buffer of a signal that is written every block from now on. */
  signal(name: TransportSignal): number {
    const known = this.#signals.get(name)
    if (known !== undefined) return known
    const { arena } = this.#kernels
    const at = arena.allocate(arena.channelBytes)
    this.#signals.set(name, at)
    return at
  }

  write(segments: readonly Segment[], settings: EngineTransport): void {
    if (this.#table !== undefined) this.#list(segments, this.#table)
    if (this.#signals.size === 0) return
    for (const segment of segments) this.#fill(segment, settings, this.#kernels.arena.floats)
  }

  [Symbol.dispose](): void {
    const { arena } = this.#kernels
    for (const at of this.#signals.values()) arena.free(at, arena.channelBytes)
    if (this.#table !== undefined) arena.free(this.#table, this.#tableBytes)
    this.#signals.clear()
    this.#table = undefined
  }

  get #tableBytes(): number {
    return (this.#kernels.arena.block + 1) * SEGMENT_BYTES
  }

  /** Nothing is played where the timeline stands. */
  #list(segments: readonly Segment[], table: number): void {
    const { words, doubles } = this.#kernels.arena
    const rolling = segments.filter(({ stands }) => stands !== true)
    words[table >>> 2] = rolling.length
    rolling.forEach(({ offset, frames, position }, index) => {
      const at = table + (index + 1) * SEGMENT_BYTES
      words.set([offset, frames], at >>> 2)
      doubles[(at + 8) >>> 3] = position
    })
  }

  #fill(
    segment: Segment,
    { sampleRate, tempo = steady }: EngineTransport,
    floats: Float32Array,
  ): void {
    const { offset, frames } = segment
    const at = (name: TransportSignal) => this.#signals.get(name) ?? -1
    this.#fillTime(segment, sampleRate, at('second'), at('part'), floats)
    const [tempoAt, beatAt, phaseAt] = [at('tempo') >>> 2, at('beat') >>> 2, at('phase') >>> 2]
    const wanted = { tempo: at('tempo') >= 0, beat: at('beat') >= 0, phase: at('phase') >= 0 }
    if (!wanted.tempo && !wanted.beat && !wanted.phase) return
    let stretch = stretchAt(tempo, segment.position / sampleRate)
    for (let i = 0; i < frames; i++) {
      const time = positionIn(segment, i) / sampleRate
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
    segment: Segment,
    sampleRate: Hertz,
    secondAt: number,
    partAt: number,
    floats: Float32Array,
  ): void {
    if (secondAt < 0 && partAt < 0) return
    const { offset, frames } = segment
    for (let i = 0; i < frames; i++) {
      const time = positionIn(segment, i) / sampleRate
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
