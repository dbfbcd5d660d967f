import * as fc from 'fast-check'
import type { Curve } from '../automation'
import type { Edit, Transaction } from '../edits'
import { isPlainJson } from '../plain-json'
import { randomGroupEdit } from './random-groups'
import { randomTimelineEdit } from './random-timeline'

const node = fc.integer({ min: 0, max: 9 }).map(index => (index === 9 ? 'output' : `n${index}`))
const cable = fc.integer({ min: 0, max: 15 }).map(index => `c${index}`)
const coordinate = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const position = fc.record({ x: coordinate, y: coordinate })
const type = fc.constantFrom(
  'gain/gain',
  'player/player',
  'lfo/lfo',
  'filter/filter',
  'note-track/note-track',
  'audio-track/audio-track',
  'split/split',
  'gone/gone',
)
const port = fc.constantFrom('in', 'out', 'gain', 'cutoff')
const depth = fc.double({ min: -1, max: 1, noNaN: true })
const value = fc.oneof(
  fc.double({ min: -80, max: 20, noNaN: true }),
  fc.boolean(),
  fc.constantFrom('once', 'loop', '', 'never', 'a'.repeat(64), 'b'.repeat(64)),
)
const param = fc.constantFrom('gain', 'sound', 'loop', 'mode', 'none')
const time = fc.double({ min: 0, max: 100, noNaN: true })
const points = fc
  .array(
    fc.record({
      time,
      value: fc.double({ min: -60, max: 12, noNaN: true }),
      curve: fc.constantFrom<Curve>('hold', 'linear', 'exponential', 'spline'),
    }),
    { maxLength: 5 },
  )
  .map(list => list.toSorted((a, b) => a.time - b.time))
const asset = fc.constantFrom('a', 'b').map(letter => ({
  sha256: letter.repeat(64),
  name: `${letter}.wav`,
  path: `audio/${letter}.wav`,
  bytes: 100,
  sampleRate: 48_000,
  channels: 2,
  frames: 10,
}))

/** Most ids are mostly of one type, so that cables and clips find an end that fits. */
const usualTypes = ['lfo/lfo', 'filter/filter', 'note-track/note-track', 'gain/gain'] as const

function usualType(id: string): string {
  if (id === 'n8') return 'split/split'
  return usualTypes[Number(id.slice(1)) % usualTypes.length] ?? 'gain/gain'
}

/** Nodes of all types, a cable onto a parameter and clips, for the random edits to begin with. */
export const firstEdits: readonly Edit[] = [
  ...Array.from({ length: 9 }, (_, index): Edit => {
    const id = `n${index}`
    return {
      kind: 'add-node',
      node: { id, type: usualType(id), position: { x: 0, y: 0 }, params: {} },
    }
  }),
  {
    kind: 'connect',
    cable: {
      id: 't0',
      from: { node: 'n0', port: 'out' },
      to: { node: 'n1', port: 'cutoff' },
      depth: 0.5,
    },
  },
  ...['k0', 'k1'].map((id): Edit => {
    const clip = { id, kind: 'notes' as const, node: 'n2', start: 0, length: 4, offset: 0 }
    return { kind: 'add-clip', clip: { ...clip, notes: {} } }
  }),
  {
    kind: 'add-clip',
    clip: {
      id: 'k2',
      kind: 'automation',
      node: 'n3',
      param: 'gain',
      start: 0,
      length: 4,
      points: [],
    },
  },
  ...['g0', 'g1'].map((id): Edit => {
    const ports = { inputs: [], outputs: [] }
    const group = { id, label: id, position: { x: 0, y: 0 }, ports, knobs: [] }
    return { kind: 'add-group', group }
  }),
  {
    kind: 'set-nodes',
    nodes: { n1: { group: 'g0' }, n3: { group: 'g0' }, n5: { group: 'g1' } },
  },
]

const turningId = fc.constantFrom('t0', 't1', 't2')
const turning = fc.record({
  id: turningId,
  from: fc.record({ node: fc.constantFrom('n0', 'n4'), port: fc.constant('out') }),
  to: fc.record({ node: fc.constantFrom('n1', 'n5'), port: fc.constantFrom('cutoff', 'poles') }),
  depth,
})

