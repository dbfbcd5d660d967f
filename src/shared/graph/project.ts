import { z } from 'zod'
import { automationPointSchema } from './automation'
import { clipSchema } from './clips'
import { idSchema, nodeTypeSchema, pluginIdSchema } from './ids'
import { paramValueSchema } from './params'
import { isPlainJson } from './plain-json'
import { firstTimeline, transportSchema } from './transport-settings'

export const PROJECT_FORMAT = 'wireharp-project'
export const PROJECT_VERSION = 2

const coordinate = z.number().min(-1e7).max(1e7)
export const pointSchema = z.strictObject({ x: coordinate, y: coordinate })
export type Point = z.infer<typeof pointSchema>

export const nodeSchema = z.strictObject({
  id: idSchema,
  type: nodeTypeSchema,
  /** Top left corner on the canvas, in canvas pixels. */
  position: pointSchema,
  label: z.string().max(200).optional(),
  /** What differs from the defaults, by parameter id. */
  params: z.record(idSchema, paramValueSchema),
  automation: z.record(idSchema, z.array(automationPointSchema).max(100_000)).optional(),
  bypassed: z.boolean().optional(),
  /** What the plugin itself keeps. */
  data: z
    .record(z.string().max(200), z.unknown())
    .refine(isPlainJson, 'plain JSON, not too deep')
    .optional(),
})
export type Node = z.infer<typeof nodeSchema>

const endSchema = z.strictObject({ node: idSchema, port: idSchema })
export type CableEnd = z.infer<typeof endSchema>

/** From −1 to 1: the part of a knob's way by which a signal of 1 turns it. */
export const depthSchema = z.number().min(-1).max(1)

/**
 * From an output to an input; or, where it has a `depth`, from a control output to a parameter: `to.port` then
 * names the parameter.
 */
export const cableSchema = z.strictObject({
  id: idSchema,
  from: endSchema,
  to: endSchema,
  depth: depthSchema.optional(),
})
export type Cable = z.infer<typeof cableSchema>

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex')

export const assetSchema = z.strictObject({
  sha256: sha256Schema,
  /** The file's name when it was imported. */
  name: z.string().min(1).max(255),
  /** Where the file lies, relative to the project file: `audio/…`. */
  path: z
    .string()
    .max(400)
    .regex(/^audio\/[^/\\:]+$/, 'a path like “audio/kick.wav”')
    .refine(path => !path.endsWith('/.') && !path.endsWith('/..'), 'a file below audio/'),
  bytes: z.int().min(1),
  sampleRate: z.int().min(1000).max(768_000),
  channels: z.int().min(1).max(32),
  frames: z.int().min(1),
})
export type Asset = z.infer<typeof assetSchema>

/** The document: one JSON file, `song.wireharp`, beside its `audio/` folder. */
export const projectSchema = z.strictObject({
  format: z.literal(PROJECT_FORMAT),
  version: z.literal(PROJECT_VERSION),
  id: idSchema,
  title: z.string().min(1).max(200),
  sampleRate: z.literal([44_100, 48_000, 88_200, 96_000]),
  transport: transportSchema,
  graph: z.strictObject({
    nodes: z.record(idSchema, nodeSchema),
    cables: z.record(idSchema, cableSchema),
  }),
  clips: z.record(idSchema, clipSchema),
  assets: z.record(sha256Schema, assetSchema),
  /** Which version of each plugin the project was last played with. */
  plugins: z.record(pluginIdSchema, z.strictObject({ version: z.string().max(64) })),
})
export type Project = z.infer<typeof projectSchema>
export type Graph = Project['graph']

/** An empty project: an output node, ready to be wired. */
export function emptyProject(id: string, title: string): Project {
  return {
    format: PROJECT_FORMAT,
    version: PROJECT_VERSION,
    id,
    title,
    sampleRate: 48_000,
    transport: {
      tempo: 120,
      signature: { beats: 4, unit: 4 },
      length: 60,
      loop: { enabled: false, start: 0, end: 8 },
      ...firstTimeline(),
    },
    graph: {
      nodes: {
        output: { id: 'output', type: 'output/output', position: { x: 640, y: 240 }, params: {} },
      },
      cables: {},
    },
    clips: {},
    assets: {},
    plugins: {},
  }
}
