import { z } from 'zod'
import { automationPointSchema } from './automation'
import { clipPatchSchema, clipSchema, MAX_CLIP_NOTES, noteSchema } from './clips'
import {
  allDiffer,
  colorSchema,
  commentPatchSchema,
  commentSchema,
  groupPatchSchema,
  groupSchema,
} from './groups'
import { idSchema, nodeTypeSchema, pluginIdSchema } from './ids'
import { resultSchema } from './node-result'
import { paramValueSchema } from './params'
import {
  MAX_MIDI_MAPPINGS,
  midiMappingSchema,
  performerControlsSchema,
  snapshotPatchSchema,
  snapshotSchema,
} from './performer'
import { pointSchema } from './point'
import { assetSchema, cableSchema, depthSchema, nodeSchema, presetSchema } from './project'
import { beatSchema } from './time-base'
import { transportSchema } from './transport-settings'

/** What `set-nodes` changes of a node; an empty label, color, group or preset, and `false`, take it away. */
const nodePatchSchema = z.strictObject({
  label: z.string().max(200).optional(),
  color: z.union([z.literal(''), colorSchema]).optional(),
  collapsed: z.boolean().optional(),
  muted: z.boolean().optional(),
  soloed: z.boolean().optional(),
  group: z.union([z.literal(''), idSchema]).optional(),
  preset: z.union([z.literal(''), presetSchema]).optional(),
})
export type NodePatch = z.infer<typeof nodePatchSchema>

/** Old ports or parameters by the new ones that take their place, each one of them once. */
const mapping = z
  .record(idSchema, idSchema)
  .refine(names => allDiffer(Object.values(names)), 'each new name once')

/** The only ways in which a project changes. */
export const editSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add-node'), node: nodeSchema }),
  /** All that names the nodes goes with them: cables, clips, ports and knobs of groups, controls, snapshots. */
  z.strictObject({ kind: z.literal('remove-nodes'), nodes: z.array(idSchema).max(100_000) }),
  /** Groups and comments too. */
  z.strictObject({ kind: z.literal('move-nodes'), positions: z.record(idSchema, pointSchema) }),
  z.strictObject({ kind: z.literal('rename-node'), node: idSchema, label: z.string().max(200) }),
  z.strictObject({
    kind: z.literal('set-param'),
    node: idSchema,
    param: idSchema,
    value: paramValueSchema,
  }),
  /** No points take the automation away. */
  z.strictObject({
    kind: z.literal('set-automation'),
    node: idSchema,
    param: idSchema,
    points: z.array(automationPointSchema).max(100_000),
  }),
  z.strictObject({
    kind: z.literal('set-bypassed'),
    nodes: z.array(idSchema).max(100_000),
    bypassed: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('set-nodes'), nodes: z.record(idSchema, nodePatchSchema) }),
  /**
   * The node becomes one of another type and keeps its place, its name and what the three mappings name; cables at ports that
   * they do not name, or that do not fit, go.
   */
  z.strictObject({
    kind: z.literal('replace-node'),
    node: idSchema,
    type: nodeTypeSchema,
    params: z.record(idSchema, paramValueSchema),
    ports: z.strictObject({ inputs: mapping, outputs: mapping, params: mapping }),
  }),
  /** Nodes become those of the same names of another plugin, such as another major version that lies beside theirs. */
  z.strictObject({
    kind: z.literal('set-plugin'),
    nodes: z.array(idSchema).max(100_000),
    plugin: pluginIdSchema,
  }),
  /** What ports and knobs name has to lie inside when the transaction ends. */
  z.strictObject({ kind: z.literal('add-group'), group: groupSchema }),
  /** What lies in them moves up. */
  z.strictObject({ kind: z.literal('remove-groups'), groups: z.array(idSchema).max(100_000) }),
  z.strictObject({ kind: z.literal('set-group'), group: idSchema, change: groupPatchSchema }),
  /** A comment on the canvas. */
  z.strictObject({ kind: z.literal('add-note'), note: commentSchema }),
  z.strictObject({ kind: z.literal('set-note'), note: idSchema, change: commentPatchSchema }),
  z.strictObject({ kind: z.literal('remove-notes'), notes: z.array(idSchema).max(100_000) }),
  z.strictObject({ kind: z.literal('set-performer'), controls: performerControlsSchema }),
  z.strictObject({ kind: z.literal('add-snapshot'), snapshot: snapshotSchema }),
  z.strictObject({
    kind: z.literal('set-snapshot'),
    snapshot: idSchema,
    change: snapshotPatchSchema,
  }),
  z.strictObject({
    kind: z.literal('remove-snapshots'),
    snapshots: z.array(idSchema).max(100_000),
  }),
  /** Mappings are put in, or in place of those of the same ids; others stay. */
  z.strictObject({
    kind: z.literal('set-midi'),
    mappings: z.array(midiMappingSchema).max(MAX_MIDI_MAPPINGS),
    remove: z.array(idSchema).max(MAX_MIDI_MAPPINGS),
  }),
  z.strictObject({ kind: z.literal('connect'), cable: cableSchema }),
  z.strictObject({ kind: z.literal('disconnect'), cables: z.array(idSchema).max(1_000_000) }),
  /** Of a cable that has a depth. */
  z.strictObject({ kind: z.literal('set-depth'), cable: idSchema, depth: depthSchema }),
  z.strictObject({ kind: z.literal('add-clip'), clip: clipSchema }),
  z.strictObject({ kind: z.literal('remove-clips'), clips: z.array(idSchema).max(100_000) }),
  /** Along the timeline, and to another node where one is named. */
  z.strictObject({
    kind: z.literal('move-clips'),
    places: z.record(idSchema, z.strictObject({ start: beatSchema, node: idSchema.optional() })),
  }),
  z.strictObject({ kind: z.literal('set-clip'), clip: idSchema, change: clipPatchSchema }),
  /** Notes are put in, or in place of those of the same ids; others stay. */
  z.strictObject({
    kind: z.literal('set-notes'),
    clip: idSchema,
    notes: z.array(noteSchema).max(MAX_CLIP_NOTES),
    remove: z.array(idSchema).max(MAX_CLIP_NOTES),
  }),
  z.strictObject({ kind: z.literal('add-asset'), asset: assetSchema }),
  z.strictObject({ kind: z.literal('set-transport'), transport: transportSchema.partial() }),
  /** Of a node that works as a job: what it has made; nothing takes it away. */
  z.strictObject({
    kind: z.literal('set-result'),
    node: idSchema,
    result: resultSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('set-title'), title: z.string().min(1).max(200) }),
])
export type Edit = z.infer<typeof editSchema>
export type EditOf<Kind extends Edit['kind']> = Extract<Edit, { kind: Kind }>

export const transactionSchema = z.strictObject({
  /** Made by whoever edits, so that its echo is known again. */
  id: idSchema,
  /** What the history says: “Move 3 nodes”. */
  label: z.string().min(1).max(200),
  /** Transactions of one gesture (one drag of a knob) are undone together. */
  gesture: idSchema.optional(),
  edits: z.array(editSchema).min(1).max(200_000),
})
export type Transaction = z.infer<typeof transactionSchema>

export const patchSchema = z.strictObject({
  op: z.enum(['add', 'remove', 'replace']),
  path: z.array(z.union([z.string(), z.number()])),
  value: z.unknown().optional(),
})
/** A change of the document, as the edit log and the mirrors keep it. */
export type ProjectPatch = z.infer<typeof patchSchema>
