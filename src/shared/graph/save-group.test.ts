import { expect, test } from 'vitest'
import { unwrap } from '../kit'
import { applyTransaction } from './apply-transaction'
import type { Edit } from './edits'
import { emptyProject } from './project'
import { saveGroup } from './save-group'
import { testCatalog } from './testing'

const add = (id: string, label: string): Edit => ({
  kind: 'add-node',
  node: { id, type: 'gain/gain', label, position: { x: 0, y: 0 }, params: {}, group: 'g' },
})
const group: Edit = {
  kind: 'add-group',
  group: {
    ...{ id: 'g', label: 'Rack', position: { x: 0, y: 0 }, knobs: [] },
    ports: { inputs: [], outputs: [] },
  },
}

test.each([
  [['Amp'], 'Made of Amp.'],
  [['Amp', 'Amp', 'Pan'], 'Made of Amp, Pan.'],
  [['A', 'B', 'C', 'D', 'E'], 'Made of A, B, C and 2 more.'],
])('M-06 a node that is made of %j says so', (labels, told) => {
  const edits = [group, ...labels.map((label, at) => add(`n${at}`, label))]
  const { project } = unwrap(applyTransaction(emptyProject('p', 'P'), { edits }, testCatalog))
  expect(unwrap(saveGroup(project.graph, testCatalog, 'g', 'Rack')).spec.description).toBe(told)
})
