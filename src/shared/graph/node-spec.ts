import { z } from 'zod'
import { graphDspSchema } from './graph-dsp'
import { idSchema } from './ids'
import { jobDspSchema } from './job-dsp'
import { paramSpecSchema } from './params'

/** audio: channels of sound; control: one signal at audio rate; notes: events; data: analysis frames; clip: a finished sound. */
export const portKindSchema = z.enum(['audio', 'control', 'notes', 'data', 'clip'])
export type PortKind = z.infer<typeof portKindSchema>

export const portSpecSchema = z.strictObject({
  kind: portKindSchema.describe('What goes through it.'),
  label: z.string().min(1).max(40).optional().describe('What people read; the id if left out.'),
  doc: z.string().max(300).optional().describe('What it is for.'),
  channels: z
    .union([z.literal(1), z.literal(2), z.literal('input'), z.literal('asset')])
    .optional()
    .describe(
      'Of an audio output: a number, as many as the widest audio input, or as many as the played file has.',
    ),
  polarity: z
    .enum(['unipolar', 'bipolar'])
    .optional()
    .describe('Of a control port: from 0 up, or to both sides of 0; shown beside its name.'),
  param: idSchema
    .optional()
    .describe(
      'Of a clip: the file parameter. What comes in by such an input stands in its place; what goes out is the sound that it names.',
    ),
})
export type PortSpec = z.infer<typeof portSpecSchema>

/** What the allocator of voices says of each voice, sample by sample; see `docs/architecture.md`. */
export const voiceSignalSchema = z.enum([
  'frequency',
  'gate',
  'trigger',
  'velocity',
  'pressure',
  'timbre',
])
export type VoiceSignal = z.infer<typeof voiceSignalSchema>

/**
 * What the timeline says, sample by sample: the tempo in beats a minute, the whole beats (quarter notes) before
 * the playhead and the part of the present beat that is over, 0 to 1; and the playhead's time the same way, in
 * whole seconds and the part of the present one.
 */
export const transportSignalSchema = z.enum(['tempo', 'beat', 'phase', 'second', 'part'])
export type TransportSignal = z.infer<typeof transportSignalSchema>

/**
 * What a kernel's parameter follows: a number; one of the node's parameters (in dB where `as` is `gain`); a
 * control input of the node, sample by sample, and the kernel's default while nothing is wired to it; a signal
 * of the voice that the kernel belongs to; or one of the timeline.
 */
const bindingSchema = z.union([
  z.number(),
  z.strictObject({ input: idSchema }),
  z.strictObject({ voice: voiceSignalSchema }),
  z.strictObject({ transport: transportSignalSchema }),
  z.strictObject({ param: idSchema, as: z.enum(['gain', 'percent']).optional() }),
])
export type KernelBinding = z.infer<typeof bindingSchema>

/**
 * Polyphony: the kernels named here exist once a voice, and a `voices` kernel gives the notes of an input to them.
 * Their control inputs can be wired to the voice (`voice.gate -> envelope.gate`); what comes from other kernels
 * goes to all voices alike, and what goes to other kernels or outputs is the sum of the voices.
 */
const voicesSchema = z.strictObject({
  input: idSchema.describe('The node’s input of kind `notes`.'),
  count: z.int().min(1).max(32).describe('How many voices there are.'),
  kernels: z.array(idSchema).min(1).max(64).describe('The kernels that exist once a voice.'),
  params: z
    .record(idSchema, bindingSchema)
    .default({})
    .describe(
      'Parameters of the `voices` kernel: how long a note sounds after its end, gliding, mode.',
    ),
})

