import { assert, property, integer, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHANNEL_BYTES, NOTES_CHANNELS } from '../abi'
import { createArena } from '../testing/load-kernels'
import { type NoteEvent, noteStreams, readNotes, writeNotes } from '../testing/notes'

/** Merges sources over a block, in calls of the given length, and reads the result. */
function merge(sources: readonly (readonly NoteEvent[])[], call = 1_024) {
  const arena = createArena()
  const buses = sources.map(events => {
    const bus = arena.allocate(NOTES_CHANNELS * CHANNEL_BYTES)
    writeNotes(arena, bus, events, 0, 1_024)
    return bus
  })
  const to = arena.allocate(NOTES_CHANNELS * CHANNEL_BYTES)
  arena.call('op_clear_notes', to)
  for (let offset = 0; offset < 1_024; offset += call) {
    buses.forEach((bus, source) => arena.call('op_merge_notes', to, bus, source, offset, call))
  }
  return readNotes(arena, to)
}

describe('A-01 note operations', () => {
  test('notes of several sources come in the order of frames, and stay apart', () => {
    const one: NoteEvent[] = [
      { frame: 0, kind: 'on', note: 5, key: 60, value: 1 },
      { frame: 300, kind: 'off', note: 5 },
    ]
    const two: NoteEvent[] = [
      { frame: 0, kind: 'on', note: 5, key: 64, value: 0.5 },
      { frame: 200, kind: 'off', note: 5 },
    ]
    expect(merge([one, two]).map(({ frame, kind, note }) => [frame, kind, note])).toEqual([
      [0, 'on', 5],
      [0, 'on', 4_101],
      [200, 'off', 4_101],
      [300, 'off', 5],
    ])
  })

  test('the same for any partition, against a sort', () => {
    const streams = tuple(noteStreams(20), noteStreams(20))
    const same = property(streams, integer({ min: 0, max: 3 }), (sources, power) => {
      const within = sources.map(events => events.filter(({ frame }) => frame < 1_024))
      const wanted = within
        .flatMap((events, source) =>
          events.map(event => ({ ...event, source, note: event.note + (source << 12) })),
        )
        .toSorted((a, b) => a.frame - b.frame || a.source - b.source)
        .map(({ frame, kind, note }) => [frame, kind, note])
      const merged = merge(within, 128 << power)
      expect(merged.map(({ frame, kind, note }) => [frame, kind, note])).toEqual(wanted)
    })
    assert(same, { numRuns: 30 })
  })

  test('a flood drops beginnings, so that ends find room, and the same ones for any partition', () => {
    const begins = Array.from({ length: 200 }, (_, note): NoteEvent => {
      return { frame: note >> 2, kind: 'on', note, key: 60, value: 1 }
    })
    const ends = Array.from({ length: 96 }, (_, note): NoteEvent => {
      return { frame: 64, kind: 'off', note }
    })
    const later = Array.from({ length: 200 }, (_, note): NoteEvent => {
      return { frame: 256 + (note >> 2), kind: 'on', note, key: 60, value: 1 }
    })
    const merged = merge([[...begins, ...later], ends])
    expect(merged.filter(({ kind, frame }) => kind === 'on' && frame < 256).length).toBe(159)
    expect(merged.filter(({ kind, frame }) => kind === 'on' && frame >= 256).length).toBe(159)
    expect(merged.filter(({ kind }) => kind === 'off').length).toBe(96)
    expect(merge([[...begins, ...later], ends], 128)).toEqual(merged)
  })
})
