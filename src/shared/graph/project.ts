import { z } from 'zod'
import { automationPointSchema } from './automation'
import { clipSchema } from './clips'
import { colorSchema, commentSchema, groupSchema, MAX_COMMENTS, MAX_GROUPS } from './groups'
import { idSchema, nodeTypeSchema, pluginIdSchema, sha256Schema } from './ids'
import { paramValueSchema } from './params'
import {
  MAX_MIDI_MAPPINGS,
  MAX_SNAPSHOTS,
  midiMappingSchema,
  performerSchema,
  snapshotSchema,
} from './performer'
import { isPlainJson } from './plain-json'
import { pointSchema } from './point'
import { resultSchema } from './node-result'
import { firstTimeline, transportSchema } from './transport-settings'

export const PROJECT_FORMAT = 'wireharp-project'
export const PROJECT_VERSION = 3

/** What was loaded into a node last. */
export const presetSchema = z.strictObject({ name: z.string().min(1).max(200) })

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
  /** Nothing that leaves it goes on. */
  muted: z.boolean().optional(),
  /** While any node is soloed, those that neither feed one nor are fed by one are mute. */
  soloed: z.boolean().optional(),
  /** The group that it lies in; none at the top. */
  group: idSchema.optional(),
  color: colorSchema.optional(),
  collapsed: z.boolean().optional(),
  preset: presetSchema.optional(),
  /** Of a node that works as a job: what it has made. */
  result: resultSchema.optional(),
  /** What the plugin itself keeps. */
  data: z
    .record(z.string().max(200), z.unknown())
    .refine(isPlainJson, 'plain JSON, not too deep')
    .optional(),
})
export type Node = z.infer<typeof nodeSchema>

export const endSchema = z.strictObject({ node: idSchema, port: idSchema })
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

function atMost<Schema extends z.ZodType<object>>(count: number, schema: Schema) {
  return schema.refine(value => Object.keys(value).length <= count, `at most ${count}`)
}

const lockedPluginSchema = z.strictObject({
  version: z.string().max(64),
  name: z.string().max(100).optional(),
  /** By the part of their types that is behind the plugin’s id. */
  nodes: z.record(z.string().max(100), z.string().max(100)).optional(),
})

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
    groups: atMost(MAX_GROUPS, z.record(idSchema, groupSchema)),
    /** Comments on the canvas. */
    notes: atMost(MAX_COMMENTS, z.record(idSchema, commentSchema)),
    /** What the controllers of MIDI devices turn. */
    midi: atMost(MAX_MIDI_MAPPINGS, z.record(idSchema, midiMappingSchema)),
  }),
  clips: z.record(idSchema, clipSchema),
  performer: performerSchema,
  snapshots: atMost(MAX_SNAPSHOTS, z.record(idSchema, snapshotSchema)),
  assets: z.record(sha256Schema, assetSchema),
  /** Which version of each plugin the project was last played with, and what people call it and its nodes. */
  plugins: z.record(pluginIdSchema, lockedPluginSchema),
})
export type Project = z.infer<typeof projectSchema>
export type Graph = Project['graph']
/** What sounds of a graph: nodes, and cables between them. */
export type Wiring = Pick<Graph, 'nodes' | 'cables'>

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
      ...firstGroups(),
    },
    clips: {},
    ...firstPerformer(),
    assets: {},
    plugins: {},
  }
}

/** What a graph begins with beside nodes and cables, and what one of version 2 gets. */
export function firstGroups() {
  return { groups: {}, notes: {}, midi: {} } satisfies Partial<Graph>
}

/** What a project begins with for playing live, and what one of version 2 gets. */
export function firstPerformer() {
  return { performer: { controls: [] }, snapshots: {} } satisfies Partial<Project>
}
