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
import { idSchema, pluginIdSchema } from './ids'
import { nodeSpecSchema } from './node-spec'
import { permissionSchema } from './rights'

/** `plugin.json`: who a plugin is, what it brings and which rights it wants. Reading it runs nothing. */
export const manifestSchema = z
  .strictObject({
    $schema: z.string().max(400).optional(),
    id: pluginIdSchema,
    name: z.string().min(1).max(60),
    version: z
      .string()
      .max(64)
      .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'a semantic version'),
    /** Version of the plugin interface that it was written for. */
    api: z.literal(1),
    author: z.string().min(1).max(100),
    description: z.string().min(1).max(500),
    licence: z.string().min(1).max(60),
    category: z.string().min(1).max(40),
    kind: pluginKindSchema.optional(),
    /** The code, beside plugin.json. Plugins that are made of kernels alone have none. */
    main: z
      .string()
      .max(100)
      .regex(/^[\w-]+\.(js|ts)$/, 'a .js or .ts file beside plugin.json')
      .optional(),
    nodes: z.record(idSchema, nodeSpecSchema).default({}),
    tools: z.record(idSchema, toolSpecSchema).default({}),
    sensors: z.record(idSchema, sensorSpecSchema).default({}),
    views: z.record(idSchema, viewSpecSchema).default({}),
    workflows: z.record(idSchema, workflowSpecSchema).default({}),
    providers: z.array(providerSpecSchema).max(32).default([]),
    models: z.record(idSchema, modelSpecSchema).default({}),
    permissions: z.array(permissionSchema).max(32).default([]),
    /** JSON Schema of the plugin's settings; the form in the app is made from it. */
    configSchema: jsonSchemaSchema.optional(),
    defaultConfig: z.record(z.string().max(200), z.unknown()).default({}),
    /** Other plugins that it needs, with the versions that will do. */
    dependencies: z.record(pluginIdSchema, rangeSchema).default({}),
    requires: requiresSchema.optional(),
  })
  .superRefine((manifest, context) => {
    const complain = (message: string, ...path: string[]) =>
      context.addIssue({ code: 'custom', message, path })
    const needsMain = codeUser(manifest)
    if (manifest.main === undefined && needsMain !== undefined) {
      complain(`a plugin with ${needsMain} needs “main”`, 'main')
    }
    for (const [id, { node }] of Object.entries(manifest.views)) {
      if (node !== undefined && !(node in manifest.nodes)) {
        complain(`there is no node “${node}”`, 'views', id, 'node')
      }
    }
    const names = manifest.providers.map(({ kind, name }) => `${kind} “${name}”`)
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    if (twice !== undefined) complain(`the provider ${twice} stands there twice`, 'providers')
  })
export type Manifest = z.infer<typeof manifestSchema>
export type ManifestInput = z.input<typeof manifestSchema>

/** What of a plugin cannot be without code, as words. */
function codeUser(
  parts: Pick<Manifest, 'nodes' | 'tools' | 'sensors' | 'providers'>,
): string | undefined {
  if (Object.values(parts.nodes).some(node => node.dsp.form === 'script')) return 'script nodes'
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
