import type { Frames } from '#shared/kit'
import type { EngineTransport } from '../graph'

/** A stretch of a block in which the timeline runs on without a jump. */
export interface Segment {
  /** First frame in the block. */
  readonly offset: Frames
  readonly frames: Frames
  /** Of the first frame, on the timeline. */
  readonly position: Frames
  /** The timeline stands: every frame is at that position. */
  readonly stands?: boolean
}

/** The playhead. It wraps at the end of the loop to the frame, in the middle of a quantum if need be. */
export class Transport {
  settings: EngineTransport
  position: Frames = 0
  /** Whether sound goes on while the playhead stays where it is. */
  stands = false
  /** Of the block just begun. */
  segments: readonly Segment[] = []

  constructor(settings: EngineTransport) {
    this.settings = settings
  }

  /** The segments of the next block; the playhead moves on. */
  advance(frames: Frames): readonly Segment[] {
    this.segments = this.stands
      ? [{ offset: 0, frames, position: this.position, stands: true }]
      : this.#roll(frames)
    return this.segments
  }

  /** Until the playhead reaches the end; without end while it loops before it, or stands. */
  get framesLeft(): Frames {
    const { length, loop } = this.settings
    const loops = loop !== undefined && this.position < loop.end
    return this.stands || loops ? Number.POSITIVE_INFINITY : length - this.position
  }

  #roll(frames: Frames): Segment[] {
    const segments: Segment[] = []
    const { loop } = this.settings
    let offset = 0
    while (offset < frames) {
      const left = frames - offset
      const toEnd = loop && this.position < loop.end ? loop.end - this.position : left
      const length = Math.min(left, toEnd)
      segments.push({ offset, frames: length, position: this.position })
      offset += length
      this.position += length
      if (loop && this.position === loop.end) this.position = loop.start
    }
    return segments
  }
}

/** Place on the timeline of a frame of a segment. */
export function positionIn({ position, stands }: Segment, frame: Frames): Frames {
  return stands ? position : position + frame
}

/** Place on the timeline of a frame of the block. */
export function positionAt(segments: readonly Segment[], offset: Frames): Frames {
  const segment = segments.findLast(candidate => candidate.offset <= offset)
  return segment === undefined ? 0 : positionIn(segment, offset - segment.offset)
}
