import { array, assert, constantFrom, integer, property, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHANNEL_BYTES, NOTES_CHANNELS } from '../abi'
import { createArena } from '../testing/load-kernels'
import { type NoteEvent, noteStreams, readNotes, soundingNotes, writeNotes } from '../testing/notes'

const BLOCK = 1024
const BUS = NOTES_CHANNELS * CHANNEL_BYTES

interface Source {
  readonly events: readonly NoteEvent[]
  readonly wait?: number
  /** The cable is taken away before the block that begins here. */
  readonly until?: number
}

/** What comes through a gate in so many frames, in calls of the given lengths. */
function pass(
  sources: readonly Source[],
  frames: number,
  calls: readonly number[] = [BLOCK],
): Required<NoteEvent>[] {
  const arena = createArena()
  const gate = arena.allocate(arena.call('note_gate_bytes'))
  const into = arena.allocate(BUS)
  const made = sources.map(({ events, wait = 0, until = Infinity }, number) => ({
    ...{ events, wait, until, number, bus: arena.allocate(BUS) },
    ring: wait > 0 ? arena.allocate(arena.call('note_gate_waiting_bytes')) : 0,
  }))
  const at = arena.allocate(12 + 20 * made.length)
  const heard: Required<NoteEvent>[] = []
  let turn = 0
  for (let from = 0; from < frames; from += BLOCK) {
    const present = made.filter(({ until }) => until > from)
    const list = present.flatMap(({ bus, number, ring, wait }) => [bus, number, ring, wait, 0])
    arena.words(at, 3 + list.length).set([gate, into, present.length, ...list])
    arena.call('note_gate_rewired', gate)
    for (const { bus, events } of made) writeNotes(arena, bus, events, from, BLOCK)
    for (let offset = 0; offset < BLOCK;) {
      const call = Math.min(calls[turn++ % calls.length] ?? BLOCK, BLOCK - offset)
      arena.call('step_gate_notes', at, offset, call)
      offset += call
    }
    heard.push(...readNotes(arena, into, from))
  }
  return heard
}

const on = (frame: number, note: number, key = 60): NoteEvent => ({
  ...{ frame, kind: 'on', note, key, value: 1 },
})
const off = (frame: number, note: number): NoteEvent => ({ frame, kind: 'off', note })
const short = (events: readonly NoteEvent[]) =>
  events.map(({ frame, kind, note }) => [frame, kind, note])

const calls = array(
  integer({ min: 1, max: 8 }).map(quanta => quanta * 128),
  { minLength: 1, maxLength: 8 },
)

describe('A-01 a notes input', () => {
  test('gives each note of each cable a number of its own, and keeps it to its end', () => {
    const one = { events: [on(0, 5), off(300, 5)] }
    const two = { events: [on(0, 5, 64), off(200, 5)] }
    expect(short(pass([one, two], BLOCK))).toEqual([
      [0, 'on', 0],
      [0, 'on', 1],
      [200, 'off', 1],
      [300, 'off', 0],
    ])
  })

  test('brings all that comes in, in the order of frames, for any partition: against a sort', () => {
    const streams = tuple(noteStreams(20), noteStreams(20), noteStreams(20))
    const waits = tuple(constantFrom(0, 1, 127, 700), constantFrom(0, 300), constantFrom(0, 5000))
    const same = property(streams, waits, calls, (events, wait, partition) => {
      const sources = events.map((list, index) => ({ events: list, wait: wait[index] ?? 0 }))
      const frames = 15 * BLOCK
      const whole = pass(sources, frames)
      expect(pass(sources, frames, partition)).toEqual(whole)
      const wanted = sources
        .flatMap(source =>
          source.events.map(event => ({ ...event, frame: event.frame + source.wait })),
        )
        .toSorted((a, b) => a.frame - b.frame)
        .map(({ frame, kind, value }) => [frame, kind, Math.fround(value ?? 0)])
      // Notes as short as nothing end where they begin: both are there, whatever their order.
      const sorted = (list: readonly unknown[]) => list.map(String).toSorted()
      const got = whole.map(({ frame, kind, value }) => [frame, kind, value])
      expect(sorted(got)).toEqual(sorted(wanted))
      expect(got.map(([frame]) => frame)).toEqual(wanted.map(([frame]) => frame))
      expect(soundingNotes(whole)).toEqual([])
    })
    assert(same, { numRuns: 15 })
  })

  test('ends what sounds on a cable that is taken away, and nothing else', () => {
    const gone = { events: [on(10, 1), on(20, 2), off(30, 1), off(3000, 2)], until: BLOCK }
    const stays = { events: [on(40, 2), off(3000, 2)] }
    expect(short(pass([gone, stays], 4 * BLOCK))).toEqual([
      [10, 'on', 0],
      [20, 'on', 1],
      [30, 'off', 0],
      [40, 'on', 2],
      [BLOCK, 'off', 1],
      [3000, 'off', 2],
    ])
  })

  test('a note that begins again before its end ends first', () => {
    const again = { events: [on(10, 1), on(50, 1), off(90, 1)] }
    expect(short(pass([again], BLOCK))).toEqual([
      [10, 'on', 0],
      [50, 'off', 0],
      [50, 'on', 1],
      [90, 'off', 1],
    ])
  })

  test.each([0, 1000])('more ends at once than a quantum takes all come (wait %i)', wait => {
    // Five cables hold 100 notes each, begun over some quanta, and let all of them go at one frame.
    const sources = Array.from({ length: 5 }, (_, cable): Source => {
      const notes = Array.from({ length: 100 }, (_empty, note) => note)
      const begins = notes.map(note => on(cable * 128 + (note >> 1), note))
      return { events: [...begins, ...notes.map(note => off(2000, note))], wait }
    })
    const heard = pass(sources, 6 * BLOCK)
    const ends = heard.filter(({ kind }) => kind === 'off')
    expect(heard.filter(({ kind }) => kind === 'on')).toHaveLength(500)
    expect(ends).toHaveLength(500)
    expect(soundingNotes(heard)).toEqual([])
    // 255 in the quantum where they belong, the others at the beginning of the next one.
    const due = 2000 + wait
    const next = Math.floor(due / 128) * 128 + 128
    expect([ends[254]?.frame, ends[255]?.frame, ends.at(-1)?.frame]).toEqual([due, next, next])
    expect(pass(sources, 6 * BLOCK, [128, 384])).toEqual(heard)
  })

  test('a flood drops beginnings, and what waits too long a way comes early: no note hangs', () => {
    const flood = Array.from({ length: 8 }, (_, turn): Source => {
      const events = Array.from({ length: 8000 }, (_empty, index) => {
        const frame = Math.floor((index * 15_000) / 8000)
        return index % 2 === 0
          ? on(frame, (index + turn) >> 1)
          : off(frame, (index - 1 + turn) >> 1)
      })
      return { events, wait: turn * 3000 }
    })
    const heard = pass(flood, 40 * BLOCK)
    expect(soundingNotes(heard)).toEqual([])
    expect(heard.length).toBeGreaterThan(10_000)
    expect(pass(flood, 40 * BLOCK, [256, 128])).toEqual(heard)
  })
})
