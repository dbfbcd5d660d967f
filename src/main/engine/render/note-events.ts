import type { Frames } from '#shared/kit'
import type { FlatNote } from '#shared/graph'

/** Something that happens to a note, as kernels take it. */
export interface TimedEvent {
  readonly at: Frames
  /** 0 off, 1 on, 2 pitch, 3 pressure, 4 timbre. */
  readonly kind: number
  readonly id: string
  readonly key: number
  readonly value: number
}

export interface NoteEvents {
  /** In order; at one frame ends come first, then beginnings, then what moves. */
  readonly list: readonly TimedEvent[]
  /** Index of the first event at or after a frame. */
  firstAt(frame: Frames): number
  /** When a note ends; −1 for one that is not there. */
  endOf(id: string): Frames
}

/** Notes as a list of events. */
export function noteEvents(notes: readonly FlatNote[]): NoteEvents {
  const list = notes.flatMap(eventsOf).toSorted((a, b) => a.at - b.at || a.kind - b.kind)
  const ends = new Map(notes.map(({ id, off }) => [id, off]))
  return {
    list,
    firstAt: frame => {
      let [low, high] = [0, list.length]
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((list[middle]?.at ?? 0) < frame) low = middle + 1
        else high = middle
      }
      return low
    },
    endOf: id => ends.get(id) ?? -1,
  }
}

function eventsOf({ id, on, off, key, velocity, release, ...moves }: FlatNote): TimedEvent[] {
  const event = (at: Frames, kind: number, semitones: number, value: number): TimedEvent => ({
    at,
    kind,
    id,
    key: semitones,
    value,
  })
  return [
    event(on, 1, key, velocity),
    ...moves.pitch.map(({ at, value }) => event(at, 2, value, 0)),
    ...moves.pressure.map(({ at, value }) => event(at, 3, 0, value)),
    ...moves.timbre.map(({ at, value }) => event(at, 4, 0, value)),
    event(off, 0, 0, release),
  ]
}
