import { describe, expect, test } from 'vitest'
import type { NodeDefinition } from '#shared/graph'
import { definitions } from '../../testing/definitions'
import { moveIn, rowsOf } from './browser-rows'
import { groupNodes, nodesOf } from './group-nodes'

const [first, second, ...others] = definitions
if (first === undefined || second === undefined) throw new Error('There are nodes to test with.')
const node = (of: NodeDefinition, changes: Partial<NodeDefinition>) => ({ ...of, ...changes })
const a = node(first, {
  type: 'x/a',
  plugin: 'x',
  category: 'space',
  kind: 'effect',
  tags: ['echo', 'dub'],
})
const b = node(second, {
  type: 'y/b',
  plugin: 'y',
  category: 'space',
  kind: 'generator',
  tags: ['echo'],
})
const c = node(others[0] ?? first, {
  type: 'y/c',
  plugin: 'y',
  category: 'sources',
  kind: 'generator',
  tags: [],
})
const all = [a, b, c]

describe('E-02 the browser', () => {
  test('groups by category, kind and tag', () => {
    const titles = (by: 'category' | 'kind' | 'tag') =>
      groupNodes(all, by).map(({ title, nodes }) => [title, nodes.length])
    expect(titles('category')).toEqual([
      ['Space', 2],
      ['Sources', 1],
    ])
    expect(titles('kind')).toEqual([
      ['Effect', 1],
      ['Generator', 2],
    ])
    expect(titles('tag')).toEqual([['Echo', 2]])
  })

  test('shows favourites, what was used last, and the user’s own', () => {
    const marks = {
      favourites: ['y/c'],
      recent: ['y/b', 'gone/gone', 'x/a'],
      ownPlugins: new Set(['y']),
    }
    const types = (shelf: 'favourites' | 'recent' | 'own') =>
      nodesOf(all, shelf, marks).map(({ type }) => type)
    expect(types('favourites')).toEqual(['y/c'])
    expect(types('recent')).toEqual(['y/b', 'x/a'])
    expect(types('own')).toEqual(['y/b', 'y/c'])
  })

  test('a closed group shows its head alone', () => {
    const rows = rowsOf(groupNodes(all), ['Space'])
    expect(
      rows.map(row => (row.kind === 'group' ? `${row.title} ${row.count}` : row.node.type)),
    ).toEqual(['Space 2', 'Sources 1', 'y/c'])
  })

  test('keys walk the list as they walk any tree', () => {
    const rows = rowsOf(groupNodes(all), ['Sources'])
    expect(moveIn(rows, 0, 'ArrowUp')).toEqual({ to: 0 })
    expect(moveIn(rows, 0, 'ArrowRight')).toEqual({ to: 1 })
    expect(moveIn(rows, 2, 'ArrowLeft')).toEqual({ to: 0 })
    expect(moveIn(rows, 0, 'ArrowLeft')).toEqual({ toggle: 'Space' })
    expect(moveIn(rows, 3, 'ArrowRight')).toEqual({ toggle: 'Sources' })
    expect(moveIn(rows, 3, 'ArrowDown')).toEqual({ to: 3 })
    expect(moveIn(rows, 1, 'a')).toBeUndefined()
  })
})
