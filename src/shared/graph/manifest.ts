import { z } from 'zod'
import { idSchema, pluginIdSchema } from './ids'
import { nodeSpecSchema } from './node-spec'

/** `plugin.json`: who a plugin is, what it brings and which rights it wants. Reading it runs nothing. */
export const manifestSchema = z
  .strictObject({
    $schema: z.string().optional(),
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
    /** The code, beside plugin.json. Plugins that are made of kernels alone have none. */
    main: z
      .string()
      .regex(/^[\w-]+\.(js|ts)$/, 'a .js or .ts file beside plugin.json')
      .optional(),
    nodes: z.record(idSchema, nodeSpecSchema).default({}),
    permissions: z.array(z.string().max(100)).max(32).default([]),
  })
  .refine(
    manifest =>
      manifest.main !== undefined ||
      Object.values(manifest.nodes).every(node => node.dsp.form !== 'script'),
    { message: 'a plugin with script nodes needs “main”', path: ['main'] },
  )
export type Manifest = z.infer<typeof manifestSchema>
export type ManifestInput = z.input<typeof manifestSchema>
