import { describe, expect, test } from 'vitest'
import {
  applyTransaction,
  emptyProject,
  parseProject,
  type NoteClip,
  type Project,
} from '#shared/graph'
import { testCatalog } from '#shared/graph/testing'
import { canonicalJson, unwrap } from '#shared/kit'
import { after, chunk, endOfTrack, header, meta, midiFile } from '../testing/midi-bytes'
import { midiEdits } from './midi-edits'
import { readMidi } from './read-midi'

const empty = emptyProject('p', 'Test')

function imported(bytes: Uint8Array, into: Project = empty, timeline?: boolean): Project {
  let count = 0
  const options = { newId: () => `${++count}`, timeline }
  const { edits } = unwrap(midiEdits(into, unwrap(readMidi(bytes)), options))
  const { project } = unwrap(applyTransaction(into, { edits }, testCatalog))
  expect(unwrap(parseProject(canonicalJson(project)))).toEqual(project)
  return project
}

const clipsOf = (project: Project) =>
  Object.values(project.clips).filter((clip): clip is NoteClip => clip.kind === 'notes')
const notesOf = (bytes: Uint8Array) =>
  clipsOf(imported(bytes)).flatMap(clip => Object.values(clip.notes))

const on = (ticks: number, key: number, velocity = 127, channel = 0) =>
  after(ticks, 0x90 | channel, key, velocity)
const off = (ticks: number, key: number, channel = 0) => after(ticks, 0x80 | channel, key, 64)
const control = (ticks: number, controller: number, value: number, channel = 0) =>
  after(ticks, 0xb0 | channel, controller, value)
const bend = (ticks: number, value: number, channel = 0) =>
  after(ticks, 0xe0 | channel, (value + 8192) & 0x7f, (value + 8192) >> 7)

describe('T-07 notes of MIDI files', () => {
  test('keys, velocities and beats; a note with velocity 0 is an end, and status bytes may run', () => {
    const bytes = midiFile([on(240, 60, 100), [...[0x81, 0x70], 60, 0], on(0, 64), off(480, 64)])
    expect(notesOf(bytes)).toMatchObject([
      { start: 0.5, length: 0.5, key: 60, velocity: 0.7874 },
      { start: 1, length: 1, key: 64, velocity: 1, release: 0.5039 },
    ])
    expect(notesOf(bytes)[0]).not.toHaveProperty('release')
  })

  test('the pedal holds notes until it goes up, or until their key is struck again', () => {
    const bytes = midiFile([
      control(0, 64, 127),
      on(0, 60),
      on(0, 64),
      off(120, 60),
      off(0, 64),
      on(360, 64),
      off(480, 64),
      control(480, 64, 0),
    ])
    const spans = notesOf(bytes).map(({ key, start, length }) => [key, start, length])
    expect(spans).toEqual([
      [60, 0, 3],
      [64, 0, 1],
      [64, 1, 2],
    ])
  })

  test('a bend goes 2 semitones, or as far as the file says, and holds for notes that come later', () => {
    const bytes = midiFile([
      on(0, 60),
      bend(240, 4096),
      control(240, 101, 0),
      control(0, 100, 0),
      control(0, 6, 12),
      off(0, 60),
      on(0, 62),
      bend(480, 0),
      off(480, 62),
    ])
    expect(notesOf(bytes).map(({ pitch }) => pitch)).toEqual([
      [
        { beat: 0.5, value: 1 },
        { beat: 1, value: 6 },
      ],
      [
        { beat: 0, value: 6 },
        { beat: 1, value: 0 },
      ],
    ])
  })

  test('pressure of the channel and of keys, and CC 74 as timbre', () => {
    const bytes = midiFile([
      on(0, 60),
      on(0, 64),
      after(240, 0xd0, 127),
      after(240, 0xa0, 64, 0),
      control(0, 74, 127),
      off(480, 60),
      off(0, 64),
    ])
    const [low, high] = notesOf(bytes)
    expect(low?.pressure).toEqual([{ beat: 0.5, value: 1 }])
    expect(high?.pressure).toEqual([
      { beat: 0.5, value: 1 },
      { beat: 1, value: 0 },
    ])
    expect(high?.timbre).toEqual([{ beat: 1, value: 1 }])
  })

  test('MPE: the channels of a zone are one part, and bend 48 semitones', () => {
    const bytes = midiFile([
      control(0, 101, 0),
      control(0, 100, 6),
      control(0, 6, 2),
      on(0, 60, 127, 1),
      on(0, 64, 127, 2),
      bend(480, 8191, 2),
      off(480, 60, 1),
      off(0, 64, 2),
    ])
    const [clip, ...more] = clipsOf(imported(bytes))
    expect(more).toEqual([])
    expect(Object.values(clip?.notes ?? {}).map(({ pitch }) => pitch?.[0]?.value)).toEqual([
      undefined,
      47.99414,
    ])
  })

  test('what is never let go ends with the track; a note without a length has a tick', () => {
    const bytes = midiFile([on(0, 60), on(480, 62), off(0, 62), meta(480, 0x01, 'text')])
    expect(notesOf(bytes).map(({ length }) => length)).toEqual([2, 1 / 480])
  })
})

