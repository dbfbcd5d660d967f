import { describe, expect, test } from 'vitest'
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

/** Two tracks over a transposition, and a third beside it, into one instrument: of the first one nothing comes. */
function threeTracks(withEmpty: boolean): Float32Array {
  const document = chain(catalog, ['note-track/note-track', 'transpose/transpose', 'fm/fm'])
  for (const id of ['empty', 'other']) put(document, id, 'note-track/note-track')
  const into = { node: 'n1', port: 'notes' }
  if (withEmpty) wire(document, { node: 'empty', port: 'out' }, into)
  wire(document, { node: 'other', port: 'out' }, { node: 'n2', port: 'notes' })
  const note = (node: string, key: number, start: number, length: number) => {
    document.clips[node] = {
      ...{ kind: 'notes', id: node, node, start: 0, length: 4, offset: 0 },
      notes: { m0: { id: 'm0', start, length, key, velocity: 1 } },
    }
  }
  note('n0', 48, 0, 1)
  note('other', 72, 0.3, 0.1)
  const graph = buildEngineGraph(document, { catalog, code, found, sounds: new Map() })
  using run = new InProcess(graph)
  return run.render(32_768)
}

describe('notes that meet twice on their way', () => {
  // The number of a note says from which input it came at one meeting only (`op_merge_notes`).
  test.fails('end by themselves: a track that plays nothing changes nothing', () => {
    expect(difference(threeTracks(false), threeTracks(true))).toBeUndefined()
  })
})