/** Any edit over a small set of ids, so that many of them meet; about half of them fit. */
export const randomEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('add-node' as const),
      node: fc
        .record(
          {
            id: node,
            type: fc.option(type, { nil: undefined }),
            position,
            label: fc.string({ maxLength: 20 }),
            params: fc.dictionary(fc.constantFrom('gain', 'own'), value, { noNullPrototype: true }),
            automation: fc.dictionary(fc.constant('gain'), points, { noNullPrototype: true }),
            bypassed: fc.boolean(),
            data: fc
              .dictionary(fc.constantFrom('x', 'y'), fc.jsonValue({ maxDepth: 3 }), {
                noNullPrototype: true,
              })
              .filter(isPlainJson),
          },
          { requiredKeys: ['id', 'type', 'position', 'params'] },
        )
        .map(made => ({ ...made, type: made.type ?? usualType(made.id) })),
    }),
  },
  fc.record({
    kind: fc.constant('remove-nodes' as const),
    nodes: fc.array(node, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('move-nodes' as const),
    positions: fc.dictionary(node, position, { maxKeys: 3, noNullPrototype: true }),
  }),
  fc.record({
    kind: fc.constant('rename-node' as const),
    node,
    label: fc.string({ maxLength: 10 }),
  }),
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('set-param' as const), node, param, value }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('set-automation' as const),
      node: fc.constantFrom('n3', 'n7', 'n0'),
      param: fc.constantFrom('gain', 'none'),
      points,
    }),
  },
  fc.record({
    kind: fc.constant('set-bypassed' as const),
    nodes: fc.array(node, { maxLength: 3 }),
    bypassed: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('set-plugin' as const),
    nodes: fc.array(node, { maxLength: 1 }),
    plugin: fc.constantFrom('gain', 'lfo'),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('connect' as const),
      cable: fc.record(
        { id: cable, from: fc.record({ node, port }), to: fc.record({ node, port }), depth },
        { requiredKeys: ['id', 'from', 'to'] },
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('connect' as const), cable: turning }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('set-depth' as const),
      cable: fc.oneof(turningId, cable),
      depth,
    }),
  },
  { weight: 6, arbitrary: randomTimelineEdit(node) },
  { weight: 16, arbitrary: randomGroupEdit },
  fc.record({
    kind: fc.constant('disconnect' as const),
    cables: fc.array(fc.oneof(cable, turningId), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('add-asset' as const), asset }),
  fc.record({
    kind: fc.constant('set-transport' as const),
    transport: fc.record(
      { tempo: fc.double({ min: 10, max: 1000, noNaN: true }), length: fc.constantFrom(1, 30, 60) },
      { requiredKeys: [] },
    ),
  }),
  {
    weight: 2,
    arbitrary: fc.record(
      {
        kind: fc.constant('set-result' as const),
        node: fc.constantFrom('n8', 'n3'),
        result: fc.record({
          key: fc.constantFrom('c', 'd').map(letter => letter.repeat(64)),
          by: fc.constant('Test'),
          clips: fc.dictionary(
            fc.constantFrom('part', 'none'),
            fc.constantFrom('a', 'b').map(letter => letter.repeat(64)),
            { noNullPrototype: true },
          ),
        }),
      },
      { requiredKeys: ['kind', 'node'] },
    ),
  },
  fc.record({
    kind: fc.constant('set-title' as const),
    title: fc.string({ minLength: 1, maxLength: 20 }),
  }),
)

/** Transactions in a row, some of them parts of one gesture. Ids count up. */
export function randomTransactions(length: number): fc.Arbitrary<Transaction[]> {
  const one = fc.record({
    edits: fc.array(randomEdit, { minLength: 1, maxLength: 2 }),
    gesture: fc.option(fc.constantFrom('g1', 'g2'), { nil: undefined }),
  })
  return fc.array(one, { minLength: length, maxLength: length }).map(list =>
    list.map(({ edits, gesture }, index) => ({
      id: `t${index}`,
      label: `Edit ${index}`,
      edits,
      ...(gesture !== undefined && { gesture }),
    })),
  )
}
