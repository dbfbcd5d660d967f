import { describe, expect, test } from 'vitest'
import { unwrap } from '../kit'
import { applyTransaction } from './apply-transaction'
import { disconnectShown } from './disconnect-shown'
import type { Edit } from './edits'
import { makeGroup } from './group-rules'
import { groupView } from './group-view'
import { emptyProject, type Project } from './project'
import { testCatalog } from './testing'

const node = (id: string, type: string): Edit => ({
  kind: 'add-node',
  node: { id, type, position: { x: 0, y: 0 }, params: {} },
})
const wire = (id: string, from: string, to: string): Edit => ({
  kind: 'connect',
  cable: { id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } },
})
function after(project: Project, ...edits: Edit[]): Project {
  return unwrap(applyTransaction(project, { edits }, testCatalog)).project
}

describe('E-06 cables of the edges of a group', () => {
  const plain = after(
    emptyProject('p', 'P'),
    ...[node('src', 'player/player'), node('a', 'filter/filter'), node('b', 'filter/filter')],
    ...[wire('c1', 'src', 'a'), wire('c2', 'a', 'b')],
  )
  const grouped = after(
    plain,
    ...makeGroup(plain.graph, testCatalog, ['a', 'b'], { id: 'g', label: 'G' }),
  )
  const shown = () => Object.keys(groupView(grouped.graph, testCatalog, 'g').graph.cables)

  test('one of them is pulled out with its port, and what is plugged in from outside stays', () => {
    const rail = shown().find(id => id.startsWith('~in/')) ?? ''
    const cut = after(grouped, ...disconnectShown(grouped.graph, 'g', [rail, 'c2']))
    expect(cut.graph.groups['g']?.ports.inputs).toEqual([])
    expect(Object.keys(cut.graph.cables)).toEqual(['c1'])
    expect(Object.keys(groupView(cut.graph, testCatalog, 'g').graph.cables)).toEqual([])
  })

  test('cables of the document are disconnected as ever, and nothing is edited for nothing', () => {
    expect(disconnectShown(plain.graph, undefined, ['c1'])).toEqual([
      { kind: 'disconnect', cables: ['c1'] },
    ])
    expect(disconnectShown(plain.graph, undefined, [])).toEqual([])
  })
})
