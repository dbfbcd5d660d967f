import { expect, test } from 'vitest'
import { emptyProject, firstGroups, type Graph } from '#shared/graph'
import { FakeShell } from '../testing/fake-shell'
import { patchChoices } from './patch-choices'

const { catalog } = new FakeShell(emptyProject('p', 'P'))

const at = { x: 0, y: 0 }
const graph: Graph = {
  ...firstGroups(),
  nodes: {
    osc: { id: 'osc', type: 'oscillator/oscillator', position: at, params: {} },
    one: { id: 'one', type: 'gain/gain', position: at, params: {} },
    two: { id: 'two', type: 'gain/gain', position: at, params: {}, label: 'Trim' },
    out: { id: 'out', type: 'output/output', position: at, params: {} },
  },
  cables: { c: { id: 'c', from: { node: 'osc', port: 'out' }, to: { node: 'one', port: 'in' } } },
}

test('a source may go to every input that it is not wired to, and lists the cable that it has', () => {
  const choices = patchChoices(graph, catalog, 'osc')
  expect(choices.map(choice => [choice.kind, choice.text])).toEqual([
    ['connect', 'Out → Trim, In'],
    ['connect', 'Out → Output, In'],
    ['disconnect', 'Out → Gain, In'],
  ])
})

test('what has inputs alone lists what may feed it', () => {
  const choices = patchChoices(graph, catalog, 'out')
  expect(choices.map(choice => choice.text)).toEqual([
    'In ← Oscillator, Out',
    'In ← Gain, Out',
    'In ← Trim, Out',
  ])
})
