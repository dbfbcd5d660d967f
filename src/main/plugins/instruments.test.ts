import { describe, expect, test } from 'vitest'
import { emptyProject, type Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from './load-plugins'

const { catalog, code } = loadPlugins({ builtIn: builtInPlugins() })
const FRAMES = 65_536

/** Nodes one behind the other, by their first ports, into the output. */
function chain(types: readonly string[]): Project {
  const document = emptyProject('p', 'Instruments')
  const { nodes, cables } = document.graph
  const ids = types.map((_, index) => `n${index}`)
  types.forEach((type, index) => {
    nodes[`n${index}`] = { id: `n${index}`, type, position: { x: 0, y: 0 }, params: {} }
  })
  ids.forEach((id, index) => {
    const type = types[index + 1]
    const [port = 'in'] = Object.keys(catalog.get(type ?? '')?.inputs ?? {})
    const node = type === undefined ? 'output' : `n${index + 1}`
    cables[id] = { id, from: { node: id, port: 'out' }, to: { node, port } }
  })
  return document
}

/** The largest sample, either way. */
function peak(samples: Float32Array): number {
  return samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

function start(types: readonly string[]): InProcess {
  return new InProcess(buildEngineGraph(chain(types), { catalog, code, sounds: new Map() }))
}

describe('A-01 instruments', () => {
  test.each(['synth/synth', 'fm/fm', 'wavetable/wavetable'])(
    '%s plays what a sequencer sends, the same for any size of blocks',
    type => {
      using one = start(['sequencer/sequencer', type])
      using other = start(['sequencer/sequencer', type])
      const samples = one.render(FRAMES)
      expect(peak(samples)).toBeGreaterThan(0.01)
      expect(peak(samples)).toBeLessThan(1.5)
      expect(other.render(FRAMES, [128, 1024, 256, 640])).toEqual(samples)
      expect([one.troubles, other.troubles]).toEqual([[], []])
    },
  )

  test('notes go through note effects', () => {
    const effects = [
      'chord/chord',
      'arpeggiator/arpeggiator',
      'note-scale/note-scale',
      'transpose/transpose',
      'note-velocity/note-velocity',
    ]
    using run = start(['sequencer/sequencer', ...effects, 'fm/fm'])
    expect(peak(run.render(FRAMES))).toBeGreaterThan(0.01)
    expect(run.troubles).toEqual([])
  })

  test('an instrument without notes is silent', () => {
    using run = start(['note-track/note-track', 'synth/synth'])
    expect(peak(run.render(8_192))).toBe(0)
  })
})
