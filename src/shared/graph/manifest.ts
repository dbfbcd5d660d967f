import { z } from 'zod'
import {
  jsonSchemaSchema,
  modelSpecSchema,
  pluginKindSchema,
  providerSpecSchema,
  rangeSchema,
  requiresSchema,
  sensorSpecSchema,
  toolSpecSchema,
  viewSpecSchema,
  workflowSpecSchema,
  type PluginKind,
} from './contributions'
import { graphNodeProblems } from './graph-node-problems'
import { idSchema, pluginIdSchema } from './ids'
import { nodeSpecSchema, type NodeSpec } from './node-spec'
import { pluginIconSchema } from './plugin-icon'
import { MUSIC, permissionSchema } from './rights'

/** Letters that are not seen, or turn those around them about, make one name look like another. */
const plainText =
  /^[^\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]*$/u
const unseen = 'a text without letters that cannot be seen'

/** More than any plugin has; without limits a file of 1 MB fills the screen and the memory. */
const most = { nodes: 256, params: 512, ports: 128, others: 128 }

/** `plugin.json`: who a plugin is, what it brings and which rights it wants. Reading it runs nothing. */
export const manifestSchema = z
  .strictObject({
    $schema: z
      .string()
      .max(400)
      .optional()
      .describe('Where an editor finds the schema of this file.'),
    id: pluginIdSchema.describe(
      'The plugin’s own name for good: projects hold it. Lower case; scoped like an npm name if you like.',
    ),
    name: z.string().min(1).max(60).regex(plainText, unseen).describe('What people read.'),
    version: z
      .string()
      .max(64)
      .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'a semantic version')
      .describe('A semantic version.'),
    api: z.literal(1).describe('Version of the plugin interface that it was written for.'),
    author: z.string().min(1).max(100).regex(plainText, unseen).describe('Who made it.'),
    description: z.string().min(1).max(500).describe('What it does, in a sentence or two.'),
    licence: z.string().min(1).max(60).describe('An SPDX name, such as `MIT`.'),
    category: z
      .string()
      .min(1)
      .max(40)
      .describe('The group in the browser that its nodes stand in.'),
    icon: pluginIconSchema.optional().describe('The picture that it stands under in lists.'),
    kind: pluginKindSchema
      .optional()
      .describe('What it is, first of all. Left out, it follows from what it contributes.'),
    main: z
      .string()
      .max(100)
      .regex(/^[\w-]+\.(js|ts)$/, 'a .js or .ts file beside plugin.json')
      .optional()
      .describe('The code, beside plugin.json. Plugins that are made of kernels alone have none.'),
    nodes: z.record(idSchema, nodeSpecSchema).default({}).describe('Nodes for the canvas, by id.'),
    tools: z
      .record(idSchema, toolSpecSchema)
      .default({})
      .describe('What people, nodes and assistants can call, by id.'),
    sensors: z
      .record(idSchema, sensorSpecSchema)
      .default({})
      .describe('Numbers from the world that modulate parameters, by id.'),
    views: z.record(idSchema, viewSpecSchema).default({}).describe('Pages of its own, by id.'),
    workflows: z
      .record(idSchema, workflowSpecSchema)
      .default({})
      .describe('Projects to begin from, by id.'),
    providers: z
      .array(providerSpecSchema)
      .max(32)
      .default([])
      .describe('Abilities that are looked up by kind and name.'),
    models: z.record(idSchema, modelSpecSchema).default({}).describe('Files of AI models, by id.'),
    permissions: z
      .array(permissionSchema)
      .max(32)
      .default([])
      .describe('Rights that it asks for: names, or objects with scope and reason.'),
    configSchema: jsonSchemaSchema
      .optional()
      .describe('JSON Schema of its settings; the form in the app is made from it.'),
    defaultConfig: z
      .record(z.string().max(200), z.unknown())
      .default({})
      .describe('The settings that it begins with.'),
    dependencies: z
      .record(pluginIdSchema, rangeSchema)
      .default({})
      .describe('Other plugins that it needs: ranges of versions by id.'),
    requires: requiresSchema
      .optional()
      .describe('What the machine must have; on others the plugin is skipped.'),
  })
  .superRefine((manifest, context) => {
    const complain = (message: string, ...path: string[]) =>
      context.addIssue({ code: 'custom', message, path })
    const needsMain = codeUser(manifest)
    if (manifest.main === undefined && needsMain !== undefined) {
      complain(`a plugin with ${needsMain} needs “main”`, 'main')
    }
    for (const [path, count, limit] of sizesOf(manifest)) {
      if (count > limit) complain(`there are ${count} of them, and ${limit} may be`, ...path)
    }
    for (const [id, { node }] of Object.entries(manifest.views)) {
      if (node !== undefined && !(node in manifest.nodes)) {
        complain(`there is no node “${node}”`, 'views', id, 'node')
      }
    }
    for (const { message, path } of graphNodeProblems(manifest)) complain(message, ...path)
    manifest.permissions.forEach(({ right, scope = [] }, index) => {
      const known = (name: string) => name === '*' || name === MUSIC || name in manifest.models
      const unknown = right === 'model' ? scope.find(name => !known(name)) : undefined
      if (unknown !== undefined) {
        const place = ['permissions', String(index), 'scope']
        complain(`there is no model “${unknown}”; “${MUSIC}” is the app’s own`, ...place)
      }
    })
    const names = manifest.providers.map(({ kind, name }) => `${kind} “${name}”`)
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    if (twice !== undefined) complain(`the provider ${twice} stands there twice`, 'providers')
  })
