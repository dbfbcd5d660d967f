import { expect, test } from 'vitest'
import { type NoteEvent, readNotes, writeNotes } from '../testing/notes'
import { createInstance } from '../testing/render'
import { noteFeed } from '.'

test('A-01 note-feed: what the host writes stays there, and is gone after init', () => {
  const { arena, self, buses } = createInstance(noteFeed, { frames: 1_024 })
  const event: NoteEvent = { frame: 700, kind: 'on', note: 3, key: 60.5, value: 0.25 }
  writeNotes(arena, buses[0]!.bus, [event], 0, 1_024)
  arena.call('note_feed_process', self, 0, 1_024)
  expect(readNotes(arena, buses[0]!.bus)).toEqual([event])
  arena.call('note_feed_init', self, 48_000, 1)
  expect(readNotes(arena, buses[0]!.bus)).toEqual([])
})
