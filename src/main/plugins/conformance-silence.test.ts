import { afterAll, describe, expect, test } from 'vitest'
import { parseProject, type Clip, type Note, type Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { difference, peakOf } from './testing/bits'
import { randomClips } from './testing/random-clips'
import { randomNode } from './testing/random-node'
import { seeded } from './testing/seeded'
import { TestSounds } from './testing/test-sounds'
import {
  catalog,
  code,
  definitions,
  effects,
  found,
  named,
  projectOf,
  withSounds,
} from './testing/under-test'

const shelf = new TestSounds()
afterAll(() => shelf[Symbol.dispose]())
shelf.add('burst', 48_000, 2, 4800, n => Math.sin(n * n * 0.001) * 0.5)
/** Frames in which every tail has to be over: a minute and a half. */
const PATIENCE = 48_000 * 90
const BLOCK = 8192

const notesIn = definitions.filter(({ inputs }) =>
  Object.values(inputs).some(({ kind }) => kind === 'notes'),
)

function start(document: Project): InProcess {
  const graph = buildEngineGraph(document, { catalog, code, found, sounds: shelf.sounds })
  return new InProcess(graph, { block: BLOCK })
}

/** Whether there is nothing but zeros for three seconds on end before the patience is over. */
function fallsSilent(run: InProcess): boolean {
  let silent = 0
  for (let done = 0; done < PATIENCE; done += BLOCK) {
    silent = peakOf(run.render(BLOCK, [BLOCK])) === 0 ? silent + BLOCK : 0
    if (silent >= 3 * 48_000) return true
  }
  return false
}

/** A flood: chords of many notes, doubled keys, notes that begin and end at the same moment. */
function flood(count: number, length: (index: number) => number): Clip {
  const notes = Array.from({ length: count }, (_, index): Note => ({
    id: `m${index}`,
    start: (index % 7) * 0.001,
    length: length(index),
    key: (index * 5) % 128,
    velocity: 1,
    pitch: [{ beat: 0.01, value: 0.5 }],
    pressure: [{ beat: 0.02, value: 1 }],
  }))
  return {
    kind: 'notes',
    id: 'flood',
    node: 'source-notes',
    start: 0,
    length: 4,
    offset: 0,
    notes: Object.fromEntries(notes.map(note => [note.id, note])),
  }
}

describe('A-01 where nothing comes in, nothing comes out', () => {
  test.each(named(effects))('%s: exactly nothing, once its tail is over', (_type, definition) => {
    using run = start(
      projectOf(definition, {
        params: withSounds(definition, 'c'),
        sources: { audio: 'player/player' },
        sourceParams: { sound: 'burst' },
      }),
    )
    run.render(BLOCK)
    expect(fallsSilent(run)).toBe(true)
  })

  test.each(named(notesIn))('%s: no note of a flood goes on', (_type, definition) => {
    for (const count of [64, 400]) {
      const document = projectOf(definition, {
        params: withSounds(definition, 'b'),
        sources: { notes: 'note-track/note-track' },
      })
      document.clips['flood'] = flood(count, index =>
        index % 2 === 0 ? 0.3 : 0.005 * (index % 50),
      )
      using run = start(document)
      expect(peakOf(run.render(BLOCK * 3)), String(count)).toBeGreaterThan(0)
      expect(fallsSilent(run), String(count)).toBe(true)
    }
  })
})

describe('A-08 a node comes back from a file as it was', () => {
  test.each(named(definitions))('%s', (type, definition) => {
    const document = projectOf(definition)
    const random = seeded(type.length * 31 + type.charCodeAt(0))
    const node = { ...randomNode('node', definition, random, shelf.ids), bypassed: false }
    // Assets of a file have hashes for names; these are only names.
    for (const [param, { kind }] of Object.entries(definition.params)) {
      if (kind === 'file') node.params[param] = 'b'
    }
    document.graph.nodes['node'] = node
    for (const clip of randomClips(node, definition, random)) document.clips[clip.id] = clip
    const parsed = parseProject(JSON.stringify(document))
    if (!parsed.ok) throw new Error(parsed.error.code)
    using before = start(document)
    using after = start(parsed.value)
    expect(difference(before.render(4096), after.render(4096))).toBeUndefined()
  })
})
