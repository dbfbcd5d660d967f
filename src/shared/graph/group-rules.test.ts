import { describe, expect, test } from 'vitest'
import { canonicalJson, unwrap } from '../kit'
import { applyTransaction } from './apply-transaction'
import type { Edit } from './edits'
import { makeGroup, toggleKnob, togglePort, unpackGroups } from './group-rules'
import { heardCables } from './heard-cables'
import { emptyProject, type Project } from './project'
import { removeItems, removeThrough } from './remove-rule'
import { replaceNodeEdit } from './replace-rule'
import { testCatalog } from './testing'

const at = (x: number, y: number) => ({ x, y })
const node = (id: string, type: string, x = 0, y = 0, label?: string): Edit => ({
  kind: 'add-node',
  node: { id, type, position: at(x, y), params: {}, ...(label !== undefined && { label }) },
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
const wires = ({ graph }: Project) =>
  Object.values(graph.cables)
    .map(({ from, to }) => `${from.node}>${to.node}`)
    .toSorted()
function newIds() {
  let count = 0
  return () => `new${count++}`
}

const song = after(
  emptyProject('p', 'P'),
  node('one', 'player/player', 0, 0),
  node('two', 'player/player', 0, 100),
  node('a', 'gain/gain', 200, 0, 'Drive'),
  node('b', 'filter/filter', 200, 100),
  node('c', 'gain/gain', 400, 50),
  node('lfo', 'lfo/lfo', 0, 200),
  wire('1', 'one', 'a'),
  wire('2', 'two', 'b'),
  wire('3', 'a', 'c'),
  wire('4', 'b', 'c'),
  wire('5', 'c', 'output'),
  wire('6', 'lfo', 'b', 'cutoff', 0.5),
)
const grouped = after(
  song,
  ...makeGroup(song.graph, testCatalog, ['a', 'b', 'c'], { id: 'g', label: 'Group' }),
)

describe('E-06 making groups', () => {
  test('ports come from the cables that cross, from the top down, and knobs from those that turn', () => {
    expect(grouped.graph.groups.g).toEqual({
      id: 'g',
      label: 'Group',
      position: at(300, 50),
      ports: {
        inputs: [
          { id: 'in', label: 'In', node: 'a', port: 'in' },
          { id: 'filter-filter-in', label: 'filter/filter In', node: 'b', port: 'in' },
        ],
        outputs: [{ id: 'out', label: 'Out', node: 'c', port: 'out' }],
      },
      knobs: [{ id: 'cutoff', label: 'Cutoff', node: 'b', param: 'cutoff' }],
    })
    expect(['a', 'b', 'c', 'one'].map(id => grouped.graph.nodes[id]?.group)).toEqual([
      'g',
      'g',
      'g',
      undefined,
    ])
  })

  test('grouping changes nothing of what is heard, and unpacking gives the graph back', () => {
    expect(heardCables(grouped.graph, testCatalog)).toEqual(heardCables(song.graph, testCatalog))
    expect(canonicalJson(after(grouped, ...unpackGroups(grouped.graph, ['g'])))).toBe(
      canonicalJson(song),
    )
  })

  test('what is unpacked comes out where the group lies', () => {
    const moved = after(grouped, { kind: 'move-nodes', positions: { g: at(1300, 50) } })
    const out = after(moved, ...unpackGroups(moved.graph, ['g']))
    expect(['a', 'b', 'c'].map(id => out.graph.nodes[id]?.position)).toEqual([
      at(1200, 0),
      at(1200, 100),
      at(1400, 50),
    ])
  })

  test('groups group, and the ports of the inner one are those of its nodes', () => {
    const nested = after(
      grouped,
      ...makeGroup(grouped.graph, testCatalog, ['g', 'two'], { id: 'h', label: 'More' }),
    )
    expect(nested.graph.groups.g?.group).toBe('h')
    expect(nested.graph.groups.h?.ports.inputs).toMatchObject([{ node: 'a', port: 'in' }])
    expect(nested.graph.groups.h?.ports.outputs).toMatchObject([{ node: 'c', port: 'out' }])
    const inner = after(
      nested,
      ...makeGroup(nested.graph, testCatalog, ['a', 'b', 'two'], {
        id: 'i',
        label: 'I',
        scope: 'g',
      }),
    )
    // Of another canvas it takes nothing.
    expect(inner.graph.nodes.two?.group).toBe('h')
    expect(inner.graph.groups.i?.group).toBe('g')
    expect(inner.graph.groups.i?.ports.outputs.map(port => port.label)).toEqual([
      'Out',
      'filter/filter Out',
    ])
  })

  test('a group that no cable crosses shows its free ports', () => {
    const lone = after(song, node('x', 'gain/gain'), node('y', 'gain/gain'), wire('xy', 'x', 'y'))
    const [add] = makeGroup(lone.graph, testCatalog, ['x', 'y'], { id: 'g', label: 'G' })
    expect(add).toMatchObject({
      group: {
        ports: { inputs: [{ node: 'x', port: 'in' }], outputs: [{ node: 'y', port: 'out' }] },
      },
    })
    expect(makeGroup(song.graph, testCatalog, [], { id: 'g', label: 'G' })).toEqual([])
  })

  test('ports and knobs are shown and taken off by hand', () => {
    const { g } = grouped.graph.groups
    if (g === undefined) throw new Error('no group')
    const more = after(
      grouped,
      toggleKnob(grouped.graph, testCatalog, g, 'a', 'gain'),
      togglePort(grouped.graph, testCatalog, g, 'inputs', { node: 'b', port: 'cutoff' }),
    )
    expect(more.graph.groups.g?.knobs.map(({ label }) => label)).toEqual(['Cutoff', 'Gain'])
    expect(more.graph.groups.g?.ports.inputs.map(({ id }) => id)).toEqual([
      'in',
      'filter-filter-in',
      'filter-filter-cutoff',
    ])
    const off = toggleKnob(grouped.graph, testCatalog, g, 'b', 'cutoff')
    expect(after(grouped, off).graph.groups.g?.knobs).toEqual([])
  })
})

describe('E-07 deleting', () => {
  test('with a group goes all that lies in it, and what fed it feeds what it fed', () => {
    const gone = after(grouped, ...removeItems(grouped.graph, ['g']))
    expect(wires(gone)).toEqual([])
    expect(gone.graph.groups).toEqual({})
    expect(Object.keys(gone.graph.nodes).toSorted()).toEqual(['lfo', 'one', 'output', 'two'])
    const through = after(grouped, ...removeThrough(grouped, testCatalog, ['g'], newIds()))
    expect(wires(through)).toEqual(['one>output'])
  })

  test('several nodes of a chain close over all of them', () => {
    const edits = removeThrough(song, testCatalog, ['a', 'c'], newIds())
    expect(wires(after(song, ...edits))).toEqual(['b>output', 'lfo>b', 'one>output', 'two>b'])
  })
})

describe('E-07 replacing', () => {
  const set = after(song, { kind: 'set-param', node: 'b', param: 'cutoff', value: 440 })

  test('cables stay at ports of the same id and kind', () => {
    const edit = replaceNodeEdit(set.graph, testCatalog, 'a', 'filter/filter')
    expect(edit?.ports).toEqual({ inputs: { in: 'in' }, outputs: { out: 'out' }, params: {} })
    expect(wires(after(set, ...(edit === undefined ? [] : [edit])))).toEqual(wires(set))
  })

  test('parameters of the same meaning keep their values; cables onto others go', () => {
    const edit = replaceNodeEdit(set.graph, testCatalog, 'b', 'gain/gain')
    expect(edit?.params).toEqual({})
    const replaced = after(set, ...(edit === undefined ? [] : [edit]))
    expect(wires(replaced)).toEqual(wires(set).filter(name => name !== 'lfo>b'))
    const twin = new Map(testCatalog)
    const filter = testCatalog.get('filter/filter')
    if (filter === undefined) throw new Error('no filter')
    const { cutoff } = filter.params
    if (cutoff?.kind !== 'number') throw new Error('no cutoff')
    twin.set('other/other', {
      ...filter,
      type: 'other/other',
      inputs: { sound: { kind: 'audio' }, turn: { kind: 'control' } },
      params: { frequency: { ...cutoff, max: 400 } },
    })
    const other = replaceNodeEdit(set.graph, twin, 'b', 'other/other')
    expect(other?.ports).toEqual({
      inputs: { in: 'sound' },
      outputs: { out: 'out' },
      params: { cutoff: 'frequency' },
    })
    expect(other?.params).toEqual({ frequency: 400 })
  })

  test('a node is not replaced by one of its own type, nor by one that is not there', () => {
    expect(replaceNodeEdit(set.graph, testCatalog, 'a', 'gain/gain')).toBeUndefined()
    expect(replaceNodeEdit(set.graph, testCatalog, 'a', 'gone/gone')).toBeUndefined()
  })
})
