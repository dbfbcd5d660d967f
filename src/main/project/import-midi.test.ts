import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyProject, parseProject } from '#shared/graph'
import { testCatalog } from '#shared/graph/testing'
import { canonicalJson, unwrap } from '#shared/kit'
import { importMidiFile } from './import-midi-file'
import { after, call, midiFile, put, savedProject, temporaryFolder, testStudio } from './testing'

const riff = midiFile([
  [...after(0, 0x90, 60, 100), ...after(480, 0x80, 60, 64)],
  after(0, 0x99, 36, 100),
  after(480, 0x89, 36, 64),
])

describe('T-09 a MIDI file into an open project', () => {
  test('is one step: an undo takes all of it back', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project, document, revision } = await savedProject(studio, home.path)
    const path = put(join(home.path, 'riff.mid'), riff)
    const done = unwrap(await studio.projects.importMidi({ project, path }, call))
    expect(done).toMatchObject({ revision: revision + 1, notes: 2, timeline: true })
    const state = unwrap(await studio.projects.state({ project }, call))
    expect(state.undo).toBe('Import riff.mid')
    expect(state.problems).toEqual([])
    expect(Object.keys(state.document.clips).length).toBe(2)
    expect(done.nodes.every(node => node in state.document.graph.nodes)).toBe(true)
    unwrap(await studio.projects.undo({ project }, call))
    const undone = unwrap(await studio.projects.state({ project }, call))
    expect(canonicalJson(undone.document)).toBe(canonicalJson(document))
  })

  test('a file that is not there, a folder, and one that is no MIDI change nothing', async () => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const { project, revision } = await savedProject(studio, home.path)
    const text = put(join(home.path, 'text.mid'), 'no music')
    for (const [path, code] of [
      [join(home.path, 'none.mid'), 'file-not-found'],
      [home.path, 'file-unreadable'],
      [text, 'midi-unsupported'],
    ] as const) {
      expect(await studio.projects.importMidi({ project, path }, call)).toMatchObject({
        ok: false,
        error: { code },
      })
    }
    expect(unwrap(await studio.projects.state({ project }, call)).revision).toBe(revision)
  })
})

describe('T-09 a MIDI file into a project file', () => {
  function files(home: string) {
    mkdirSync(home, { recursive: true })
    const project = put(join(home, 'song.wireharp'), canonicalJson(emptyProject('p', 'Song')))
    return { project, path: put(join(home, 'riff.mid'), riff) }
  }

  test('lies in the file when it is done', async () => {
    using home = temporaryFolder()
    const { project, path } = files(home.path)
    const done = unwrap(await importMidiFile({ project, path, catalog: testCatalog }))
    const document = unwrap(parseProject(readFileSync(project, 'utf8')))
    expect(Object.values(document.clips).map(clip => clip.node)).toEqual(
      expect.arrayContaining([...done.nodes]),
    )
  })

  test('without a plugin for note tracks, or while the project is open, nothing is changed', async () => {
    using home = temporaryFolder()
    const { project, path } = files(home.path)
    const before = readFileSync(project, 'utf8')
    expect(await importMidiFile({ project, path, catalog: new Map() })).toMatchObject({
      ok: false,
      error: { code: 'node-type-unknown' },
    })
    await using studio = testStudio(join(home.path, 'app'))
    unwrap(await studio.projects.open({ path: project }, call))
    expect(await importMidiFile({ project, path, catalog: testCatalog })).toMatchObject({
      ok: false,
      error: { code: 'project-locked' },
    })
    expect(readFileSync(project, 'utf8')).toBe(before)
  })
})
