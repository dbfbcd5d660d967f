import { z } from 'zod'
import { idSchema } from './ids'

/** What a plugin is, first of all. Left out, it follows from what the plugin contributes. */
export const pluginKindSchema = z.enum([
  'effect',
  'generator',
  'analyzer',
  'sensor',
  'tool',
  'integration',
  'visualization',
  'ui',
  'workflow',
  'node',
  'model',
  'provider',
])
export type PluginKind = z.infer<typeof pluginKindSchema>

/**
 * A JSON Schema (draft 2020-12 or 7). Its own form is checked where the plugin is read; here it is an object
 * whose depth the size of plugin.json bounds, so that no schema overflows the stack.
 */
export const jsonSchemaSchema = z.record(z.string().max(200), z.unknown())
export type JsonSchema = z.infer<typeof jsonSchemaSchema>

const label = z.string().min(1).max(60).describe('What people read.')
const description = z.string().min(1).max(500).describe('What it does, in a sentence or two.')

/** A path inside the plugin's folder: no `..`, nothing hidden, slashes forward. */
function fileIn(ending: string) {
  return z
    .string()
    .max(200)
    .regex(
      new RegExp(String.raw`^(?:\w[\w-]*/){0,8}\w[\w.-]*\.${ending}$`),
      `a path like “name.${ending}” in the plugin’s folder`,
    )
}

/** Something that people, nodes and assistants can call: an object in, JSON out, within a time. */
export const toolSpecSchema = z.strictObject({
  label,
  description,
  input: jsonSchemaSchema.describe('JSON Schema of the object that it takes.'),
  output: jsonSchemaSchema.optional().describe('JSON Schema of what it answers.'),
  timeoutMs: z
    .int()
    .min(1)
    .max(600_000)
    .optional()
    .describe('How long a call may take, in ms; 10 000 if left out.'),
})
export type ToolSpec = z.infer<typeof toolSpecSchema>

/** A number that the world yields, again and again: a source of modulation, `<plugin>/<sensor>`. */
export const sensorSpecSchema = z
  .strictObject({
    label,
    description: description.optional(),
    unit: z.string().max(12).describe('Shown after a reading, such as `°C`; may be empty.'),
    min: z.number().describe('The reading that modulation takes as 0. Readings may lie outside.'),
    max: z.number().describe('The reading that modulation takes as 1.'),
    rateHz: z.number().min(0.001).max(1000).describe('How often it is read, in Hz.'),
  })
  .refine(sensor => sensor.min < sensor.max, { message: 'min must be below max', path: ['min'] })
export type SensorSpec = z.infer<typeof sensorSpecSchema>

/** A page of the plugin's own, in a frame that reaches nothing but by checked messages. */
export const viewSpecSchema = z
  .strictObject({
    label,
    entry: fileIn('html').describe('The page, in the plugin’s folder.'),
    place: z.enum(['node', 'panel']).describe('Whether it stands in a node or in a panel.'),
    node: idSchema
      .optional()
      .describe('The node that it shows; a panel shows the one that is selected, or the first.'),
    messages: z
      .strictObject({
        in: jsonSchemaSchema.optional().describe('JSON Schema of the messages to the page.'),
        out: jsonSchemaSchema.optional().describe('JSON Schema of the messages from the page.'),
      })
      .optional()
      .describe('What may pass between the page and the app; nothing else does.'),
  })
  .refine(view => view.place === 'panel' || view.node !== undefined, {
    message: 'a view in a node names the node',
    path: ['node'],
  })
export type ViewSpec = z.infer<typeof viewSpecSchema>

/** A project that comes with the plugin, to begin from. */
export const workflowSpecSchema = z.strictObject({
  label,
  description,
  file: fileIn('wireharp').describe('The project, in the plugin’s folder.'),
})
export type WorkflowSpec = z.infer<typeof workflowSpecSchema>

export const providerKindSchema = z.enum([
  'vad',
  'stt',
  'tts',
  'llm',
  'embedding',
  'separation',
  'generation',
  'knowledge',
])
export type ProviderKind = z.infer<typeof providerKindSchema>

/** An ability that is looked up by kind and name: `vad`, `silero`. */
export const providerSpecSchema = z.strictObject({
  kind: providerKindSchema.describe('What it provides.'),
  name: idSchema.describe('Its name among those of its kind.'),
})
export type ProviderSpec = z.infer<typeof providerSpecSchema>

const address = z.url({ protocol: /^https?$/ }).max(2000)

/** Its own name for an input or output; ONNX lets it be nearly anything. */
const tensorName = z
  .string()
  .min(1)
  .max(100)
  .refine(name => !(name in Object.prototype), 'a name that not every object has')

