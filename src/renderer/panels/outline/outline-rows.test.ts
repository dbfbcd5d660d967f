import { describe, expect, test } from 'vitest'
import { demoProject } from '../../testing/demo'
import { definitions } from '../../testing/definitions'
import { outlineRows } from './outline-rows'

const catalog = new Map(definitions.map(item => [item.type, item]))
const { graph } = demoProject()
const nothing = { open: new Set<string>(), query: '' }

describe('E-17 the outline', () => {
  test('has every node and comment once, each with its place among its own', () => {
    const rows = outlineRows(graph, catalog, nothing)
    const ids = [...Object.keys(graph.nodes), ...Object.keys(graph.notes)]
    expect(rows.map(row => row.id).toSorted()).toEqual(ids.toSorted())
    expect(rows.map(row => row.place)).toEqual(ids.map((_id, index) => index + 1))
    expect(rows.every(row => row.of === ids.length && row.level === 1)).toBe(true)
  })

  test('reads from left to right', () => {
    const rows = outlineRows(graph, catalog, nothing)
    const across = rows.map(row => (graph.nodes[row.id] ?? graph.notes[row.id])?.position.x ?? 0)
    expect(across).toEqual(across.toSorted((a, b) => a - b))
  })

  test('an open node names what is at the other end of each of its cables', () => {
    const rows = outlineRows(graph, catalog, { open: new Set(['filter']), query: '' })
    const cables = rows.filter(row => row.kind === 'cable')
    expect(cables.map(row => row.label)).toEqual([
      'In ← Rain, Out',
      'Cutoff ← LFO, Out',
      'Out → Mixer, In 2',
    ])
    expect(cables.every(row => row.level === 2)).toBe(true)
  })

  test('a group holds what lies in it, and what lies in a group of it', () => {
    const group = (id: string, inside?: string) => ({
      id,
      label: id,
      position: { x: 0, y: 0 },
      ports: { inputs: [], outputs: [] },
      knobs: [],
      ...(inside !== undefined && { group: inside }),
    })
    const { bass, drive } = graph.nodes
    if (bass === undefined || drive === undefined) throw new Error('The demo has both.')
    const grouped = {
      ...graph,
      nodes: { bass: { ...bass, group: 'outer' }, drive: { ...drive, group: 'inner' } },
      cables: {},
      notes: {},
      groups: { outer: group('outer'), inner: group('inner', 'outer') },
    }
    const rows = outlineRows(grouped, catalog, { open: new Set(['outer', 'inner']), query: '' })
    expect(rows.map(row => [row.id, row.level])).toEqual([
      ['outer', 1],
      ['inner', 2],
      ['drive', 3],
      ['bass', 2],
    ])
    expect(outlineRows(grouped, catalog, nothing).map(row => [row.id, row.open])).toEqual([
      ['outer', false],
    ])
  })

  test('a search finds what lies anywhere, by its name alone', () => {
    const rows = outlineRows(graph, catalog, { open: new Set(), query: 'OUT' })
    expect(rows.map(row => row.label)).toEqual(['Output'])
  })
})