const kernelsDspSchema = z.strictObject({
  form: z.literal('kernels').describe('A small graph of Wireharp’s own kernels: data, no code.'),
  voices: voicesSchema.optional().describe('Which of the kernels exist once a voice.'),
  kernels: z
    .record(
      idSchema,
      z.strictObject({
        kernel: z.string().min(1).max(64),
        params: z.record(idSchema, bindingSchema).default({}),
      }),
    )
    .describe(
      'The kernels by id: `kernel` names it, `params` say what each of its parameters follows.',
    ),
  cables: z
    .array(z.string().regex(/^[\w-]+(\.[\w-]+)? -> [\w-]+(\.[\w-]+)?$/))
    .max(256)
    .describe('`in -> eq.in`: a port of the node by its id, one of a kernel as `kernel.port`.'),
})
export type KernelsDsp = z.infer<typeof kernelsDspSchema>

/** By how much a node's outputs lag behind its inputs: a time, or frames whatever the sample rate. */
export const latencySchema = z.union([
  z.strictObject({ seconds: z.number().min(0).max(10) }),
  z.strictObject({ frames: z.int().min(0).max(1_000_000) }),
])
export type LatencySpec = z.infer<typeof latencySchema>

const scriptDspSchema = z.strictObject({ form: z.literal('script') }).describe('Code in `main`.')

/** A WebAssembly module beside plugin.json, without imports of its own; see `docs/plugins/reference.md`. */
const wasmDspSchema = z.strictObject({
  form: z.literal('wasm').describe('A WebAssembly module.'),
  module: z
    .string()
    .max(100)
    .regex(/^[\w-]+\.wasm$/, 'a .wasm file beside plugin.json')
    .describe('The module, beside plugin.json.'),
})

export const dspSchema = z.discriminatedUnion('form', [
  kernelsDspSchema,
  scriptDspSchema,
  wasmDspSchema,
  graphDspSchema,
  jobDspSchema,
])
export type Dsp = z.infer<typeof dspSchema>

/** A value (or a row of them) that a kernel of the node measures, for the node to show while it runs. */
const readoutSpecSchema = z.strictObject({
  kernel: idSchema.describe('The kernel that measures it.'),
  readout: idSchema.describe('Its name there.'),
  label: z.string().min(1).max(40).describe('What people read.'),
  unit: z.string().max(8).default('').describe('Shown after it.'),
})
export type ReadoutSpec = z.infer<typeof readoutSpecSchema>

/** What a node of a plugin is: everything that the canvas, the inspector and the compiler need, as data. */
export const nodeSpecSchema = z.strictObject({
  label: z.string().min(1).max(40).describe('What people read.'),
  description: z.string().max(500).describe('What it does, in a sentence.'),
  kind: z
    .enum(['effect', 'generator', 'analyzer', 'output', 'node'])
    .describe('What it is. An `output` is where sound leaves the graph: what comes in is heard.'),
  tags: z
    .array(z.string().max(30))
    .max(12)
    .default([])
    .describe('Other words by which it is found.'),
  inputs: z.record(idSchema, portSpecSchema).default({}).describe('Its inputs, by id.'),
  outputs: z.record(idSchema, portSpecSchema).default({}).describe('Its outputs, by id.'),
  params: z.record(idSchema, paramSpecSchema).default({}).describe('Its parameters, by id.'),
  readouts: z
    .record(idSchema, readoutSpecSchema)
    .optional()
    .describe('What it shows while it runs, by id.'),
  latency: latencySchema
    .optional()
    .describe('By how much a script’s outputs lag; kernels tell of their own.'),
  dsp: dspSchema.describe(
    'What it does to sound: kernels, a script, a Wasm module, a graph of other nodes, or a job that makes clips.',
  ),
})
export type NodeSpec = z.infer<typeof nodeSpecSchema>

/** A node as the catalogue lists it. */
export interface NodeDefinition extends NodeSpec {
  /** `<plugin id>/<node id>` */
  readonly type: string
  readonly plugin: string
  readonly pluginVersion: string
  readonly category: string
}

/** Every node that can be made now, by type. */
export type NodeCatalog = ReadonlyMap<string, NodeDefinition>
