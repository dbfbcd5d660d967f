import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import { nodeSpecSchema, pluginIdSchema, type NodeSpec } from '../graph'
import type { Failure } from '../kit'

/** A plugin that is written in the app, as it stands in its files. */
export interface ScriptSource {
  readonly plugin: string
  /** `plugin.json` */
  readonly manifest: string
  /** `main.ts`, or the file that `plugin.json` names: see `codeFileOf`. */
  readonly code: string
}

/** The file of a script’s code, by the text of its `plugin.json`, whatever else is wrong with that. */
export function codeFileOf(manifest: string): string {
  return /"main"\s*:\s*"([\w-]+\.(?:js|ts))"/.exec(manifest)?.[1] ?? 'main.ts'
}

/** What came of taking it in. */
export interface WrittenScript {
  readonly plugin: string
  /** The one that runs now; none where it could not be taken in, and what ran before goes on. */
  readonly version?: string
  /** What is wrong with it, each with its place where it has one: `main.ts:3:5`. */
  readonly problems: readonly Failure[]
}

/** What a plugin that is written in the app can begin as. */
export const scriptTemplateSchema = z.enum([
  'gain',
  'filter',
  'delay',
  'sidechain',
  'effect',
  'generator',
  'lfo',
  'notes',
  'analyzer',
])
export type ScriptTemplate = z.infer<typeof scriptTemplateSchema>

/** Plugins that are written in the app. */
export const scriptsContract = {
  /** Makes a plugin with one script node out of a template. */
  newScript: oc
    .route({ method: 'POST', path: '/plugins/scripts', summary: 'Makes one with a script node.' })
    .input(
      z.strictObject({
        name: z.string().min(1).max(60),
        template: scriptTemplateSchema,
      }),
    )
    .output(type<WrittenScript>()),
  /** Makes a plugin with one script node that does what a graph of nodes does. */
  convertGraph: oc
    .route({ method: 'POST', path: '/plugins/scripts/of-graph', summary: 'Nodes as a script.' })
    .input(z.strictObject({ name: z.string().min(1).max(60), node: nodeSpecSchema }))
    .output(type<WrittenScript>()),
  /** The nodes that a script was made of, while its code is as it was made. */
  scriptGraph: oc
    .route({ method: 'GET', path: '/plugins/{id}/script/graph', summary: 'What it was made of.' })
    .input(z.strictObject({ id: pluginIdSchema }))
    .output(type<NodeSpec>()),
  /** The code of a plugin that was written here. */
  readScript: oc
    .route({ method: 'GET', path: '/plugins/{id}/script', summary: 'The code of one’s own.' })
    .input(z.strictObject({ id: pluginIdSchema }))
    .output(type<ScriptSource>()),
  /** Keeps the code, and takes it in: what sounds goes on with it. */
  writeScript: oc
    .route({ method: 'PUT', path: '/plugins/{plugin}/script', summary: 'Writes the code.' })
    .input(
      z.strictObject({
        plugin: pluginIdSchema,
        manifest: z.string().max(1_000_000),
        code: z.string().max(1_000_000),
      }),
    )
    .output(type<WrittenScript>()),
}
