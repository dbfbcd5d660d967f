import type { Frames, Hertz, Seconds } from '#shared/kit'
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
  /** The tempo that stands in its buffer, from the first frame on, and in how many. */
  #tempo: { readonly bpm: number; readonly frames: Frames } = { bpm: 0, frames: 0 }

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

  #fill(segment: Segment, settings: EngineTransport, floats: Float32Array): void {
    const { sampleRate, tempo = steady } = settings
    const at = (name: TransportSignal) => this.#signals.get(name) ?? -1
    this.#fillTime(segment, sampleRate, at('second'), at('part'), floats)
    const { offset, frames } = segment
    if (at('tempo') < 0 && at('beat') < 0 && at('phase') < 0) return
    for (let done = 0; done < frames;) {
      const position = positionIn(segment, done)
      const stretch = stretchAt(tempo, position / sampleRate)
      const left = frames - done
      const length = segment.stands === true ? left : framesIn(stretch, position, sampleRate, left)
      const part = { ...segment, offset: offset + done, frames: length, position }
      if (stretch.steady) this.#fillSteady(part, stretch, sampleRate)
      else this.#fillSliding(part, tempo, sampleRate, floats)
      done += length
    }
  }

  #fillSteady({ offset, frames, position, stands }: Segment, stretch: Stretch, rate: Hertz): void {
    const to = (name: TransportSignal) => {
      const at = this.#signals.get(name)
      return at === undefined ? 0 : at + 4 * offset
    }
    if (this.#signals.has('tempo')) this.#holdTempo(stretch.bpm, offset, frames)
    const [beats, phases] = [to('beat'), to('phase')]
    if (beats === 0 && phases === 0) return
    const { time, beat, bpm } = stretch
    const step = stands === true ? 0 : 1
    this.#kernels.call('op_beats')(beats, phases, frames, position, step, rate, time, beat, bpm)
  }

  /** Writes it only where it does not stand already. */
  #holdTempo(bpm: number, offset: Frames, frames: Frames): void {
    const known = this.#tempo.bpm === bpm ? this.#tempo.frames : 0
    const end = offset + frames
    if (end <= known) return
    const at = (this.#signals.get('tempo') ?? 0) >>> 2
    this.#kernels.arena.floats.fill(bpm, at + offset, at + end)
    if (offset <= known) this.#tempo = { bpm, frames: end }
    else this.#tempo = { ...this.#tempo, frames: Math.min(this.#tempo.frames, offset) }
  }

  #fillSliding(segment: Segment, tempo: TempoMap, rate: Hertz, floats: Float32Array): void {
    const at = (name: TransportSignal) => this.#signals.get(name) ?? -1
    const [tempoAt, beatAt, phaseAt] = [at('tempo'), at('beat'), at('phase')]
    const { offset, frames } = segment
    this.#tempo = { ...this.#tempo, frames: Math.min(this.#tempo.frames, offset) }
    for (let i = 0; i < frames; i++) {
      const beats = beatsAt(tempo, positionIn(segment, i) / rate)
      const whole = Math.floor(beats)
      if (tempoAt >= 0) floats[(tempoAt >>> 2) + offset + i] = bpmAt(tempo, beats)
      if (beatAt >= 0) floats[(beatAt >>> 2) + offset + i] = whole
      // Rounded to f32 the end of a beat would be its beginning.
      if (phaseAt >= 0) floats[(phaseAt >>> 2) + offset + i] = Math.min(beats - whole, LAST_PHASE)
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

/** A part of the tempo map. */
interface Stretch {
  readonly time: Seconds
  readonly end: Seconds
  readonly beat: number
  readonly bpm: number
  /** Whether the tempo is the same all along it. */
  readonly steady: boolean
}

const endless: Stretch = {
  time: 0,
  end: Number.POSITIVE_INFINITY,
  beat: 0,
  bpm: 120,
  steady: true,
}

/** The stretch of the tempo map in which a time lies. */
function stretchAt(map: TempoMap, time: Seconds): Stretch {
  const next = map.findIndex(stretch => stretch.time > time)
  const found = map[next < 0 ? map.length - 1 : Math.max(0, next - 1)]
  if (found === undefined) return endless
  const { beat, bpm, slope, time: begin } = found
  return { time: begin, end: map[next]?.time ?? endless.end, beat, bpm, steady: slope === 0 }
}

/** How many of the frames from `position` on lie in it: at least one. */
function framesIn({ end }: Stretch, position: Frames, rate: Hertz, most: Frames): Frames {
  if (end === endless.end) return most
  let frames = Math.max(1, Math.min(most, Math.ceil(end * rate) - position))
  // Rounding may put the border a frame off what a division says.
  while (frames > 1 && (position + frames - 1) / rate >= end) frames -= 1
  while (frames < most && (position + frames) / rate < end) frames += 1
  return frames
}

const steady = tempoMapOf({ tempo: 120, tempoCurve: 'hold', tempoMap: [] })
/** The greatest f32 below 1. */
const LAST_PHASE = 1 - 2 ** -24
