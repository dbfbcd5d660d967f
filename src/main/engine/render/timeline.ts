import type { Frames } from '#shared/kit'
import type { KernelModule } from './kernel-module'
import { TimelineView } from './timeline-view'
import { positionAt, positionIn, Transport, type Segment } from './transport'

/** What lags further behind than this is not looked up any more: 5.5 s at 48 kHz. */
const LONGEST_LAG: Frames = 2 ** 18

/** A view of the timeline, and how many look through it. */
interface Seen {
  readonly view: TimelineView
  users: number
}

/** The playhead, and what kernels see of it: as it is, or as it was where their sound lags behind. */
export class Timeline extends Transport {
  readonly #kernels: KernelModule
  readonly #views = new Map<Frames, Seen>()
  /** Segments of the past, by the frames rendered before them; those that follow from one another are one. */
  readonly #past: Segment[] = []
  readonly #lagging = new Map<Frames, readonly Segment[]>()
  #done: Frames = 0

  constructor(kernels: KernelModule) {
    super({ sampleRate: 48_000, length: 0 })
    this.#kernels = kernels
  }

  /** Frames since the last jump, up to the end of the present block. */
  get done(): Frames {
    return this.#done
  }

  /** The segments of the next block; the playhead moves on. */
  override advance(frames: Frames): readonly Segment[] {
    const segments = super.advance(frames)
    this.#done += frames
    this.#lagging.clear()
    for (const segment of segments) this.#remember(segment, this.#done - frames + segment.offset)
    const oldest = this.#done - frames - LONGEST_LAG
    while ((this.#past[1]?.offset ?? this.#done) < oldest) this.#past.shift()
    for (const [lag, { view }] of this.#views) view.write(this.segmentsBehind(lag), this.settings)
    return segments
  }

  #remember(segment: Segment, offset: Frames): void {
    const last = this.#past.at(-1)
    // What lies before a jump stays apart: nothing was there.
    const isPlayed = last !== undefined && last.offset >= 0
    if (!isPlayed || !goesOn(last, segment)) this.#past.push({ ...segment, offset })
    else this.#past[this.#past.length - 1] = { ...last, frames: last.frames + segment.frames }
  }

  /** To a place, with nothing behind it. */
  jump(position: Frames): void {
    this.position = position
    this.#done = 0
    // What lags begins before its place.
    this.#past.length = 0
    const before = { offset: -LONGEST_LAG, frames: LONGEST_LAG }
    this.#past.push(
      this.stands
        ? { ...before, position, stands: true }
        : { ...before, position: position - LONGEST_LAG },
    )
  }

  /** The block as a node sees it whose sound lags behind by so many frames. */
  segmentsBehind(lag: Frames): readonly Segment[] {
    if (lag === 0) return this.segments
    const known = this.#lagging.get(lag)
    if (known !== undefined) return known
    const frames = this.segments.reduce((sum, segment) => sum + segment.frames, 0)
    const from = this.#done - frames - lag
    const list = this.#past.flatMap((segment): Segment[] => {
      const { offset, frames: length } = segment
      const [first, end] = [Math.max(offset, from), Math.min(offset + length, from + frames)]
      if (end <= first) return []
      const position = positionIn(segment, first - offset)
      return [{ ...segment, offset: first - from, frames: end - first, position }]
    })
    this.#lagging.set(lag, list)
    return list
  }

  /** Place on the timeline of a frame of the block. */
  positionAt(offset: Frames, lag: Frames = 0): Frames {
    return positionAt(this.segmentsBehind(lag), offset)
  }

  /** What kernels see from there, until the owner is disposed of. */
  view(lag: Frames, owner: DisposableStack): TimelineView {
    const seen = this.#views.get(lag) ?? { view: new TimelineView(this.#kernels), users: 0 }
    this.#views.set(lag, seen)
    seen.users += 1
    owner.defer(() => {
      seen.users -= 1
      if (seen.users > 0) return
      seen.view[Symbol.dispose]()
      this.#views.delete(lag)
    })
    return seen.view
  }
}

/** Whether the timeline runs on from one segment into the next one. */
function goesOn(before: Segment, { position, stands }: Segment): boolean {
  return before.stands === stands && positionIn(before, before.frames) === position
}
