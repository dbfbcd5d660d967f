import { describe, expect, test } from 'vitest'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from './load-plugins'
import { difference, peakOf } from './testing/bits'
import { chain, type Link } from './testing/chain'

const { catalog, code } = loadPlugins({ builtIn: builtInPlugins() })

function render(links: readonly Link[], sizes: readonly number[], block = 1024): Float32Array {
  const graph = buildEngineGraph(chain(catalog, links), { catalog, code, sounds: new Map() })
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
