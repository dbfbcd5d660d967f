import { type Arbitrary, constantFrom, double, integer, record, tuple, array } from 'fast-check'
import { NOTES_A_QUANTUM, QUANTUM_FRAMES } from '../abi'
import type { Arena } from './load-kernels'

/** Kinds by their number. */
export const NOTE_KINDS = ['off', 'on', 'pitch', 'pressure', 'timbre'] as const

export type NoteEvent = {
  /** From the start of the render. */
  readonly frame: number
  readonly kind: (typeof NOTE_KINDS)[number]
  readonly note: number
  readonly key?: number
  readonly value?: number
}

/** Bytes of an event, and of the count before the first. */
const EVENT_BYTES = 16

/** Writes the events of a block's frames into a notes bus, as README.md lays it out. */
export function writeNotes(
  arena: Arena,
  bus: number,
  events: readonly NoteEvent[],
  from: number,
  frames: number,
): void {
  const inside = events.filter(({ frame }) => frame >= from && frame < from + frames)
  const quanta = Map.groupBy(inside, ({ frame }) => Math.floor((frame - from) / QUANTUM_FRAMES))
  if (quanta.values().some(({ length }) => length > NOTES_A_QUANTUM)) {
    throw new Error('Too many events in a quantum')
  }
  arena.words(bus, 1)[0] = inside.length
  for (const [index, event] of inside.entries()) {
    const at = bus + EVENT_BYTES * (index + 1)
    const kind = NOTE_KINDS.indexOf(event.kind)
    arena.words(at, 2).set([event.frame - from, kind | (event.note << 16)])
    arena.floats(at + 8, 2).set([event.key ?? 0, event.value ?? 0])
  }
}

/** The events of a notes bus. `from` is the frame of the render at which its block begins. */
export function readNotes(arena: Arena, bus: number, from = 0): Required<NoteEvent>[] {
  const count = arena.words(bus, 1)[0] ?? 0
  return Array.from({ length: count }, (_, index) => {
    const at = bus + EVENT_BYTES * (index + 1)
    const [frame = 0, word = 0] = arena.words(at, 2)
    const [key = 0, value = 0] = arena.floats(at + 8, 2)
    return {
      frame: frame + from,
      kind: NOTE_KINDS[word & 0xffff] ?? 'off',
      note: word >>> 16,
      key,
      value,
    }
  })
}

/** A note of a random stream: when it begins, how long it is, and how it is bent on the way. */
const noteArbitrary = record({
  start: integer({ min: 0, max: 6_000 }),
  length: integer({ min: 0, max: 3_000 }),
  key: integer({ min: 24, max: 96 }),
  velocity: double({ min: 0.01, max: 1, noNaN: true }),
  moves: array(
    tuple(
      integer({ min: 0, max: 3_000 }),
      constantFrom('pitch' as const, 'pressure' as const, 'timbre' as const),
      double({ min: 0, max: 1, noNaN: true }),
    ),
    { maxLength: 3 },
  ),
})

/** Streams of whole notes within 9000 frames, in the order of their frames; each note ends. */
export function noteStreams(most = 40): Arbitrary<NoteEvent[]> {
  return array(noteArbitrary, { minLength: 1, maxLength: most }).map(notes =>
    notes
      .flatMap(({ start, length, key, velocity, moves }, note): NoteEvent[] => [
        { frame: start, kind: 'on', note, key, value: velocity },
        ...moves
          .filter(([at]) => at < length)
          .toSorted(([a], [b]) => a - b)
          .map(([at, kind, value]) => ({ frame: start + at, kind, note, key: 12 * value, value })),
        { frame: start + length, kind: 'off', note, key, value: 0 },
      ])
      .toSorted((a, b) => a.frame - b.frame),
  )
}

/** Notes that sound after the last event: begun, and not ended as often. */
export function soundingNotes(events: readonly NoteEvent[]): number[] {
  const sounding = new Map<number, number>()
  for (const { kind, note } of events) {
    if (kind === 'on') sounding.set(note, (sounding.get(note) ?? 0) + 1)
    if (kind === 'off') sounding.set(note, Math.max(0, (sounding.get(note) ?? 0) - 1))
  }
  return [...sounding].filter(([, count]) => count > 0).map(([note]) => note)
}
