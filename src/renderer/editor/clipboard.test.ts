import { expect, test } from 'vitest'
import { applyTransaction, emptyProject, type Edit } from '#shared/graph'
import { unwrap } from '#shared/kit'
import { definitions } from '../testing/definitions'
import { copyText, pasteText } from './clipboard'

const catalog = new Map(definitions.map(item => [item.type, item]))

test('copied nodes come back with new ids, their cables and their places among each other', () => {
  const project = chain()
  const text = copyText(project.graph, ['osc', 'drive']) ?? ''
  const { edits, nodes } = unwrap(pasteText(text, options()))
  expect(nodes).toEqual(['new-1', 'new-2'])
  const { graph } = unwrap(applyTransaction(project, { edits }, catalog)).project
  expect(graph.nodes['new-1']?.position).toEqual({ x: 400, y: 300 })
  expect(graph.nodes['new-2']?.position).toEqual({ x: 600, y: 340 })
  expect(graph.nodes['new-2']?.params).toEqual({ drive: 20 })
  const inner = Object.values(graph.cables).filter(cable => cable.from.node === 'new-1')
  expect(inner.map(cable => cable.to)).toEqual([{ node: 'new-2', port: 'in' }])
  // The cable to the output was not inside of what was copied.
  expect(Object.keys(graph.cables)).toHaveLength(3)
})

test('a cable onto a parameter is copied with its depth', () => {
  const turn: Edit = {
    kind: 'connect',
    cable: {
      id: 'turn',
      from: { node: 'lfo', port: 'out' },
      to: { node: 'drive', port: 'drive' },
      depth: -0.25,
    },
  }
  const edits = [node('lfo', 'lfo/lfo', 0, 0), turn]
  const project = unwrap(applyTransaction(chain(), { edits }, catalog)).project
  const text = copyText(project.graph, ['lfo', 'drive']) ?? ''
  const paste = unwrap(pasteText(text, options()))
  const pasted = unwrap(applyTransaction(project, paste, catalog)).project
  expect(pasted.graph.cables['cable-1']?.depth).toBe(-0.25)
})

test('nothing selected copies nothing', () => {
  expect(copyText(chain().graph, [])).toBeUndefined()
})

test.each([
  '',
  'hello',
  '{"wireharp":"graph"',
  '{"wireharp":"graph","version":2,"nodes":[],"cables":[]}',
])('text that is no copy is refused: %s', text => {
  expect(pasteText(text, options()).ok).toBe(false)
})

test('a copy with foreign fields is refused whole', () => {
  const text = (copyText(chain().graph, ['osc']) ?? '').replace(
    '"params":{}',
    '"params":{},"run":1',
  )
  expect(pasteText(text, options()).ok).toBe(false)
})

function chain() {
  const edits: Edit[] = [
    node('osc', 'oscillator/oscillator', 0, 0),
    node('drive', 'drive/drive', 200, 40, { drive: 20 }),
    cable('a', 'osc', 'drive'),
    cable('b', 'drive', 'output'),
  ]
  return unwrap(applyTransaction(emptyProject('p', 'P'), { edits }, catalog)).project
}

function options() {
  let nodes = 0
  let cables = 0
  return {
    at: { x: 400, y: 300 },
    nodeId: () => `new-${++nodes}`,
    cableId: () => `cable-${++cables}`,
  }
}

function node(
  id: string,
  type: string,
  x: number,
  y: number,
  params: Record<string, number> = {},
): Edit {
  return { kind: 'add-node', node: { id, type, position: { x, y }, params } }
}

function cable(id: string, from: string, to: string): Edit {
  return {
    kind: 'connect',
    cable: { id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } },
  }
}
