import { describe, expect, test } from 'vitest'
import {
  applyTransaction,
  emptyProject,
  flattenNotes,
  secondsAt,
  tempoMapOf,
  type Note,
  type NoteClip,
  type Project,
} from '#shared/graph'
import { testCatalog } from '#shared/graph/testing'
import { unwrap } from '#shared/kit'
import { midiEdits } from './midi-edits'
import { readMidi } from './read-midi'
import { writeProjectMidi } from './write-midi'

const empty = emptyProject('p', 'Test')

function withClip(notes: Note[], more: Partial<NoteClip> = {}): Project {
  const clip: NoteClip = {
    id: 'k',
    kind: 'notes',
    node: 'track',
    start: 0,
    length: 64,
    offset: 0,
    notes: Object.fromEntries(notes.map(note => [note.id, note])),
    ...more,
  }
  const position = { x: 0, y: 0 }
  const track = { id: 'track', type: 'note-track/note-track', label: 'Ü', position, params: {} }
  return {
    ...empty,
    graph: { ...empty.graph, nodes: { ...empty.graph.nodes, track } },
    clips: { k: clip },
  }
}

/** What a project sounds like once it was written and read. */
function again(project: Project): Project {
  const song = unwrap(readMidi(writeProjectMidi(project).bytes))
  let count = 0
  const { edits } = unwrap(midiEdits(empty, song, { newId: () => `${++count}` }))
  return unwrap(applyTransaction(empty, { edits }, testCatalog)).project
}

const note = (id: string, start: number, length: number, more: Partial<Note> = {}): Note => ({
  id,
  start,
  length,
  key: 60,
  velocity: 1,
  ...more,
})

describe('T-10 MIDI files of projects', () => {
  test('a note of one beat at 120 in 4/4 is this file, byte for byte', () => {
    const file = [
      [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 1, 0, 2, 0x03, 0xc0],
      [0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, 19],
      [0, 0xff, 0x51, 3, 0x07, 0xa1, 0x20, 0, 0xff, 0x58, 4, 4, 2, 24, 8, 0, 0xff, 0x2f, 0],
      [0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, 19],
      [0, 0xff, 0x03, 2, 0xc3, 0x9c, 0, 0x90, 60, 127, 0x87, 0x40, 0x80, 60, 0, 0, 0xff, 0x2f, 0],
    ]
    expect([...writeProjectMidi(withClip([note('a', 0, 1)])).bytes]).toEqual(file.flat())
  })

  test('loops are written out', () => {
    const looped = withClip([note('a', 1, 1)], { length: 8, loop: 2 })
    const [clip] = Object.values(again(looped).clips)
    const notes = clip?.kind === 'notes' ? Object.values(clip.notes) : []
    expect(notes.map(({ start }) => start)).toEqual([1, 3, 5, 7])
  })

  test('chords that bend each on their own come back, to a hundredth of a semitone', () => {
    const point = (beat: number, value: number) => ({ beat, value })
    const written = withClip([
      note('a', 0, 2, { pitch: [point(0.5, 1), point(1, -3)], timbre: [point(0, 1)] }),
      note('b', 0, 2, { key: 64.5, pressure: [point(1, 0.5)], release: 0.25 }),
      note('c', 2, 1, { key: 67 }),
    ])
    const read = again(written)
    const node = Object.values(read.clips)[0]?.node ?? ''
    const [a, b, c] = flattenNotes(read, node, 1000)
    const bends = (list: typeof a) => list?.pitch.map(({ at, value }) => [at, value.toFixed(2)])
    expect(bends(a)).toEqual([
      [250, '1.00'],
      [500, '-3.00'],
    ])
    expect(a?.timbre.at(-1)?.value).toBe(1)
    expect([b?.key, Math.abs(b?.pitch[0]?.value ?? 0).toFixed(2)]).toEqual([65, '0.50'])
    expect(b?.pressure.map(({ value }) => value)).toEqual([0.5039])
    expect(b?.release).toBeCloseTo(0.25, 2)
    expect([c?.key, c?.pitch]).toEqual([67, []])
  })

  test('tempo ramps, signatures and markers: no beat is a millisecond off', () => {
    const project = withClip([note('a', 0, 1)])
    project.transport = {
      ...project.transport,
      tempoCurve: 'linear',
      tempoMap: [
        { beat: 16, bpm: 180, curve: 'hold' },
        { beat: 32, bpm: 90, curve: 'linear' },
        { beat: 33.7, bpm: 60, curve: 'hold' },
      ],
      signatures: [{ bar: 3, beats: 7, unit: 8 }],
      markers: [{ id: 'm', beat: 8.5, name: 'Brücke' }],
    }
    const { transport } = again(project)
    for (let beat = 0; beat < 60; beat++) {
      const [was, is] = [project.transport, transport].map(own => secondsAt(tempoMapOf(own), beat))
      expect(Math.abs((is ?? 0) - (was ?? 0))).toBeLessThan(0.001)
    }
    expect(transport.signatures).toEqual(project.transport.signatures)
    expect(transport.markers).toEqual([{ id: 'm1', beat: 8.5, name: 'Brücke' }])
  })
})
