import { z } from 'zod'
import { clamp, err, fail, ok, type Result } from '../kit'
import type { Edit } from './edits'
import { idSchema, nodeTypeSchema, type ParamId } from './ids'
import type { NodeDefinition } from './node-spec'
import { onStep, paramProblem, paramValueSchema, type ParamSpec, type ParamValue } from './params'
import type { Node } from './project'

export const PRESET_FORMAT = 'wireharp-preset'
export const PRESET_VERSION = 1
/** Letters of a preset file. */
export const MAX_PRESET_LETTERS = 1_000_000

export const presetNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u, 'a name without control characters')

export const presetParamsSchema = z
  .record(idSchema, paramValueSchema)
  .refine(params => Object.keys(params).length <= 512, 'at most 512 parameters')

/** A preset as a file: JSON that says which node it is of, and how its parameters stand. */
export const presetFileSchema = z.strictObject({
  $schema: z.string().max(400).optional(),
  format: z.literal(PRESET_FORMAT),
  version: z.literal(PRESET_VERSION),
  node: nodeTypeSchema.describe('Type of the node.'),
  /** Of the plugin that it was made with. */
  pluginVersion: z.string().max(64),
  name: presetNameSchema,
  description: z.string().max(500).optional(),
  author: z.string().max(100).optional(),
  tags: z.array(z.string().min(1).max(30)).max(12).default([]),
  /** What is left out is as in a new node. */
  params: presetParamsSchema,
})
export type PresetFile = z.infer<typeof presetFileSchema>

/** Reads a preset file. */
export function parsePreset(text: string): Result<PresetFile> {
  if (text.length > MAX_PRESET_LETTERS) return err(fail('preset-damaged', 'It is too long.'))
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return err(fail('preset-damaged', 'It is no JSON.'))
  }
  const head = z.looseObject({ format: z.literal(PRESET_FORMAT), version: z.int() }).safeParse(json)
  if (!head.success) return err(fail('preset-damaged', 'It does not say that it is a preset.'))
  if (head.data.version > PRESET_VERSION) {
    return err(fail('preset-version-newer', `It has version ${head.data.version}.`))
  }
  const parsed = presetFileSchema.safeParse(json)
  if (parsed.success) return ok(parsed.data)
  const [issue] = parsed.error.issues
  return err(fail('preset-damaged', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`))
}

/** A preset of a node as it stands: all that differs from a new one. Sounds are the project’s, and stay with it. */
export function presetOf(definition: NodeDefinition, node: Node, name: string): PresetFile {
  const params = Object.entries(definition.params).flatMap(([param, spec]) => {
    const value = node.params[param]
    return value === undefined || value === spec.default || spec.kind === 'file'
      ? []
      : [[param, value] as const]
  })
  return {
    format: PRESET_FORMAT,
    version: PRESET_VERSION,
    node: definition.type,
    pluginVersion: definition.pluginVersion,
    name,
    tags: [],
    params: Object.fromEntries(params),
  }
}

/** The value of every parameter but sounds after a preset; those that the definition does not take are as new. */
export function presetValues(
  definition: NodeDefinition,
  params: Readonly<Record<ParamId, ParamValue>>,
): ReadonlyMap<ParamId, ParamValue> {
  return new Map(
    Object.entries(definition.params)
      .filter(([, spec]) => spec.kind !== 'file')
      .map(([param, spec]) => [param, taken(spec, params[param])]),
  )
}

/** The edits that put a preset onto a node; none where it stands so already. */
export function presetEdits(
  definition: NodeDefinition,
  node: Node,
  preset: Pick<PresetFile, 'name' | 'params'>,
): Edit[] {
  const edits = valueEdits(definition, node, presetValues(definition, preset.params))
  const named = node.preset?.name === preset.name
  if (edits.length === 0 && named) return []
  return [...edits, { kind: 'set-nodes', nodes: { [node.id]: { preset: { name: preset.name } } } }]
}

/** Whether a node stands otherwise than a preset has it. */
export function differsFromPreset(
  definition: NodeDefinition,
  node: Node,
  params: Readonly<Record<ParamId, ParamValue>>,
): boolean {
  return valueEdits(definition, node, presetValues(definition, params)).length > 0
}

/** The edits after which a node has these values. */
export function valueEdits(
  definition: NodeDefinition,
  node: Pick<Node, 'id' | 'params'>,
  values: ReadonlyMap<ParamId, ParamValue>,
): Edit[] {
  return [...values].flatMap(([param, value]): Edit[] => {
    const spec = definition.params[param]
    if (spec === undefined || (node.params[param] ?? spec.default) === value) return []
    return [{ kind: 'set-param', node: node.id, param, value }]
  })
}

/** The nearest that a parameter can be; what it cannot be at all leaves it as new. */
function taken(spec: ParamSpec, value: ParamValue | undefined): ParamValue {
  if (value === undefined) return spec.default
  if (spec.kind === 'number') {
    return typeof value === 'number' && Number.isFinite(value)
      ? onStep(spec, clamp(value, spec.min, spec.max))
      : spec.default
  }
  return paramProblem(spec, value) === undefined ? value : spec.default
}