const tensorSpecSchema = z.strictObject({
  type: z
    .enum(['float32', 'int64', 'int32', 'uint8', 'bool'])
    .describe('Of its elements; half precision counts as float32.'),
  shape: z
    .array(z.union([z.int().min(0).max(1e9), idSchema]))
    .max(8)
    .describe('Its dimensions, each a size, or a name where it varies: `["frames", 512]`.'),
})

/** A model's file: where it comes from, how it is known to be the right one, and what goes in and out. */
export const modelSpecSchema = z
  .strictObject({
    label: label.optional().describe('What people read; the id if left out.'),
    file: fileIn('onnx')
      .optional()
      .describe('The file in the plugin’s folder, for a model that comes with the plugin.'),
    url: address.optional().describe('Where it is downloaded from, for one that does not.'),
    mirrors: z.array(address).max(8).optional().describe('Other places, tried in this order.'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, '64 hex digits in lower case')
      .describe('SHA-256 of the file; another file is refused.'),
    bytes: z.int().min(1).max(1e12).describe('Its size.'),
    licence: z.string().min(1).max(60).describe('The model’s own licence.'),
    nonCommercial: z
      .boolean()
      .optional()
      .describe('Whether that licence forbids commercial use; `-NC` in its name says so as well.'),
    strategy: z
      .enum(['bundled', 'download-on-demand'])
      .optional()
      .describe(
        'Whether it comes with the plugin or when it is needed. `file` or `url` say so, too.',
      ),
    inputs: z
      .record(tensorName, tensorSpecSchema)
      .optional()
      .describe('What goes in, by name. A model without `inputs` and `outputs` is not run.'),
    outputs: z.record(tensorName, tensorSpecSchema).optional().describe('What comes out, by name.'),
    memoryMb: z
      .int()
      .min(16)
      .max(4096)
      .optional()
      .describe('Memory that it takes while it is loaded and runs, in MB; 256 if left out.'),
    timeoutMs: z
      .int()
      .min(10)
      .max(60_000)
      .optional()
      .describe('How long one run may take, in ms; 5000 if left out.'),
  })
  .superRefine(({ file, url, mirrors, strategy, inputs, outputs }, context) => {
    const complain = (message: string, path: string) =>
      context.addIssue({ code: 'custom', message, path: [path] })
    if (file === undefined && url === undefined) {
      complain('a model names its “file” or “url”', 'file')
    }
    if (file !== undefined && (url ?? mirrors) !== undefined) {
      complain('what comes with the plugin is not downloaded', 'url')
    }
    if (strategy !== undefined && (strategy === 'bundled') !== (file !== undefined)) {
      complain('“bundled” goes with “file”, “download-on-demand” with “url”', 'strategy')
    }
    if ((inputs === undefined) !== (outputs === undefined)) {
      complain('“inputs” and “outputs” go together', inputs === undefined ? 'inputs' : 'outputs')
    }
  })
export type ModelSpec = z.infer<typeof modelSpecSchema>

/** Whether a model’s licence forbids commercial use, as it says or as its name does. */
export function isNonCommercial({
  licence,
  nonCommercial,
}: Pick<ModelSpec, 'licence' | 'nonCommercial'>): boolean {
  return nonCommercial ?? /(^|[-\s])NC($|[-\s])|non-?commercial/i.test(licence)
}

/** What the machine must have; the plugin is skipped on others. */
export const requiresSchema = z.strictObject({
  os: z
    .array(z.enum(['linux', 'darwin', 'win32']))
    .min(1)
    .max(3)
    .optional()
    .describe('Systems, one of which it must be.'),
  arch: z
    .array(z.enum(['x64', 'arm64', 'arm', 'ia32']))
    .min(1)
    .max(4)
    .optional()
    .describe('Types of processor, one of which it must be.'),
  files: z
    .array(
      z
        .string()
        .max(400)
        .regex(/^(\/|[A-Za-z]:[\\/])/, 'an absolute path'),
    )
    .max(16)
    .optional()
    .describe('Absolute paths that must exist: devices, libraries.'),
  commands: z
    .array(
      z
        .string()
        .max(60)
        .regex(/^[\w.+-]+$/, 'the name of a program'),
    )
    .max(16)
    .optional()
    .describe('Programs that must be on the path, by name. They are looked for, not run.'),
  memoryMb: z.int().min(1).max(1_048_576).optional().describe('Memory of the machine, in MB.'),
  reason: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'What the user reads as the reason for skipping, in place of what was found missing.',
    ),
})
export type Requires = z.infer<typeof requiresSchema>

/** A semver range; what it means is checked where ranges are compared. */
export const rangeSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\w.*^~<>=|\- +]+$/, 'a range of versions like “^1.2.0”')
