import { describe, expect, test } from 'vitest'
import { unwrap } from '../kit'
import { applyTransaction } from './apply-transaction'
import type { Edit } from './edits'
import { makeGroup } from './group-rules'
import { groupView, isGroupBox, isRail, RAILS, realEnd, realParam } from './group-view'
import { emptyProject, type Project } from './project'
import { testCatalog } from './testing'

const node = (id: string, type: string, x = 0): Edit => ({
  kind: 'add-node',
  node: { id, type, position: { x, y: 0 }, params: {} },
})
const wire = (id: string, from: string, to: string, port = 'in', depth?: number): Edit => ({
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
function group({ graph }: Project, ids: string[], id: string): Edit[] {
  return makeGroup(graph, testCatalog, ids, { id, label: id })
}

/** src → [h: [g: a → b] → c] → output; an LFO turns b. */
const flat = after(
  emptyProject('p', 'P'),
  node('src', 'player/player'),
  node('a', 'gain/gain', 100),
  node('b', 'filter/filter', 200),
  node('c', 'gain/gain', 300),
  node('lfo', 'lfo/lfo'),
  wire('1', 'src', 'a'),
  wire('2', 'a', 'b'),
  wire('3', 'b', 'c'),
  wire('4', 'c', 'output'),
  wire('5', 'lfo', 'b', 'cutoff', 0.5),
)
const one = after(flat, ...group(flat, ['a', 'b'], 'g'))
const song = after(one, ...group(one, ['g', 'c'], 'h'))

const wiresOf = (project: Project, scope?: string) =>
  Object.values(groupView(project.graph, testCatalog, scope).graph.cables)
    .map(({ from, to }) => `${from.node}.${from.port}>${to.node}.${to.port}`)
    .toSorted()

describe('E-06 what is seen of a graph with groups', () => {
  test('without groups the view is the graph itself', () => {
    const view = groupView(flat.graph, testCatalog, undefined)
    expect(view.graph).toBe(flat.graph)
    expect(view.catalog).toBe(testCatalog)
  })

  test('from outside a group is a node with its ports and knobs, and cables end at them', () => {
    const { graph, catalog } = groupView(song.graph, testCatalog, undefined)
    expect(Object.keys(graph.nodes).toSorted()).toEqual(['h', 'lfo', 'output', 'src'])
    expect(wiresOf(song)).toEqual(['h.out>output.in', 'lfo.out>h.cutoff', 'src.out>h.in'])
    const box = graph.nodes['h']
    expect(box !== undefined && isGroupBox(box)).toBe(true)
    const definition = catalog.get(box?.type ?? '')
    expect(definition?.inputs).toEqual({ in: { kind: 'audio', label: 'In' } })
    expect(definition?.params['cutoff']).toMatchObject({ label: 'Cutoff', unit: 'Hz' })
  })

  test('inside, its edges carry its ports, and groups in it are boxes again', () => {
    const { graph } = groupView(song.graph, testCatalog, 'h')
    expect(Object.keys(graph.nodes).toSorted()).toEqual(
      [RAILS.inputs, RAILS.outputs, 'c', 'g'].toSorted(),
    )
    expect(wiresOf(song, 'h')).toEqual(['c.out>~out.out', 'g.out>c.in', '~in.in>g.in'])
    expect(wiresOf(song, 'g')).toEqual(['a.out>b.in', 'b.out>~out.out', '~in.in>a.in'])
    const rail = graph.nodes[RAILS.outputs]
    expect(rail !== undefined && isRail(rail) && rail.position.x > 300).toBe(true)
  })

  test('a cable at a port that the group does not show is seen all the same', () => {
    const bare = after(song, {
      kind: 'set-group',
      group: 'h',
      change: { ports: { inputs: [], outputs: [] }, knobs: [] },
    })
    expect(wiresOf(bare)).toEqual(['h.c~out>output.in', 'lfo.out>h.b~cutoff', 'src.out>h.a~in'])
    const { graph, catalog } = groupView(bare.graph, testCatalog, undefined)
    expect(catalog.get(graph.nodes['h']?.type ?? '')?.inputs).toEqual({
      'a~in': { kind: 'audio', label: 'gain/gain: in' },
    })
    expect(realEnd(bare.graph, { node: 'h', port: 'a~in' }, 'inputs')).toEqual({
      node: 'a',
      port: 'in',
    })
  })

  test('every end of every view is one of a real node', () => {
    for (const scope of [undefined, 'h', 'g']) {
      const { graph } = groupView(song.graph, testCatalog, scope)
      for (const cable of Object.values(graph.cables)) {
        if (cable.id.startsWith('~')) continue
        const real = song.graph.cables[cable.id]
        expect(realEnd(song.graph, cable.from, 'outputs')).toEqual(real?.from)
        const to =
          cable.depth === undefined
            ? realEnd(song.graph, cable.to, 'inputs')
            : realParam(song.graph, cable.to.node, cable.to.port)
        expect(to).toEqual(real?.to)
      }
    }
    expect(realEnd(song.graph, { node: RAILS.inputs, port: 'in' }, 'outputs')).toBeUndefined()
    expect(realEnd(song.graph, { node: 'h', port: 'none' }, 'inputs')).toBeUndefined()
  })

  test('what an edit left alone keeps its identity', () => {
    const before = groupView(song.graph, testCatalog, undefined)
    const turned = after(song, { kind: 'set-param', node: 'a', param: 'gain', value: -6 })
    const inside = groupView(turned.graph, testCatalog, undefined, before)
    expect(inside.graph.nodes).toBe(before.graph.nodes)
    expect(inside.graph.cables).toBe(before.graph.cables)
    expect(inside.catalog).toBe(before.catalog)
    const moved = after(song, { kind: 'move-nodes', positions: { h: { x: 9, y: 9 } } })
    const next = groupView(moved.graph, testCatalog, undefined, before)
    expect(next.graph.nodes['lfo']).toBe(before.graph.nodes['lfo'])
    expect(next.graph.nodes['h']).not.toBe(before.graph.nodes['h'])
    expect(next.catalog).toBe(before.catalog)
  })
})
