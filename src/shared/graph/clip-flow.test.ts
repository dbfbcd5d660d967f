import { describe, expect, test } from 'vitest'
import { clipInto, isClipCable, jobNodes, withClips } from './clip-flow'
import { canConnect } from './connect'
import { emptyProject, type Project } from './project'
import { testCatalog } from './testing'
import { unmadeJobs } from './unmade-jobs'
import type { NodeCatalog, NodeDefinition } from './node-spec'

const player = testCatalog.get('player/player')
if (player === undefined) throw new Error('The catalogue has no player.')
const clip = { kind: 'clip', param: 'sound' } as const
const catalog: NodeCatalog = new Map<string, NodeDefinition>([
  ...testCatalog,
  ['player/player', { ...player, inputs: { clip }, outputs: { ...player.outputs, clip } }],
])
const sound = (letter: string) => letter.repeat(64)

/** A player, a node that takes its sound apart, and a player of the part. */
function project(made: boolean): Project {
  const document = emptyProject('p', 'Test')
  const position = { x: 0, y: 0 }
  const result = { key: sound('c'), by: 'Test', clips: { part: sound('b') } }
  const { nodes, cables } = document.graph
  nodes['from'] = { id: 'from', type: 'player/player', position, params: { sound: sound('a') } }
  nodes['split'] = {
    ...{ id: 'split', type: 'split/split', position, params: {} },
    ...(made && { result }),
  }
  nodes['to'] = { id: 'to', type: 'player/player', position, params: { sound: sound('d') } }
  const wire = (id: string, from: [string, string], to: [string, string]) => {
    const ends = { from: { node: from[0], port: from[1] }, to: { node: to[0], port: to[1] } }
    cables[id] = { id, ...ends }
  }
  wire('c1', ['from', 'clip'], ['split', 'clip'])
  wire('c2', ['split', 'part'], ['to', 'clip'])
  wire('c3', ['to', 'out'], ['output', 'in'])
  return document
}

describe('S0-09 clips between nodes', () => {
  test('a player hands its sound on, and plays what comes in in place of its own', () => {
    const made = project(true)
    expect(clipInto(made.graph, catalog, { node: 'split', port: 'clip' })).toBe(sound('a'))
    const heard = withClips(made, catalog)
    expect(heard.graph.nodes['to']?.params['sound']).toBe(sound('b'))
    expect(heard.graph.nodes['from']).toBe(made.graph.nodes['from'])
    // Whoever builds of a node knows it again.
    expect(withClips(made, catalog).graph.nodes['to']).toBe(heard.graph.nodes['to'])
    expect(withClips(project(false), catalog).graph.nodes['to']?.params['sound']).toBe('')
  })

  test('what would be heard and is not made is named, and only that', () => {
    expect(unmadeJobs(project(true), catalog)).toEqual([])
    expect(unmadeJobs(project(false), catalog).map(({ id }) => id)).toEqual(['split'])
    const unheard = project(false)
    delete unheard.graph.cables['c3']
    expect(unmadeJobs(unheard, catalog)).toEqual([])
  })

  test('an input takes one clip; a ring of players plays nothing and comes to an end', () => {
    const ring = project(true)
    const more = canConnect(
      ring.graph,
      catalog,
      { node: 'to', port: 'clip' },
      { node: 'split', port: 'clip' },
    )
    expect(more).toMatchObject({ ok: false, error: { code: 'cable-refused' } })
    const { cables } = ring.graph
    cables['c1'] = {
      id: 'c1',
      from: { node: 'to', port: 'clip' },
      to: { node: 'from', port: 'clip' },
    }
    cables['c2'] = {
      id: 'c2',
      from: { node: 'from', port: 'clip' },
      to: { node: 'to', port: 'clip' },
    }
    expect(
      clipInto({ ...ring.graph, cables: { ...cables } }, catalog, { node: 'to', port: 'clip' }),
    ).toBeUndefined()
  })

  test('jobs stand after those that feed them, and their cables are no sound', () => {
    const chain = project(true)
    chain.graph.nodes['again'] = {
      ...{ id: 'again', type: 'split/split', position: { x: 0, y: 0 }, params: {} },
    }
    chain.graph.cables['c4'] = {
      ...{ id: 'c4', from: { node: 'split', port: 'part' }, to: { node: 'again', port: 'clip' } },
    }
    expect(jobNodes(chain, catalog).map(({ id }) => id)).toEqual(['split', 'again'])
    const isClip = Object.values(chain.graph.cables).map(cable =>
      isClipCable(chain.graph, catalog, cable),
    )
    expect(isClip).toEqual([true, true, false, true])
  })
})
