import { describe, expect, test } from 'vitest'
import { emptyProject, type NodeDefinition } from '#shared/graph'
import type { Command } from '../../commands'
import { definitions } from '../../testing/definitions'
import { findItems, paletteItems } from './palette-items'

const nodes = new Map<string, NodeDefinition>(definitions.map(item => [item.type, item]))
const run = () => {}
const commands: readonly Command[] = [
  { id: 'project.save', title: 'Save', group: 'Project', keys: 'Mod+S', run },
  {
    id: 'view.theme',
    title: 'Light theme',
    group: 'View',
    words: 'dark',
    checked: () => true,
    run,
  },
  { id: 'edit.redo', title: 'Redo', group: 'Edit', when: () => false, run },
  {
    id: 'project.recent',
    title: 'Open recent',
    group: 'Project',
    choices: () => [{ id: 'project.recent.x', title: 'Night bus', group: 'Project', run }],
    run,
  },
]
const done: string[] = []
const actions = {
  add: (type: string) => void done.push(`add ${type}`),
  go: (node: string) => void done.push(`go ${node}`),
  explain: (type: string) => void done.push(`explain ${type}`),
}
const { graph } = emptyProject('p', 'P')
const items = paletteItems({ commands, nodes, graph, actions })
const found = (query: string, recent: readonly string[] = []) =>
  findItems(items, query, recent).map(({ id }) => id)

describe('E-19 the palette', () => {
  test('finds a command, a node to add, a node of the graph and a recent project by their names', () => {
    expect(found('save')[0]).toBe('project.save')
    expect(found('add gain')[0]).toMatch(/^add .*gain$/)
    expect(found('go to output')[0]).toMatch(/^go /)
    expect(found('night bus')[0]).toBe('project.recent.x')
    expect(found('dark')).toContain('view.theme')
  })

  test('a node that has written down what is said is found by any word of it', () => {
    const [type = ''] = nodes.keys()
    const spans = [{ from: 0, to: 1, text: 'Good evening and welcome' }]
    const result = { key: 'a'.repeat(64), by: 'Whisper', clips: {}, spans }
    const said = { id: 'said', type, position: { x: 0, y: 0 }, params: {}, result }
    const more = { ...graph, nodes: { ...graph.nodes, said } }
    const all = paletteItems({ commands, nodes, graph: more, actions })
    expect(findItems(all, 'welcome', [])[0]?.id).toBe('go said')
  })

  test('what cannot be done now is not there', () => {
    expect(found('redo')).not.toContain('edit.redo')
  })

  test('the first letter keeps to one kind', () => {
    for (const [letter, kind] of [
      ['>', 'command'],
      ['+', 'add'],
      ['@', 'go'],
      ['?', 'docs'],
    ] as const) {
      const kinds = new Set(findItems(items, letter, []).map(item => item.kind))
      expect([...kinds], letter).toEqual([kind])
    }
  })

  test('what was used last comes first', () => {
    expect(found('')[0]).toBe('project.save')
    expect(found('', ['view.theme'])[0]).toBe('view.theme')
  })

  test('adding comes before reading, and each does what it says', () => {
    const both = findItems(items, 'gain', [])
    const add = both.findIndex(({ kind }) => kind === 'add')
    const read = both.findIndex(({ kind }) => kind === 'docs')
    expect(add).toBeGreaterThanOrEqual(0)
    expect(read).toBeGreaterThan(add)
    both[add]?.run()
    both[read]?.run()
    expect(done).toEqual([
      expect.stringMatching(/^add .*gain/),
      expect.stringMatching(/^explain .*gain/),
    ])
  })
})