describe('T-08 timelines and parts of MIDI files', () => {
  const tempo = (ticks: number, bpm: number) => {
    const micros = Math.round(60e6 / bpm)
    return meta(ticks, 0x51, [micros >> 16, (micros >> 8) & 0xff, micros & 0xff])
  }
  const song = midiFile(
    [
      meta(0, 0x03, 'Song'),
      tempo(0, 100),
      meta(0, 0x58, [3, 2, 24, 8]),
      meta(1440, 0x06, 'Réfrain'),
      meta(0, 0x58, [7, 3, 24, 8]),
      tempo(480, 150),
    ],
    [meta(0, 0x03, 'Bass'), on(1680, 40), off(240, 40)],
    [on(0, 60, 127, 0), off(480, 60, 0), on(0, 36, 127, 9), off(480, 36, 9)],
  )

  test('tempo, signatures and markers become those of a project without clips', () => {
    const { transport } = imported(song)
    expect(transport).toMatchObject({
      tempo: 100,
      tempoMap: [{ beat: 4, bpm: 150, curve: 'hold' }],
      signature: { beats: 3, unit: 4 },
      signatures: [{ bar: 2, beats: 7, unit: 8 }],
      markers: [{ id: 'm1', beat: 3, name: 'Réfrain' }],
      length: 60,
    })
  })

  test('a track for each part that has notes, its clip from bar line to bar line', () => {
    const project = imported(song)
    expect(clipsOf(project).map(({ name, start, length }) => [name, start, length])).toEqual([
      ['Bass', 3, 3.5],
      ['Channel 1', 0, 3],
      ['Drums', 0, 3],
    ])
    const labels = clipsOf(project).map(({ node }) => project.graph.nodes[node]?.label)
    expect(labels).toEqual(['Bass', 'Channel 1', 'Drums'])
  })

  test('a project that has clips keeps its timeline, unless it is told otherwise', () => {
    const first = imported(midiFile([on(0, 60), off(480, 60)]))
    const renamed = Object.fromEntries(
      Object.entries(first.clips).map(([id, clip]) => [`old${id}`, { ...clip, id: `old${id}` }]),
    )
    const { graph } = empty
    const host = {
      id: 'nhost',
      type: 'note-track/note-track',
      position: { x: 0, y: 0 },
      params: {},
    }
    const held = Object.values(renamed).map(clip => [clip.id, { ...clip, node: 'nhost' }] as const)
    const project = {
      ...first,
      graph: { ...graph, nodes: { ...graph.nodes, nhost: host } },
      clips: Object.fromEntries(held),
    }
    expect(imported(song, project).transport.tempo).toBe(120)
    expect(imported(song, project, true).transport.tempo).toBe(100)
  })

  test('a song longer than the project makes it longer', () => {
    const long = midiFile([on(0, 60), off(480 * 400, 60)])
    expect(imported(long).transport.length).toBe(200)
  })

  test('frames of film: 25 a second of 40 ticks each, a second being two beats', () => {
    const bytes = Uint8Array.from([
      ...header(0, 1, 0xe728),
      ...chunk('MTrk', on(500, 60), off(1000, 60), endOfTrack),
    ])
    expect(clipsOf(imported(bytes))[0]).toMatchObject({
      start: 0,
      notes: { n1: { start: 1, length: 2 } },
    })
  })

  test('chunks of other kinds are passed over', () => {
    const track = chunk('MTrk', on(0, 60), off(480, 60), endOfTrack)
    const bytes = [...header(1, 1, 480), ...chunk('XFIH', [1, 2, 3]), ...track, 0, 0]
    expect(notesOf(Uint8Array.from(bytes)).length).toBe(1)
  })

  test('more notes than a clip holds lie in two', () => {
    const many = Array.from({ length: 100_001 }, () => [...on(1, 60), ...off(1, 60)])
    const song = unwrap(readMidi(midiFile(many)))
    let count = 0
    const { edits } = unwrap(midiEdits(empty, song, { newId: () => `${++count}` }))
    const clips = edits.flatMap(edit => (edit.kind === 'add-clip' ? [edit.clip] : []))
    expect(clips.map(clip => clip.kind === 'notes' && Object.keys(clip.notes).length)).toEqual([
      100_000, 1,
    ])
  })
})
