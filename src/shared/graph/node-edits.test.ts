import { describe, expect, test } from 'vitest'
import { unwrap } from '../kit'
import { applyTransaction } from './apply-transaction'
import { canConnect } from './connect'
import type { Edit } from './edits'
import { insertOnCable, joinCable, removeWithWireThrough } from './node-edits'
import type { NodeDefinition, PortKind } from './node-spec'
import { emptyProject, type Project } from './project'
import { testCatalog } from './testing'

const add = (id: string, type: string): Edit => ({
  kind: 'add-node',
  node: { id, type, position: { x: 0, y: 0 }, params: {} },
})
const connect = (id: string, from: string, to: string): Edit => ({
  kind: 'connect',
  cable: { id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } },
})

function project(...edits: Edit[]): Project {
  return unwrap(applyTransaction(emptyProject('p', 'Test'), { edits }, testCatalog)).project
}

function newIds(): () => string {
  let count = 0
  return () => `new${count++}`
}

const wires = ({ graph }: Project): string[] =>
  Object.values(graph.cables)
    .map(({ from, to }) => `${from.node}>${to.node}`)
    .toSorted()

const chain = project(
  add('a', 'gain/gain'),
  add('b', 'gain/gain'),
  add('lfo', 'lfo/lfo'),
  connect('ab', 'a', 'b'),
  connect('bo', 'b', 'output'),
)

/** The chain, with the gain of `a` turned by a signal. */
function turnedBy(node: string): Project {
  const from = { node, port: 'out' }
  const cable = { id: 'turn', from, to: { node: 'a', port: 'gain' }, depth: 0.5 }
  return unwrap(applyTransaction(chain, { edits: [{ kind: 'connect', cable }] }, testCatalog))
    .project
}

function definitionWith(
  inputs: Record<string, PortKind>,
  outputs: Record<string, PortKind>,
): NodeDefinition {
  const gain = testCatalog.get('gain/gain')
  if (gain === undefined) throw new Error('not in the test catalogue')
  const ports = (kinds: Record<string, PortKind>) =>
    Object.fromEntries(Object.entries(kinds).map(([port, kind]) => [port, { kind }]))
  return { ...gain, type: 'both/both', inputs: ports(inputs), outputs: ports(outputs) }
}

describe('E-03 wiring', () => {
  test.each([
    ['an output to an input of its kind', 'a', 'out', 'output', 'in', 'ok'],
    ['a loop', 'b', 'out', 'a', 'in', 'ok'],
    ['the same two again', 'a', 'out', 'b', 'in', 'cable-refused'],
    ['another kind', 'lfo', 'out', 'a', 'in', 'cable-refused'],
    ['a port that is not there', 'a', 'side', 'b', 'in', 'cable-refused'],
    ['an input to an input', 'a', 'in', 'b', 'in', 'cable-refused'],
    ['a node that is not there', 'x', 'out', 'b', 'in', 'node-unknown'],
  ])('%s', (_, from, fromPort, to, toPort, outcome) => {
    const result = canConnect(
      chain.graph,
      testCatalog,
      { node: from, port: fromPort },
      { node: to, port: toPort },
    )
    expect(result.ok ? 'ok' : result.error.code).toBe(outcome)
  })

  test('removing an effect from a chain leaves the chain whole', () => {
    const edits = removeWithWireThrough(chain.graph, testCatalog, 'b', newIds())
    const after = unwrap(applyTransaction(chain, { edits }, testCatalog)).project
    expect(wires(after)).toEqual(['a>output'])
  })

  test('removing a node that is in a loop with itself wires nothing to what is gone', () => {
    const looped = unwrap(
      applyTransaction(chain, { edits: [connect('bb', 'b', 'b')] }, testCatalog),
    ).project
    const edits = removeWithWireThrough(looped.graph, testCatalog, 'b', newIds())
    expect(wires(unwrap(applyTransaction(looped, { edits }, testCatalog)).project)).toEqual([
      'a>output',
    ])
  })

  test('two effects in parallel: removing one does not wire the same two twice', () => {
    const parallel = project(
      add('a', 'gain/gain'),
      add('b', 'gain/gain'),
      connect('ab', 'a', 'b'),
      connect('ao', 'a', 'output'),
      connect('bo', 'b', 'output'),
    )
    const edits = removeWithWireThrough(parallel.graph, testCatalog, 'b', newIds())
    expect(wires(unwrap(applyTransaction(parallel, { edits }, testCatalog)).project)).toEqual([
      'a>output',
    ])
  })

  test('a node dropped on a cable goes into it', () => {
    const gain = testCatalog.get('gain/gain')
    const cable = chain.graph.cables.bo
    if (gain === undefined || cable === undefined) throw new Error('not in the test project')
    const edits = [
      add('n', 'gain/gain'),
      ...insertOnCable(chain.graph, testCatalog, gain, 'n', cable, newIds()),
    ]
    const after = unwrap(applyTransaction(chain, { edits }, testCatalog)).project
    expect(wires(after)).toEqual(['a>b', 'b>n', 'n>output'])
  })

  test('a node through which the kind does not go is left beside the cable', () => {
    const lfo = testCatalog.get('lfo/lfo')
    const cable = chain.graph.cables.bo
    if (lfo === undefined || cable === undefined) throw new Error('not in the test project')
    expect(insertOnCable(chain.graph, testCatalog, lfo, 'lfo', cable, newIds())).toEqual([])
  })

  test('an effect is no part of a cable that carries signals, however well sound goes through it', () => {
    const turned = turnedBy('lfo')
    const gain = testCatalog.get('gain/gain')
    const cable = turned.graph.cables.turn
    if (gain === undefined || cable === undefined) throw new Error('not in the test project')
    expect(insertOnCable(turned.graph, testCatalog, gain, 'a', cable, newIds())).toEqual([])
  })

  test('of several ways through a node a cable takes the one of its kind', () => {
    const turned = turnedBy('lfo')
    const both = definitionWith({ in: 'audio', by: 'control' }, { out: 'audio', to: 'control' })
    const catalog = new Map([...testCatalog, ['both/both', both]])
    const cable = turned.graph.cables.turn
    if (cable === undefined) throw new Error('not in the test project')
    const insert = insertOnCable(turned.graph, catalog, both, 'n', cable, newIds())
    const edits = [add('n', 'both/both'), ...insert]
    const after = unwrap(applyTransaction(turned, { edits }, catalog)).project
    expect(Object.values(after.graph.cables).filter(({ depth }) => depth !== undefined)).toEqual([
      { ...cable, id: 'new1', from: { node: 'n', port: 'to' } },
    ])
  })

  test('a player joins a cable: both are heard where it ends', () => {
    const player = testCatalog.get('player/player')
    const cable = chain.graph.cables.bo
    if (player === undefined || cable === undefined) throw new Error('not in the test project')
    const joined = joinCable(chain.graph, testCatalog, player, 'p', cable, newIds())
    const edits = [add('p', 'player/player'), ...joined]
    const after = unwrap(applyTransaction(chain, { edits }, testCatalog)).project
    expect(wires(after)).toEqual(['a>b', 'b>output', 'p>output'])
  })

  test('no sound joins a cable that carries signals', () => {
    const { graph } = turnedBy('lfo')
    const player = testCatalog.get('player/player')
    const cable = graph.cables.turn
    if (player === undefined || cable === undefined) throw new Error('not in the test project')
    expect(joinCable(graph, testCatalog, player, 'p', cable, newIds())).toEqual([])
  })
})
