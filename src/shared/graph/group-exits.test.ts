import { describe, expect, test } from 'vitest'
import { groupExits, shownBy } from './group-exits'
import type { NodeDefinition } from './node-spec'
import type { Graph, Node } from './project'

function node(id: string, group?: string, type = 'gain/gain'): Node {
  return { id, type, position: { x: 0, y: 0 }, params: {}, ...(group !== undefined && { group }) }
}

function graphOf(nodes: readonly Node[], cables: readonly string[]): Graph {
  const box = (id: string, group?: string) => ({
    id,
    label: id,
    position: { x: 0, y: 0 },
    ports: { inputs: [], outputs: [] },
    knobs: [],
    ...(group !== undefined && { group }),
  })
  return {
    nodes: Object.fromEntries(nodes.map(each => [each.id, each])),
    cables: Object.fromEntries(
      cables.map((cable, index) => {
        const [from = '', to = ''] = cable.split('>')
        const id = `c${index}`
        return [id, { id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } }]
      }),
    ),
    groups: { outer: box('outer'), inner: box('inner', 'outer') },
    notes: {},
    midi: {},
  }
}

describe('E-21 levels of groups', () => {
  test('sound leaves a group where a cable does, and nested groups only where it leaves them too', () => {
    const graph = graphOf(
      [node('a', 'inner'), node('b', 'inner'), node('c', 'outer'), node('d')],
      ['a>b', 'b>c', 'c>d'],
    )
    expect(groupExits(graph)).toEqual(
      new Map([
        ['inner', ['b']],
        ['outer', ['c']],
      ]),
    )
  })

  test('an output of its own that nothing is plugged into is an exit, too', () => {
    const plain = graphOf([node('a', 'outer')], [])
    const { outer, inner } = plain.groups
    if (outer === undefined || inner === undefined) throw new Error('There are two groups')
    const port = { id: 'p', label: 'Out', node: 'a', port: 'out' }
    const shown = { ...outer, ports: { inputs: [], outputs: [port] } }
    expect(groupExits(plain).get('outer')).toBeUndefined()
    expect(groupExits({ ...plain, groups: { outer: shown, inner } }).get('outer')).toEqual(['a'])
  })

  test('of a node that is made of others, the parts whose sound leaves it show its level', () => {
    const made = (outputs: string, inner: Record<string, Node>): NodeDefinition['dsp'] => ({
      form: 'graph',
      nodes: inner,
      cables: {},
      groups: {},
      notes: {},
      inputs: {},
      outputs: { out: { node: outputs, port: 'out' } },
      params: {},
    })
    const definition = (type: string, dsp: NodeDefinition['dsp']): NodeDefinition => ({
      type,
      plugin: 'mine',
      pluginVersion: '1.0.0',
      category: '',
      label: type,
      description: '',
      kind: 'effect',
      tags: [],
      inputs: {},
      outputs: {},
      params: {},
      dsp,
    })
    const catalog = new Map([
      [
        'mine/a',
        definition(
          'mine/a',
          made('last', { first: node('first'), last: node('last', undefined, 'mine/b') }),
        ),
      ],
      ['mine/b', definition('mine/b', made('end', { end: node('end') }))],
    ])
    const graph = { nodes: { x: node('x', undefined, 'mine/a'), y: node('y') } }
    expect(shownBy('y', graph, catalog)).toBe('y')
    expect(shownBy('x.last', graph, catalog)).toBe('x')
    expect(shownBy('x.last.end', graph, catalog)).toBe('x')
    expect(shownBy('x.first', graph, catalog)).toBeUndefined()
    expect(shownBy('x.last.other', graph, catalog)).toBeUndefined()
  })
})
