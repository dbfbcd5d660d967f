import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyProject } from '#shared/graph'
import { after, chunk, endOfTrack, header, meta, midiFile } from '../testing/midi-bytes'
import { midiEdits } from './midi-edits'
import { readMidi } from './read-midi'

const empty = emptyProject('p', 'Test')

/** The code of the failure, or 'ok'. */
function outcome(bytes: Uint8Array): string {
  const song = readMidi(bytes)
  let count = 0
  const made = song.ok ? midiEdits(empty, song.value, { newId: () => `${++count}` }) : song
  return made.ok ? 'ok' : made.error.code
}

const bytes = (...parts: (readonly number[])[]) => Uint8Array.from(parts.flat())
const note = [...after(0, 0x90, 60, 100), ...after(480, 0x80, 60, 0)]
const track = chunk('MTrk', note, endOfTrack)
const good = midiFile([note])

describe('J12 MIDI files that are none', () => {
  test.each<[string, Uint8Array, string]>([
    ['a good one', good, 'ok'],
    ['nothing', bytes(), 'midi-unsupported'],
    ['text', new TextEncoder().encode('MTrk, but not at all'), 'midi-unsupported'],
    ['a header of four bytes', bytes(header(1, 1, 480).slice(0, 12)), 'midi-damaged'],
    ['format 2', bytes(header(2, 1, 480), track), 'midi-unsupported'],
    ['format 7', bytes(header(7, 1, 480), track), 'midi-unsupported'],
    ['no tracks', bytes(header(1, 0, 480)), 'midi-damaged'],
    ['a track fewer than it says', bytes(header(1, 2, 480), track), 'midi-damaged'],
    ['a division of 0', bytes(header(1, 1, 0), track), 'midi-damaged'],
    ['frames of 0 ticks', bytes(header(1, 1, 0xe700), track), 'midi-damaged'],
    ['77 frames a second', bytes(header(1, 1, 0xb328), track), 'midi-damaged'],
    ['running status before any', midiFile([after(0, 60, 100)]), 'midi-damaged'],
    ['a status byte for a velocity', midiFile([after(0, 0x90, 60, 0x90)]), 'midi-damaged'],
    ['system messages', midiFile([after(0, 0xf4)]), 'midi-damaged'],
    ['a note cut in two', bytes(header(1, 1, 480), chunk('MTrk', [0, 0x90, 60])), 'midi-damaged'],
    ['an endless delta time', midiFile([Array.from({ length: 9 }, () => 0xff)]), 'midi-damaged'],
    ['a tempo of two bytes', midiFile([meta(0, 0x51, [1, 2])]), 'midi-damaged'],
    ['no notes', midiFile([meta(0, 0x01, 'silence')]), 'midi-empty'],
    ['5 MB', new Uint8Array(5e6).fill(0x4d), 'midi-too-large'],
    [
      'a track that says it has 4 GB',
      bytes(header(1, 1, 480), [0x4d, 0x54, 0x72, 0x6b, 255, 255, 255, 255], note),
      'midi-damaged',
    ],
    [
      'a note after a million years',
      midiFile(Array.from({ length: 50 }, () => after(0x0fff_ffff, 0xb0, 1, 1))),
      'midi-damaged',
    ],
  ])('%s', (_, file, code) => {
    expect(outcome(file)).toBe(code)
  })

  test('cut off anywhere it is damaged', () => {
    for (let length = 4; length < good.length; length++) {
      expect(outcome(good.subarray(0, length)), `${length} bytes`).toBe('midi-damaged')
    }
  })

  test('any bytes, and any good file with some bytes changed, end with a code', () => {
    const codes = ['ok', 'midi-unsupported', 'midi-damaged', 'midi-empty', 'midi-too-large']
    const song = midiFile([note, meta(0, 0x58, [7, 3, 24, 8]), after(0, 0xe0, 1, 2), note])
    const changed = fc.array(fc.tuple(fc.nat(song.length - 1), fc.nat(255)), { maxLength: 4 })
    fc.assert(
      fc.property(changed, fc.uint8Array({ maxLength: 60 }), (changes, more) => {
        const file = song.slice()
        for (const [at, value] of changes) file[at] = value
        expect(codes).toContain(outcome(file))
        expect(codes).toContain(outcome(bytes(header(1, 1, 96), chunk('MTrk', [...more]))))
      }),
      { numRuns: 2000 },
    )
  })

  /** A track of a million events of two bytes under one running status, after others. */
  const million = (status: number, ...first: (readonly number[])[]) => {
    const begin = [...first.flat(), 0, status, 60, 100]
    const size = begin.length + 3_000_000
    const head = [...header(1, 1, 480), 0x4d, 0x54, 0x72, 0x6b]
    const start = [...head, ...[24, 16, 8, 0].map(shift => (size >>> shift) & 0xff), ...begin]
    const file = new Uint8Array(start.length + 3_000_000)
    for (let at = start.length; at < file.length; at += 3) file.set([1, at % 128, 100], at)
    file.set(start)
    return file
  }

  test.each<[string, Uint8Array, string]>([
    ['a million notes that never end', million(0x90), 'midi-too-large'],
    ['a million bends of nothing', million(0xe0), 'midi-empty'],
    ['a million bends of a note', million(0xe0, after(0, 0x90, 60, 100)), 'midi-too-large'],
  ])('%s are over in seconds', (_, file, code) => {
    const begin = performance.now()
    expect(outcome(file)).toBe(code)
    expect(performance.now() - begin).toBeLessThan(10_000)
  })
})
