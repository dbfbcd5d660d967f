import { expect, test } from 'vitest'
import { applyTransaction, emptyProject, type Edit, type NodeCatalog } from '#shared/graph'
import type { ProjectEvent, ProjectState } from '#shared/contract'
import { unwrap } from '#shared/kit'
import { definitions } from '../testing/definitions'
import { edit, openMirror, receive, rollBack, type Mirror } from './mirror'

const catalog: NodeCatalog = new Map(definitions.map(item => [item.type, item]))

test('an edit is shown before the shell has answered', () => {
  const mirror = changed(opened(), 'a', addNode('osc', 'oscillator/oscillator'))
  expect(mirror.document.graph.nodes['osc']).toBeDefined()
  expect(mirror.confirmed.graph.nodes['osc']).toBeUndefined()
  expect(mirror.revision).toBe(0)
})

test('the echo of an edit confirms it and leaves the identity of what is drawn', () => {
  const before = changed(opened(), 'a', addNode('osc', 'oscillator/oscillator'))
  const after = taken(before, echo(before, 1, 'a'))
  expect(after.document).toBe(before.document)
  expect(after.confirmed).toBe(before.document)
  expect(after.pending).toEqual([])
  expect(after.revision).toBe(1)
})

test('a refused edit is taken back, and those after it that need it go too', () => {
  let mirror = changed(opened(), 'a', addNode('osc', 'oscillator/oscillator'))
  mirror = changed(mirror, 'b', setFrequency('osc', 440))
  mirror = changed(mirror, 'c', addNode('gain', 'gain/gain'))
  const back = rollBack(mirror, 'a', catalog)
  expect(Object.keys(back.document.graph.nodes)).toEqual(['output', 'gain'])
  expect(back.pending.map(item => item.transaction.id)).toEqual(['c'])
})

test('an edit of another window comes beneath what is pending', () => {
  const mirror = changed(opened(), 'mine', addNode('osc', 'oscillator/oscillator'))
  const other = changed(opened(), 'other', addNode('gain', 'gain/gain'))
  const after = taken(mirror, echo(other, 1, 'other'))
  expect(Object.keys(after.confirmed.graph.nodes)).toEqual(['output', 'gain'])
  expect(Object.keys(after.document.graph.nodes)).toEqual(['output', 'gain', 'osc'])
  expect(after.pending).toHaveLength(1)
})

test('nodes that an edit does not touch keep their identity', () => {
  const start = changed(opened(), 'a', addNode('osc', 'oscillator/oscillator'))
  const after = changed(start, 'b', setFrequency('osc', 880))
  expect(after.document.graph.nodes['output']).toBe(start.document.graph.nodes['output'])
  expect(after.document.graph.cables).toBe(start.document.graph.cables)
  expect(after.document.graph.nodes['osc']).not.toBe(start.document.graph.nodes['osc'])
})

test('an event that was missed asks for a new start; one that came twice is passed over', () => {
  const mirror = opened()
  const source = changed(mirror, 'x', addNode('gain', 'gain/gain'))
  expect(receive(mirror, echo(source, 2, 'x'), catalog)).toBeUndefined()
  expect(receive(mirror, echo(source, 0, 'x'), catalog)).toBe(mirror)
})

test('a new start after a reconnect keeps the pending edits, once each', () => {
  let mirror = changed(opened(), 'sent', addNode('osc', 'oscillator/oscillator'))
  mirror = changed(mirror, 'waiting', setFrequency('osc', 330))
  const document = unwrap(
    applyTransaction(
      opened().document,
      { edits: [addNode('osc', 'oscillator/oscillator')] },
      catalog,
    ),
  ).project
  const state: ProjectState = { ...started(), document, revision: 7 }
  const after = taken(mirror, { kind: 'reset', state })
  expect(after.revision).toBe(7)
  expect(after.document.graph.nodes['osc']?.params).toEqual({ frequency: 330 })
  expect(after.pending.map(item => item.transaction.id)).toEqual(['waiting'])
})

test('saving counts for the revision that was saved', () => {
  const mirror = { ...opened(), revision: 3, saved: false }
  const event = { kind: 'saved', path: '/a.wireharp', draft: false } as const
  expect(taken(mirror, { ...event, revision: 3 }).saved).toBe(true)
  expect(taken(mirror, { ...event, revision: 2 }).saved).toBe(false)
})

function started(): ProjectState {
  return {
    project: 'p',
    document: emptyProject('p', 'Test'),
    revision: 0,
    path: '/p.wireharp',
    draft: true,
    saved: true,
    problems: [],
    recoveredEdits: 0,
  }
}

function opened(): Mirror {
  return openMirror(started())
}

function changed(mirror: Mirror, id: string, ...edits: Edit[]): Mirror {
  return unwrap(edit(mirror, { id, label: id, edits }, catalog))
}

function taken(mirror: Mirror, event: ProjectEvent): Mirror {
  const next = receive(mirror, event, catalog)
  if (next === undefined) throw new Error('The event was taken for one after a gap.')
  return next
}

/** What the shell says when it has taken a mirror's last transaction. */
function echo(mirror: Mirror, revision: number, transaction: string): ProjectEvent {
  const patches = mirror.pending.at(-1)?.patches ?? []
  return { kind: 'patched', revision, patches, transaction, saved: false, problems: [] }
}

function addNode(id: string, type: string): Edit {
  return { kind: 'add-node', node: { id, type, position: { x: 0, y: 0 }, params: {} } }
}

function setFrequency(node: string, value: number): Edit {
  return { kind: 'set-param', node, param: 'frequency', value }
}
