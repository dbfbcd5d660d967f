import { expect, test } from 'vitest'
import { emptyProject, type Node, type Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from './load-plugins'
import { difference } from './testing/bits'

const { catalog, code, found } = loadPlugins({ builtIn: builtInPlugins() })
const sources = { catalog, code, found, sounds: new Map() }
const position = { x: 0, y: 0 }

/** A compressor whose look-ahead is automated, and moved by its own reduction, behind a source. */
function project(source: 'oscillator' | 'noise'): Project {
  const made = emptyProject('p', 'Moved')
  const { nodes, cables } = made.graph
  const add = (id: string, type: string, more: Partial<Node> = {}) => {
    nodes[id] = { id, type: `${type}/${type}`, position, params: {}, ...more }
  }
  const wire = (from: [string, string], to: [string, string], depth?: number) => {
    const id = [...from, ...to].join('-')
    const ends = { from: { node: from[0], port: from[1] }, to: { node: to[0], port: to[1] } }
    cables[id] = { id, ...ends, ...(depth !== undefined && { depth }) }
  }
  add('source', source)
  const lookahead = [
    { time: 0, value: 0.02, curve: 'linear' as const },
    { time: 0.1, value: 0.001, curve: 'linear' as const },
  ]
  add('compressor', 'compressor', { automation: { lookahead } })
  wire(['source', 'out'], ['compressor', 'in'])
  wire(['compressor', 'out'], ['output', 'in'])
  wire(['compressor', 'reduction'], ['compressor', 'lookahead'], 0)
  return made
}

test('A-02 a look-ahead that is automated and modulated is as long after an edit, whatever the blocks before it were', () => {
  const play = (before: number) => {
    using run = new InProcess(buildEngineGraph(project('oscillator'), sources))
    run.render(1024, [before])
    run.load(buildEngineGraph(project('noise'), sources))
    return run.render(4096)
  }
  const short = play(128)
  expect(short.some(sample => sample !== 0)).toBe(true)
  expect(difference(short, play(1024))).toBeUndefined()
})
