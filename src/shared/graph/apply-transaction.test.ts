import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { canonicalJson, unwrap } from '../kit'
import { applyPatches, applyTransaction, type Applied } from './apply-transaction'
import { editSchema, patchSchema, transactionSchema, type Edit } from './edits'
import { parseProject } from './parse-project'
import { emptyProject, type Project } from './project'
import { firstEdits, randomTransactions, testCatalog } from './testing'

/** What the edit log keeps of a step. */
const logSchema = z.array(
  z.object({ patches: z.array(patchSchema), inverse: z.array(patchSchema) }),
)

const start = emptyProject('p', 'Test')

function after(project: Project, ...edits: Edit[]): Project {
  return unwrap(applyTransaction(project, { edits }, testCatalog)).project
}

const gain: Edit = {
  kind: 'add-node',
  node: { id: 'g', type: 'gain/gain', position: { x: 0, y: 0 }, params: {} },
}

describe('E-04 undo of everything', () => {
  test('10,000 random edits: undo all gives the old bytes, redo all the new ones', () => {
    let applied = 0
    const kinds = new Set<string>()
    const first = after(start, ...firstEdits)
    fc.assert(
      fc.property(randomTransactions(250), transactions => {
        let project = first
        const steps: Applied[] = []
        for (const transaction of transactions) {
          const before = canonicalJson(project)
          const result = applyTransaction(project, transaction, testCatalog)
          expect(canonicalJson(project)).toBe(before)
          if (!result.ok) continue
          steps.push(result.value)
          for (const { kind } of transaction.edits) kinds.add(kind)
          project = result.value.project
        }
        applied += steps.length
        // Through JSON, as the log keeps them.
        const log = logSchema.parse(JSON.parse(JSON.stringify(steps)))
        const end = canonicalJson(project)
        const undone = log
          .toReversed()
          .reduce((old, step) => applyPatches(old, step.inverse), project)
        expect(canonicalJson(undone)).toBe(canonicalJson(first))
        const redone = log.reduce((old, step) => applyPatches(old, step.patches), undone)
        expect(canonicalJson(redone)).toBe(end)
        expect(parseProject(end).ok).toBe(true)
      }),
      // Of a seed that is known to come by every kind of edit.
      { numRuns: 40, seed: 7 },
    )
    expect(applied).toBeGreaterThan(2000)
    expect([...kinds].toSorted()).toEqual(
      editSchema.options.map(option => option.shape.kind.value).toSorted(),
    )
  })

  test('a transaction whose last edit does not fit changes nothing', () => {
    const result = applyTransaction(
      start,
      { edits: [gain, { kind: 'remove-nodes', nodes: ['nobody'] }] },
      testCatalog,
    )
    expect(result).toMatchObject({ ok: false, error: { code: 'node-unknown' } })
    expect(Object.keys(start.graph.nodes)).toEqual(['output'])
  })
})

describe('E-03 edits of the graph', () => {
  test('the cables of a removed node go with it and come back with it', () => {
    const wire: Edit = {
      kind: 'connect',
      cable: { id: 'c', from: { node: 'g', port: 'out' }, to: { node: 'output', port: 'in' } },
    }
    const wired = after(start, gain, wire)
    const removed = unwrap(
      applyTransaction(wired, { edits: [{ kind: 'remove-nodes', nodes: ['g'] }] }, testCatalog),
    )
    expect(removed.project.graph.cables).toEqual({})
    expect(applyPatches(removed.project, removed.inverse)).toEqual(wired)
  })

  test('a parameter at its default is not kept', () => {
    const set = (value: number): Edit => ({ kind: 'set-param', node: 'g', param: 'gain', value })
    const project = after(start, gain, set(-6))
    expect(project.graph.nodes.g?.params).toEqual({ gain: -6 })
    expect(after(project, set(0)).graph.nodes.g?.params).toEqual({})
  })

  test.each<[string, Edit, string]>([
    [
      'a value out of range',
      { kind: 'set-param', node: 'g', param: 'gain', value: 13 },
      'parameter-out-of-range',
    ],
    [
      'NaN',
      { kind: 'set-param', node: 'g', param: 'gain', value: Number.NaN },
      'parameter-out-of-range',
    ],
    [
      'a parameter that is not there',
      { kind: 'set-param', node: 'g', param: 'x', value: 1 },
      'parameter-unknown',
    ],
    ['a second node of the same id', gain, 'edit-invalid'],
    [
      'points out of order',
      {
        kind: 'set-automation',
        node: 'g',
        param: 'gain',
        points: [
          { time: 1, value: 0, curve: 'hold' },
          { time: 0, value: 0, curve: 'hold' },
        ],
      },
      'edit-invalid',
    ],
  ])('%s is refused', (_, edit, code) => {
    const result = applyTransaction(after(start, gain), { edits: [edit] }, testCatalog)
    expect(result).toMatchObject({ ok: false, error: { code } })
  })

  test('the document shares nothing with the edit that made it', () => {
    const edit: Edit = {
      kind: 'add-node',
      node: { id: 'd', type: 'x/x', position: { x: 0, y: 0 }, params: {}, data: { list: [1] } },
    }
    const { project, patches } = unwrap(applyTransaction(start, { edits: [edit] }, testCatalog))
    const before = JSON.stringify([project, patches])
    Object.assign(edit.node.data ?? {}, { list: 'changed' })
    expect(JSON.stringify([project, patches])).toBe(before)
  })
})

describe('J01 J04 edits that a file could not hold', () => {
  const withData = (data: unknown) => ({
    id: 't',
    label: 'x',
    edits: [
      {
        kind: 'add-node',
        node: { id: 'd', type: 'x/x', position: { x: 0, y: 0 }, params: {}, data },
      },
    ],
  })
  let deep: unknown = 1
  for (let depth = 0; depth < 100_000; depth++) deep = [deep]
  const cyclic: Record<string, unknown> = {}
  cyclic.self = cyclic
  test.each<[string, unknown]>([
    ['deep nesting', { deep }],
    ['a cycle', cyclic],
    ['a date', { date: new Date(0) }],
    ['infinity', { value: Number.POSITIVE_INFINITY }],
    ['a function', { run: () => 1 }],
    ['a key __proto__', JSON.parse('{"a": {"__proto__": {"x": 1}}}')],
    ['a key constructor', { a: { constructor: { prototype: { x: 1 } } } }],
  ])('%s in what a plugin keeps is refused', (_, data) => {
    expect(transactionSchema.safeParse(withData(data)).success).toBe(false)
    expect('x' in {}).toBe(false)
  })

  test.each(['__proto__', 'constructor', 'toString', '', 'a b', 'ä', 'x'.repeat(65)])(
    'the id “%s” is refused',
    id => {
      const edit = {
        kind: 'add-node',
        node: { id, type: 'x/x', position: { x: 0, y: 0 }, params: {} },
      }
      expect(transactionSchema.safeParse({ id: 't', label: 'x', edits: [edit] }).success).toBe(
        false,
      )
    },
  )
})
