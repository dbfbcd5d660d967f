import { describe, expect, test } from 'vitest'
import { emptyProject, type Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from './load-plugins'
import { difference, peakOf } from './testing/bits'
import { chain, type Link } from './testing/chain'
import { put, wire } from './testing/under-test'

const { catalog, code, found } = loadPlugins({ builtIn: builtInPlugins() })

function render(links: readonly Link[], sizes: readonly number[], block = 1024): Float32Array {
  const graph = buildEngineGraph(chain(catalog, links), { catalog, code, found, sounds: new Map() })
  using run = new InProcess(graph, { block })
  return run.render(32_768, sizes)
}

const noteEffects = [...catalog.values()].filter(
  ({ inputs, outputs }) => inputs['notes']?.kind === 'notes' && outputs['out']?.kind === 'notes',
)

describe('A-02 a bypassed node that takes and gives notes', () => {
  test.each(noteEffects.map(({ type }) => type))('%s hands them on, whatever the blocks', type => {
    const links = ['sequencer/sequencer', { type, bypassed: true }, 'fm/fm']
    const whole = render(links, [1024])
    expect(peakOf(whole)).toBeGreaterThan(0.01)
    expect(difference(whole, render(['sequencer/sequencer', 'fm/fm'], [1024]))).toBeUndefined()
    expect(difference(whole, render(links, [128, 640]))).toBeUndefined()
    expect(difference(whole, render(links, [8192], 8192))).toBeUndefined()
  })
})

/** A track with notes: key, beginning and length in beats. */
function track(
  document: Project,
  node: string,
  notes: readonly (readonly [key: number, start: number, length: number])[],
): void {
  const list = notes.map(([key, start, length], index) => {
    const id = `m${index}`
    return [id, { id, start, length, key, velocity: 1 }] as const
  })
  const place = { id: node, node, start: 0, length: 8, offset: 0 }
  // Another object, as an edit makes it.
  document.clips = {
    ...document.clips,
    [node]: { kind: 'notes', ...place, notes: Object.fromEntries(list) },
  }
}

const engineGraph = (document: Project) =>
  buildEngineGraph(document, { catalog, code, found, sounds: new Map() })

/** Two tracks over a transposition, and a third beside it, into one instrument: of the first one nothing comes. */
function threeTracks(withEmpty: boolean): Float32Array {
  const document = chain(catalog, ['note-track/note-track', 'transpose/transpose', 'fm/fm'])
  for (const id of ['empty', 'other']) put(document, id, 'note-track/note-track')
  const into = { node: 'n1', port: 'notes' }
  if (withEmpty) wire(document, { node: 'empty', port: 'out' }, into)
  wire(document, { node: 'other', port: 'out' }, { node: 'n2', port: 'notes' })
  track(document, 'n0', [[48, 0, 1]])
  track(document, 'other', [[72, 0.3, 0.1]])
  using run = new InProcess(engineGraph(document))
  return run.render(32_768)
}

describe('A-01 notes that meet twice on their way', () => {
  test('end by themselves: a track that plays nothing changes nothing', () => {
    expect(difference(threeTracks(false), threeTracks(true))).toBeUndefined()
  })
})

/** A note of eight beats through these nodes into an instrument that rings out in 10 ms; half a second of it sounds. */
function holding(between: readonly string[]) {
  const release = { carrier: 0.01, release: 0.01 }
  const known = catalog.get('fm/fm')?.params ?? {}
  const params = Object.fromEntries(Object.entries(release).filter(([id]) => id in known))
  const document = chain(catalog, ['note-track/note-track', ...between, { type: 'fm/fm', params }])
  put(document, 'other', 'note-track/note-track')
  track(document, 'n0', [[60, 0, 4]])
  const run = new InProcess(engineGraph(document))
  expect(peakOf(run.render(24_576).subarray(40_000))).toBeGreaterThan(0.01)
  return { run, document, fm: `n${between.length + 1}` }
}

describe('A-06 edits while a note is held', () => {
  test('it ends where its cable is taken away', () => {
    const { run, document } = holding([])
    delete document.graph.cables['n0-n1']
    run.load(engineGraph(document))
    run.render(24_576)
    expect(peakOf(run.render(8192))).toBe(0)
    run[Symbol.dispose]()
  })

  test('it goes on where a second track is wired beside it, and ends when it should', () => {
    const { run, document, fm } = holding([])
    using alone = holding([]).run
    wire(document, { node: 'other', port: 'out' }, { node: fm, port: 'notes' })
    run.load(engineGraph(document))
    expect(difference(run.render(98_304), alone.render(98_304))).toBeUndefined()
    expect(peakOf(run.render(1024))).toBe(0)
    run[Symbol.dispose]()
  })

  test.each(['chord/chord', 'transpose/transpose'])(
    'it ends where %s, which it comes through, is bypassed, and sounds again when it begins anew',
    type => {
      const { run, document } = holding([type])
      const node = document.graph.nodes['n1']
      if (node !== undefined) document.graph.nodes['n1'] = { ...node, bypassed: true }
      track(document, 'n0', [
        [60, 0, 4],
        [60, 3, 1],
      ])
      run.load(engineGraph(document))
      run.render(24_576)
      expect(peakOf(run.render(8192))).toBe(0)
      run.render(73_728 - 57_344 + 4096)
      expect(peakOf(run.render(4096))).toBeGreaterThan(0.01)
      run[Symbol.dispose]()
    },
  )
})

describe('A-05 the ends of notes', () => {
  test('of 600 at one frame, through chords of four, none is lost', () => {
    const { run, document } = holding(['chord/chord'])
    const node = document.graph.nodes['n1']
    if (node !== undefined) document.graph.nodes['n1'] = { ...node, params: { fourth: 12 } }
    // Begun in the course of a beat, so that a quantum takes them; all end at the second one.
    const notes = Array.from(
      { length: 600 },
      (_, index) => [30 + (index % 60), 1.1 + index / 1000, 2 - (1.1 + index / 1000)] as const,
    )
    track(document, 'n0', notes)
    run.load(engineGraph(document))
    run.render(98_304)
    expect(peakOf(run.render(8192))).toBe(0)
    run[Symbol.dispose]()
  })
})

/** The pitch of the latest of the notes that go round over a transposition by a semitone, in semitones. */
function around(sizes: readonly number[], block = 1024): Float32Array {
  const document = emptyProject('p', 'Round')
  put(document, 'n0', 'note-track/note-track')
  put(document, 'up', 'transpose/transpose', { semitones: 1 })
  put(document, 'control', 'note-to-control/note-to-control')
  put(document, 'sound', 'to-audio/to-audio', { cut: 0, gain: 0 })
  wire(document, { node: 'n0', port: 'out' }, { node: 'up', port: 'notes' })
  wire(document, { node: 'up', port: 'out' }, { node: 'up', port: 'notes' })
  wire(document, { node: 'up', port: 'out' }, { node: 'control', port: 'notes' })
  wire(document, { node: 'control', port: 'pitch' }, { node: 'sound', port: 'in' })
  wire(document, { node: 'sound', port: 'out' }, { node: 'output', port: 'in' })
  track(document, 'n0', [[60, 0, 4]])
  using run = new InProcess(engineGraph(document), { block })
  return run.render(8192, sizes).filter((_, index) => index % 2 === 0)
}

describe('A-04 notes that go round', () => {
  test('come again a quantum later: over a transposition by one they climb a semitone a quantum', () => {
    const pitches = around([1024])
    const steps = [0, 1, 2, 7, 8, 20].map(turn => (pitches[turn * 128 + 64] ?? 0) * 12)
    expect(steps.map(step => Math.round(step * 100) / 100)).toEqual([1, 2, 3, 8, 9, 21])
    expect(difference(around([128, 640]), pitches)).toBeUndefined()
    expect(difference(around([8192], 8192), pitches)).toBeUndefined()
  })
})
