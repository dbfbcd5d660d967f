import type { Frames } from '#shared/kit'
import type { TransportSignal } from '#shared/graph'
import { allocate } from './bus'
import type { KernelModule } from './kernel-module'
import { positionAt, Transport, type Segment } from './transport'

/** Bytes of a segment in the arena: u32 offset, u32 frames, f64 position. */
const SEGMENT_BYTES = 16

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
    this.#write()
    return segments
  }

  /** Place on the timeline of a frame of the block. */
  positionAt(offset: Frames): Frames {
    return positionAt(this.segments, offset)
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
    const { sampleRate } = this.settings
    const tempo = this.settings.tempo ?? 120
    for (let i = 0; i < segment.frames; i++) {
      const beats = ((segment.position + i) / sampleRate) * (tempo / 60)
      const whole = Math.floor(beats)
      const value = name === 'tempo' ? tempo : name === 'beat' ? whole : beats - whole
      floats[into + segment.offset + i] = value
    }
  }
}