export type Manifest = z.infer<typeof manifestSchema>
export type ManifestInput = z.input<typeof manifestSchema>

/** How many of each there are, with its place and the most that may be. */
function sizesOf(manifest: Parts): [path: string[], count: number, limit: number][] {
  const count = (part: object) => Object.keys(part).length
  return [
    [['nodes'], count(manifest.nodes), most.nodes],
    ...(['tools', 'sensors', 'views', 'workflows', 'models', 'dependencies'] as const).map(
      (key): [string[], number, number] => [[key], count(manifest[key]), most.others],
    ),
    ...Object.entries(manifest.nodes).flatMap(([id, node]): [string[], number, number][] => [
      [['nodes', id, 'params'], count(node.params), most.params],
      [['nodes', id, 'inputs'], count(node.inputs), most.ports],
      [['nodes', id, 'outputs'], count(node.outputs), most.ports],
    ]),
  ]
}

type Parts = Pick<
  Manifest,
  'nodes' | 'tools' | 'sensors' | 'views' | 'workflows' | 'models' | 'dependencies'
>

/** What of a plugin cannot be without code, as words. */
function codeUser(
  parts: Pick<Manifest, 'nodes' | 'tools' | 'sensors' | 'providers'>,
): string | undefined {
  if (Object.values(parts.nodes).some(node => node.dsp.form === 'script')) return 'script nodes'
  const isOwn = ({ dsp }: NodeSpec) => dsp.form === 'job' && dsp.hears !== undefined
  if (Object.values(parts.nodes).some(isOwn)) return 'nodes of its own work'
  if (Object.keys(parts.tools).length > 0) return 'tools'
  if (Object.keys(parts.sensors).length > 0) return 'sensors'
  return parts.providers.length > 0 ? 'providers' : undefined
}

/** What a plugin is, first of all: as it says, or by what it contributes. */
export function kindOf(manifest: Manifest): PluginKind {
  if (manifest.kind !== undefined) return manifest.kind
  const [node] = Object.values(manifest.nodes)
  if (node !== undefined) return node.kind === 'output' ? 'node' : node.kind
  if (Object.keys(manifest.sensors).length > 0) return 'sensor'
  if (Object.keys(manifest.tools).length > 0) return 'tool'
  if (manifest.providers.length > 0) return 'provider'
  if (Object.keys(manifest.models).length > 0) return 'model'
  if (Object.keys(manifest.workflows).length > 0) return 'workflow'
  const [view] = Object.values(manifest.views)
  if (view !== undefined) return view.place === 'panel' ? 'ui' : 'visualization'
  return 'node'
}
