import * as fc from 'fast-check'
import type { Edit } from '../edits'
import { colorNames } from '../groups'

/** Few ids, so that they meet; `n7` is a node’s, so that it is refused while there is one. */
const group = fc.constantFrom('g0', 'g1', 'g2', 'g3', 'n7')
const comment = fc.constantFrom('m0', 'm1', 'm2')
const snapshot = fc.constantFrom('s0', 's1', 's2')
const node = fc.integer({ min: 0, max: 8 }).map(index => `n${index}`)
const coordinate = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const position = fc.record({ x: coordinate, y: coordinate })
const color = fc.constantFrom(...colorNames)
const noColor = fc.oneof(fc.constant('' as const), color)
const noGroup = fc.oneof(fc.constant('' as const), group)
const label = fc.string({ minLength: 1, maxLength: 20 })
const few = { requiredKeys: [] }
const gain = fc.double({ min: -80, max: 20, noNaN: true })

const port = fc.record({
  id: fc.constantFrom('p0', 'p1', 'p2'),
  label,
  node,
  port: fc.constantFrom('in', 'out', 'cutoff'),
})
const knob = fc.record({
  id: fc.constantFrom('q0', 'q1'),
  label,
  node,
  param: fc.constantFrom('gain', 'cutoff', 'own'),
})
const portList = fc
  .uniqueArray(port, { maxLength: 2, selector: ({ id }) => id })
  .filter(([a, b]) => a?.node !== b?.node || a?.port !== b?.port)
const ports = fc.record({ inputs: portList, outputs: portList })
const knobs = fc
  .uniqueArray(knob, { maxLength: 2, selector: ({ id }) => id })
  .filter(([a, b]) => a?.node !== b?.node || a?.param !== b?.param)
/** Most groups show nothing at first, so that they fit whatever lies in them. */
const noPorts = fc.constant({}).map(() => ({ inputs: [], outputs: [] }))

const values = fc.dictionary(
  node,
  fc.dictionary(fc.constantFrom('gain', 'cutoff'), gain, {
    maxKeys: 1,
    noNullPrototype: true,
  }),
  { maxKeys: 2, noNullPrototype: true },
)
const mapping = fc.constantFrom<Record<string, string>>(
  {},
  { in: 'in', out: 'out', gain: 'gain', cutoff: 'cutoff' },
  { gain: 'poles', out: 'out' },
  { cutoff: 'gain', in: 'cutoff' },
)

/** Edits of groups, comments, the performer view, snapshots and MIDI mappings, over a small set of ids. */
export const randomGroupEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('add-group' as const),
      group: fc.record(
        {
          id: group,
          label,
          position,
          group,
          color,
          collapsed: fc.boolean(),
          bypassed: fc.boolean(),
          muted: fc.boolean(),
          soloed: fc.boolean(),
          ports: fc.oneof({ weight: 3, arbitrary: noPorts }, { weight: 1, arbitrary: ports }),
          knobs: fc.oneof(
            { weight: 3, arbitrary: fc.constant({}).map(() => []) },
            { weight: 1, arbitrary: knobs },
          ),
        },
        { requiredKeys: ['id', 'label', 'position', 'ports', 'knobs'] },
      ),
    }),
  },
  fc.record({
    kind: fc.constant('remove-groups' as const),
    groups: fc.array(group, { minLength: 1, maxLength: 2 }),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('set-group' as const),
      group,
      change: fc.record(
        {
          label,
          position,
          group: noGroup,
          color: noColor,
          collapsed: fc.boolean(),
          bypassed: fc.boolean(),
          muted: fc.boolean(),
          soloed: fc.boolean(),
          ports,
          knobs,
        },
        few,
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('set-nodes' as const),
      nodes: fc.dictionary(
        node,
        fc.record(
          {
            label: fc.string({ maxLength: 10 }),
            color: noColor,
            collapsed: fc.boolean(),
            muted: fc.boolean(),
            soloed: fc.boolean(),
            group: noGroup,
            preset: fc.oneof(fc.constant('' as const), fc.record({ name: label })),
          },
          few,
        ),
        { maxKeys: 3, noNullPrototype: true },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('replace-node' as const),
      node,
      type: fc.constantFrom('gain/gain', 'filter/filter', 'note-track/note-track', 'gone/gone'),
      params: fc.constantFrom<Record<string, number>>({}, { gain: -6 }, { cutoff: 440 }),
      ports: fc.record({ inputs: mapping, outputs: mapping, params: mapping }),
    }),
  },
  fc.record({
    kind: fc.constant('add-note' as const),
    note: fc.record(
      {
        id: comment,
        position,
        size: fc.record({
          width: fc.integer({ min: 1, max: 1000 }),
          height: fc.integer({ min: 1, max: 1000 }),
        }),
        text: fc.string({ maxLength: 30 }),
        color,
        group,
      },
      { requiredKeys: ['id', 'position', 'size', 'text'] },
    ),
  }),
  fc.record({
    kind: fc.constant('set-note' as const),
    note: comment,
    change: fc.record(
      { position, text: fc.string({ maxLength: 30 }), color: noColor, group: noGroup },
      few,
    ),
  }),
  fc.record({
    kind: fc.constant('remove-notes' as const),
    notes: fc.array(comment, { minLength: 1, maxLength: 1 }),
  }),
  fc.record({
    kind: fc.constant('set-performer' as const),
    controls: fc.uniqueArray(
      fc.record(
        {
          id: fc.constantFrom('c0', 'c1', 'c2'),
          node,
          param: fc.constantFrom('gain', 'cutoff'),
          label,
          row: fc.integer({ min: 0, max: 9 }),
          column: fc.integer({ min: 0, max: 9 }),
        },
        { requiredKeys: ['id', 'node', 'param'] },
      ),
      { maxLength: 2, selector: ({ id }) => id },
    ),
  }),
  fc.record({
    kind: fc.constant('add-snapshot' as const),
    snapshot: fc.record(
      { id: snapshot, name: label, node, values },
      { requiredKeys: ['id', 'name', 'values'] },
    ),
  }),
  fc.record({
    kind: fc.constant('set-snapshot' as const),
    snapshot,
    change: fc.record({ name: label, values }, few),
  }),
  fc.record({
    kind: fc.constant('remove-snapshots' as const),
    snapshots: fc.array(snapshot, { minLength: 1, maxLength: 1 }),
  }),
  fc.record({
    kind: fc.constant('set-midi' as const),
    mappings: fc.array(
      fc.record(
        {
          id: fc.constantFrom('x0', 'x1'),
          node,
          param: fc.constantFrom('gain', 'cutoff'),
          channel: fc.integer({ min: 1, max: 16 }),
          controller: fc.integer({ min: 0, max: 127 }),
          device: label,
          from: fc.constantFrom(0, 0.25, 1),
          to: fc.constantFrom(0, 0.25, 1),
        },
        { requiredKeys: ['id', 'node', 'param', 'controller'] },
      ),
      { maxLength: 2 },
    ),
    remove: fc.array(fc.constantFrom('x0', 'x1'), { maxLength: 1 }),
  }),
)
