import { describe, expect, test } from 'vitest'
import { unwrap } from '../kit'
import { applyPatches, applyTransaction } from './apply-transaction'
import type { Edit } from './edits'
import type { NodeDefinition } from './node-spec'
import { emptyProject, type Project } from './project'
import { testCatalog } from './testing'

const gain = testCatalog.get('gain/gain')
/** `gain.v2` has an output less, and a knob more, than `gain`. */
const catalog = new Map<string, NodeDefinition>([
  ...testCatalog,
  ...(gain === undefined
    ? []
    : [
        ['gain.v1/gain', { ...gain, type: 'gain.v1/gain', plugin: 'gain.v1' }] as const,
        ['dry/gain', { ...gain, type: 'dry/gain', plugin: 'dry', outputs: {} }] as const,
      ]),
])

function apply(project: Project, edits: Edit[]) {
  return applyTransaction(project, { edits }, catalog)
}

const node = (id: string): Edit => ({
  kind: 'add-node',
  node: {
    ...{ id, type: 'gain/gain', position: { x: 0, y: 0 }, params: { gain: -6 } },
    ...{ label: 'Mine', data: { kept: [1] }, preset: { name: 'Soft' } },
  },
})
const begun = unwrap(
  apply(emptyProject('p', 'P'), [
    node('a'),
    node('b'),
    {
      kind: 'connect',
      cable: { id: 'c', from: { node: 'a', port: 'out' }, to: { node: 'b', port: 'in' } },
    },
  ]),
).project

describe('M-02 nodes become those of another major version beside theirs', () => {
  test('all that is at them stays, and one step back undoes it', () => {
    const moved = unwrap(apply(begun, [{ kind: 'set-plugin', nodes: ['a'], plugin: 'gain.v1' }]))
    const { a, b } = begun.graph.nodes
    expect(moved.project.graph).toEqual({
      ...begun.graph,
      nodes: { ...begun.graph.nodes, a: { ...a, type: 'gain.v1/gain' }, b },
    })
    expect(applyPatches(moved.project, moved.inverse)).toEqual(begun)
  })

  test('a cable at a port that it has not goes', () => {
    const moved = unwrap(apply(begun, [{ kind: 'set-plugin', nodes: ['a'], plugin: 'dry' }]))
    expect(moved.project.graph.cables).toEqual({})
  })

  test('what is not there is refused, and nothing is changed', () => {
    const refused = apply(begun, [{ kind: 'set-plugin', nodes: ['a'], plugin: 'none' }])
    expect(refused).toMatchObject({ error: { code: 'node-type-unknown' } })
    const nobody = apply(begun, [{ kind: 'set-plugin', nodes: ['x'], plugin: 'gain.v1' }])
    expect(nobody).toMatchObject({ error: { code: 'node-unknown' } })
  })
})
