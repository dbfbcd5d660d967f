import { describe, expect, test } from 'vitest'
import { unwrap } from '../kit'
import { applyPatches, applyTransaction } from './apply-transaction'
import { canConnect } from './connect'
import type { Edit } from './edits'
import { modulated } from './modulation'
import { insertOnCable, removeWithWireThrough } from './node-edits'
import { orderGraph } from './order-graph'
import { emptyProject, type Project } from './project'
import { testCatalog } from './testing'

const add = (id: string, type: string): Edit => ({
  kind: 'add-node',
  node: { id, type, position: { x: 0, y: 0 }, params: {} },
})
const wire = (id: string, from: string, to: string, port: string, depth?: number): Edit => ({
  kind: 'connect',
  cable: {
    id,
    from: { node: from, port: 'out' },
    to: { node: to, port },
    ...(depth !== undefined && { depth }),
  },
})

function after(project: Project, ...edits: Edit[]): Project {
  return unwrap(applyTransaction(project, { edits }, testCatalog)).project
}

const base = after(
  emptyProject('p', 'Test'),
  add('lfo', 'lfo/lfo'),
  add('filter', 'filter/filter'),
  add('gain', 'gain/gain'),
  add('player', 'player/player'),
  wire('turn', 'lfo', 'filter', 'cutoff', 0.5),
)

describe('A-06 cables onto parameters', () => {
  test.each<[string, string, string, string, number | undefined, string]>([
    ['a control output to a number', 'lfo', 'gain', 'gain', -1, 'ok'],
    ['with a depth of 0 too', 'lfo', 'gain', 'gain', 0, 'ok'],
    ['an input of the same name is another end', 'lfo', 'filter', 'cutoff', undefined, 'ok'],
    ['the same two again', 'lfo', 'filter', 'cutoff', 1, 'cable-refused'],
    ['audio', 'player', 'gain', 'gain', 1, 'cable-refused'],
    ['to an input', 'lfo', 'filter', 'in', 1, 'cable-refused'],
    ['to a parameter without a depth', 'lfo', 'gain', 'gain', undefined, 'cable-refused'],
    ['to a choice', 'lfo', 'player', 'mode', 1, 'cable-refused'],
    ['to a switch', 'lfo', 'player', 'loop', 1, 'cable-refused'],
    ['to a node that is not there', 'lfo', 'nobody', 'gain', 1, 'node-unknown'],
  ])('%s', (_, from, to, port, depth, outcome) => {
    const ends = [
      { node: from, port: 'out' },
      { node: to, port },
    ] as const
    const result = canConnect(base.graph, testCatalog, ...ends, depth)
    expect(result.ok ? 'ok' : result.error.code).toBe(outcome)
  })

  test('a depth is set, and comes back', () => {
    const edit: Edit = { kind: 'set-depth', cable: 'turn', depth: -0.25 }
    const set = unwrap(applyTransaction(base, { edits: [edit] }, testCatalog))
    expect(set.project.graph.cables.turn?.depth).toBe(-0.25)
    expect(applyPatches(set.project, set.inverse)).toEqual(base)
  })

  test('a cable into an input has no depth to set', () => {
    const wired = after(base, wire('in', 'lfo', 'filter', 'cutoff'))
    const edit: Edit = { kind: 'set-depth', cable: 'in', depth: 1 }
    expect(applyTransaction(wired, { edits: [edit] }, testCatalog)).toMatchObject({
      ok: false,
      error: { code: 'edit-invalid' },
    })
  })

  test('what turns a node is rendered before it', () => {
    const { nodes, cables } = base.graph
    const order = orderGraph(Object.keys(nodes), Object.values(cables)).groups.flat()
    expect(order.indexOf('lfo')).toBeLessThan(order.indexOf('filter'))
  })

  test('removing a node takes its cable away, and never wires it to what went through', () => {
    const chain = after(
      base,
      wire('pf', 'player', 'filter', 'in'),
      wire('fo', 'filter', 'output', 'in'),
    )
    const edits = removeWithWireThrough(chain.graph, testCatalog, 'filter', () => 'new')
    expect(Object.values(after(chain, ...edits).graph.cables)).toEqual([
      { id: 'new', from: { node: 'player', port: 'out' }, to: { node: 'output', port: 'in' } },
    ])
  })

  test('a node put into the cable leaves the depth at its end', () => {
    const shaper = testCatalog.get('lfo/lfo')
    const cable = base.graph.cables.turn
    if (shaper === undefined || cable === undefined) throw new Error('not in the test project')
    const through = { ...shaper, inputs: { in: { kind: 'control' as const } } }
    const edits = insertOnCable(base.graph, testCatalog, through, 'shaper', cable, () => 'new')
    const depths = edits.map(edit => (edit.kind === 'connect' ? edit.cable.depth : 'off'))
    expect(depths).toEqual(['off', undefined, 0.5])
  })

  test('a third of the way from 20 Hz to 20 kHz is a factor of ten, and steps stay steps', () => {
    const { cutoff, poles } = testCatalog.get('filter/filter')?.params ?? {}
    if (cutoff?.kind !== 'number' || poles?.kind !== 'number') throw new Error('not numbers')
    expect(modulated(cutoff, 200, 1 / 3)).toBeCloseTo(2000, 9)
    expect(modulated(cutoff, 200, -1)).toBe(20)
    expect(modulated(cutoff, 1234.5, 0)).toBe(1234.5)
    expect(modulated(poles, 2, 0.4)).toBe(4)
  })
})
