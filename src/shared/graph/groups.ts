import { z } from 'zod'
import { idSchema } from './ids'
import { pointSchema } from './point'

/** So many groups, comments, snapshots and the like are kept at most, each. */
export const MAX_GROUPS = 10_000
export const MAX_COMMENTS = 10_000
/** A group may lie in a group that lies in a group, so many in all. */
export const MAX_GROUP_DEPTH = 16
const MAX_PORTS = 64
export const MAX_KNOBS = 64

/** What people mark nodes, groups and comments with; each theme has its own shade. */
export const colorNames = [
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'violet',
  'pink',
] as const
export const colorSchema = z.enum(colorNames)
export type ColorName = z.infer<typeof colorSchema>

const label = z.string().min(1).max(100)

export const groupPortSchema = z.strictObject({
  id: idSchema,
  label,
  /** A node inside, however deep, and its port: cables at the group’s port end there. */
  node: idSchema,
  port: idSchema,
})
export type GroupPort = z.infer<typeof groupPortSchema>

export const groupKnobSchema = z.strictObject({
  id: idSchema,
  label,
  /** A node inside, however deep, and its parameter. */
  node: idSchema,
  param: idSchema,
})
export type GroupKnob = z.infer<typeof groupKnobSchema>

const portListSchema = z
  .array(groupPortSchema)
  .max(MAX_PORTS)
  .refine(ports => allDiffer(ports.map(({ id }) => id)), 'ports of different ids')
  .refine(ports => allDiffer(ports.map(portName)), 'each inner port once')

export const groupPortsSchema = z.strictObject({
  inputs: portListSchema,
  outputs: portListSchema,
})

export const groupKnobsSchema = z
  .array(groupKnobSchema)
  .max(MAX_KNOBS)
  .refine(knobs => allDiffer(knobs.map(({ id }) => id)), 'knobs of different ids')
  .refine(knobs => allDiffer(knobs.map(knobName)), 'each inner parameter once')

const groupLabel = z.string().min(1).max(200)

/**
 * A box around nodes that refer to it. It changes nothing of the sound unless it is bypassed, muted or soloed:
 * cables go on between the nodes themselves.
 */
export const groupSchema = z.strictObject({
  id: idSchema,
  label: groupLabel,
  position: pointSchema,
  /** The group that it lies in; none at the top. */
  group: idSchema.optional(),
  color: colorSchema.optional(),
  collapsed: z.boolean().optional(),
  bypassed: z.boolean().optional(),
  muted: z.boolean().optional(),
  soloed: z.boolean().optional(),
  ports: groupPortsSchema,
  knobs: groupKnobsSchema,
})
export type Group = z.infer<typeof groupSchema>

/** What `set-group` changes; an empty color or group, and `false`, take it away. */
export const groupPatchSchema = z.strictObject({
  label: groupLabel.optional(),
  position: pointSchema.optional(),
  group: z.union([z.literal(''), idSchema]).optional(),
  color: z.union([z.literal(''), colorSchema]).optional(),
  collapsed: z.boolean().optional(),
  bypassed: z.boolean().optional(),
  muted: z.boolean().optional(),
  soloed: z.boolean().optional(),
  ports: groupPortsSchema.optional(),
  knobs: groupKnobsSchema.optional(),
})
export type GroupPatch = z.infer<typeof groupPatchSchema>

const side = z.number().min(1).max(100_000)
const sizeSchema = z.strictObject({ width: side, height: side })
const text = z.string().max(10_000)

/** A comment on the canvas. */
export const commentSchema = z.strictObject({
  id: idSchema,
  position: pointSchema,
  size: sizeSchema,
  text,
  color: colorSchema.optional(),
  group: idSchema.optional(),
})
export type Comment = z.infer<typeof commentSchema>

/** What `set-note` changes; an empty color or group takes it away. */
export const commentPatchSchema = z.strictObject({
  position: pointSchema.optional(),
  size: sizeSchema.optional(),
  text: text.optional(),
  color: z.union([z.literal(''), colorSchema]).optional(),
  group: z.union([z.literal(''), idSchema]).optional(),
})

/** Two ports that name the same one inside are one too many. */
export function portName({ node, port }: Pick<GroupPort, 'node' | 'port'>): string {
  return `${node}/${port}`
}

export function knobName({ node, param }: Pick<GroupKnob, 'node' | 'param'>): string {
  return `${node}/${param}`
}

export function allDiffer(names: readonly string[]): boolean {
  return new Set(names).size === names.length
}
