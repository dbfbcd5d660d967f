import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { CpuProfile, Failure, ListChange } from '../kit'
import {
  nodeSpecSchema,
  pluginAboutSchema,
  pluginIdSchema,
  type Certificate,
  type Drift,
  type JsonSchema,
  type NodeDefinition,
  type PluginIcon,
  type Right,
} from '../graph'
import { scriptsContract } from './scripts'

export type PluginState =
  | 'enabled'
  | 'disabled'
  /** This machine lacks what it requires. */
  | 'skipped'
  | 'failed'
  /** It needs another plugin that is not there, or not in that version. */
  | 'missing-dependencies'
  /** It died too often; it stays out until the user enables it again. */
  | 'quarantined'

/** A right that a plugin asks for, and the same in words. */
export interface AskedPermission {
  readonly right: Right
  readonly scope?: readonly string[]
  readonly why?: string
  readonly words: string
}

/** What a plugin brings, by name. */
export interface Contributions {
  /** Node types. */
  readonly nodes: readonly string[]
  readonly tools: readonly string[]
  readonly sensors: readonly string[]
  readonly views: readonly string[]
  readonly workflows: readonly string[]
  /** `vad/silero` */
  readonly providers: readonly string[]
  readonly models: readonly string[]
}

export interface PluginInfo {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly author: string
  readonly description: string
  readonly licence: string
  readonly category: string
  readonly icon?: PluginIcon
  /** Made here of a group, so that it can be saved as a newer version. */
  readonly own?: true
  /** Its code is written here, and can be changed. */
  readonly editable?: true
  readonly kind: string
  readonly origin: 'built-in' | 'user'
  /** Where its code runs: beside the engine, or in a process of its own until the user promotes it. */
  readonly trust: 'built-in' | 'promoted' | 'sandboxed'
  /** Its folder. */
  readonly folder: string
  /** What it was installed from, where that is known. */
  readonly source?: string
  readonly state: PluginState
  /** Why it is not enabled. */
  readonly reason?: Failure
  /** Node types that it brings, if it is enabled. */
  readonly nodes: readonly string[]
  readonly contributes: Contributions
  readonly permissions: readonly AskedPermission[]
  /** Range of versions by plugin id. */
  readonly dependencies: Readonly<Record<string, string>>
  /** Whether it has settings. */
  readonly configurable: boolean
}

/** All that is known of one plugin. */
export interface PluginDetails extends PluginInfo {
  /** All that is wrong with it, not only the first. */
  readonly problems: readonly Failure[]
  readonly configSchema?: JsonSchema
  /** What it runs with: its defaults, and what the user set. */
  readonly config: Readonly<Record<string, unknown>>
  readonly defaultConfig: Readonly<Record<string, unknown>>
  /** Its README.md, as Markdown. */
  readonly readme?: string
}

/** Times of calls in µs. */
export interface CallTimes {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** What one running instance of a plugin costs: a node of the graph, or a tool or sensor that was set up. */
export interface InstanceStats {
  /** Id of the node in the project, or `tool:<id>`, `sensor:<id>`. */
  readonly instance: string
  readonly calls: number
  readonly errors: number
  readonly times: CallTimes
}

/** What a plugin costs and how it fares since the app started. */
export interface PluginStats {
  readonly plugin: string
  readonly calls: number
  readonly errors: number
  readonly restarts: number
  /** Messages and log lines that its queues could not hold. */
  readonly drops: number
  /** Part of one core, 0 to 1. */
  readonly cpu: number
  readonly memoryBytes: number
  readonly times: CallTimes
  readonly instances: readonly InstanceStats[]
  /** The last sixty seconds, the newest last: part of one core, and µs that 95 of 100 calls stay below; 0 where nothing ran. */
  readonly minute: { readonly cpu: readonly number[]; readonly p95: readonly number[] }
  /** Milliseconds since 1970 of the last report; 0 while there is none. */
  readonly at: number
}

export interface PluginLogLine {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly text: string
}

/** What the manager is doing: seed of the status page, and of a report of a bug. */
export interface PluginSystemStatus {
  readonly total: number
  readonly states: Readonly<Record<PluginState, number>>
  readonly nodes: number
  /** How long finding and reading took the last time, in ms, and how many came out of the cache. */
  readonly scanMs: number
  readonly cached: number
  /** What is odd about config.yaml, in words. */
  readonly warnings: readonly string[]
  readonly folders: readonly string[]
}

/** What this machine can do now: a kind of ability, by which plugin, or why not. */
export interface Capability {
  readonly kind: string
  readonly name: string
  readonly plugin: string
  readonly available: boolean
  readonly reason?: string
}

/** The plugins named are not what they were: new, gone, in another state, or of other code. */
export interface PluginsChange {
  readonly revision: number
  readonly plugins: readonly string[]
  /** Whether the set of nodes that can be made changed as well. */
  readonly nodes: boolean
}

/** All plugins, by their folders, and all nodes that can be made, by type: whole, or what differs from what was seen. */
export interface CatalogueState {
  readonly revision: number
  /** Where nothing is known of what was seen. */
  readonly all?: {
    readonly plugins: readonly PluginInfo[]
    readonly nodes: readonly NodeDefinition[]
  }
  readonly changes?: {
    readonly plugins: ListChange<PluginInfo>
    readonly nodes: ListChange<NodeDefinition>
  }
}

/** A node that was saved: its type, and the plugin that brings it. */
export interface SavedNodePlugin {
  readonly type: string
  readonly plugin: string
  readonly version: string
}

/** What a package says of itself, what was measured on this machine, and how they differ. */
export interface PluginCertificate {
  readonly own?: Certificate
  readonly measured?: Certificate
  readonly drift: readonly Drift[]
}

/** A measurement takes some seconds a node; it ends with `measured` or `failed`. */
export type MeasureEvent =
  | { readonly kind: 'progress'; readonly what: string }
  | { readonly kind: 'measured'; readonly certificate: PluginCertificate }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** A plugin as it was written for others. */
export interface WrittenPackage {
  readonly path: string
  readonly bytes: number
  readonly files: readonly string[]
}

export interface PluginInstance {
  readonly id: string
  readonly plugin: string
  /** The tool that runs, where the plugin has several. */
  readonly tool: string
}

/** A plugin by its id; one that cannot be read goes by the name of its folder. */
const pluginRef = z.strictObject({ id: z.string().min(1).max(260) })
const instanceRef = z.strictObject({ instance: z.string().min(1).max(64) })
const record = z.record(z.string().max(200), z.unknown())

export const pluginsContract = {
  list: oc
    .route({ method: 'GET', path: '/plugins', summary: 'All plugins, whatever their state.' })
    .output(type<readonly PluginInfo[]>()),
  /** Every node that can be made now. */
  nodes: oc
    .route({ method: 'GET', path: '/nodes', summary: 'Every node that can be made now.' })
    .output(type<readonly NodeDefinition[]>()),
  /** Both, and what changed since a revision where that is still known: who follows the changes asks for little. */
  catalogue: oc
    .route({
      method: 'GET',
      path: '/plugins/system/catalogue',
      summary: 'All plugins and nodes, or what changed since a revision.',
    })
    .input(z.strictObject({ since: z.coerce.number().int().min(0).optional() }).default({}))
    .output(type<CatalogueState>()),
  status: oc
    .route({
      method: 'GET',
      path: '/plugins/system/status',
      summary: 'How many plugins are in which state.',
    })
    .output(type<PluginSystemStatus>()),
  /** What can be done here now: nodes by kind, tools, sensors and providers. */
  capabilities: oc
    .route({
      method: 'GET',
      path: '/v1/system/capabilities',
      summary: 'What can be done here, by which plugin.',
    })
    .output(type<{ readonly capabilities: readonly Capability[] }>()),
  get: oc
    .route({ method: 'GET', path: '/plugins/{id}', summary: 'All that is known of a plugin.' })
    .input(pluginRef)
    .output(type<PluginDetails>()),
  /**
   * Makes a plugin in the user’s folder of a node that is made of other nodes: it can be added at once, in every project. With
   * `replace` it is a newer version of one that was saved so before; else it gets an id that is free.
   */
  saveNode: oc
    .route({ method: 'POST', path: '/plugins/saved-nodes', summary: 'Saves a node of one’s own.' })
    .input(
      z.strictObject({
        name: z.string().min(1).max(60),
        node: nodeSpecSchema,
        dependencies: z.record(pluginIdSchema, z.string().max(100)),
        replace: pluginIdSchema.optional(),
        /** What its author says of it, where it is a plugin for others too. */
        about: pluginAboutSchema.optional(),
      }),
    )
    .output(type<SavedNodePlugin>()),
  /** Makes a plugin of a Faust program, in place of the one that was made of it before. */
  saveFaust: oc
    .route({ method: 'POST', path: '/plugins/faust', summary: 'Makes one of a Faust program.' })
    .input(z.strictObject({ name: z.string().min(1).max(200), text: z.string().max(500_000) }))
    .output(type<SavedNodePlugin>()),
  ...scriptsContract,
  /** Writes a plugin that is here as a package, or as a folder to work on: whole, or not at all. */
  writePackage: oc
    .route({ method: 'POST', path: '/plugins/{id}/package', summary: 'Writes it as a package.' })
    .input(
      pluginRef.extend({
        path: z.string().min(1).max(4096),
        form: z.enum(['package', 'folder']).default('package'),
        /** Whether it is run through its checks first, and its certificate put in. */
        certify: z.boolean().default(false),
        replace: z.boolean().default(false),
      }),
    )
    .output(type<WrittenPackage>()),
  reload: oc
    .route({ method: 'POST', path: '/plugins/{id}/reload', summary: 'Reads a plugin anew.' })
    .input(pluginRef)
    .output(type<PluginInfo>()),
  /** Enabling lifts a quarantine too. */
  setEnabled: oc
    .route({
      method: 'PUT',
      path: '/plugins/{id}/enabled',
      summary: 'Enables or disables a plugin.',
    })
    .input(pluginRef.extend({ enabled: z.boolean() }))
    .output(type<PluginInfo>()),
  /** Whether a plugin of the user's runs in the engine's own process: faster, and less contained. */
  promote: oc
    .route({ method: 'PUT', path: '/plugins/{id}/trust', summary: 'Where its code runs.' })
    .input(pluginRef.extend({ promoted: z.boolean() }))
    .output(type<PluginInfo>()),
  /** Writes config.yaml; what its schema refuses is not written. */
  configure: oc
    .route({ method: 'PUT', path: '/plugins/{id}/config', summary: 'Sets its settings.' })
    .input(pluginRef.extend({ config: record }))
    .output(type<PluginDetails>()),
  /** Does for one that does not run what can be done without asking, and tells in a sentence what that was. */
  repair: oc
    .route({ method: 'POST', path: '/plugins/{id}/repair', summary: 'Mends what can be mended.' })
    .input(pluginRef)
    .output(type<{ readonly done: string }>()),
  stats: oc
    .route({ method: 'GET', path: '/plugins/{id}/stats', summary: 'What it costs.' })
    .input(pluginRef)
    .output(type<PluginStats>()),
  /**
   * Runs a node that has code of its own, a tool or a sensor by itself for a while, and tells where its time goes. Without
   * a name: the first node with code, else the first sensor, else the first tool.
   */
  profile: oc
    .route({ method: 'POST', path: '/plugins/{id}/profile', summary: 'Where its time goes.' })
    .input(
      pluginRef.extend({
        node: z.string().max(64).optional(),
        tool: z.string().max(64).optional(),
        sensor: z.string().max(64).optional(),
        /** Of the tool. */
        input: record.optional(),
        seconds: z.number().min(0.1).max(30).default(3),
      }),
    )
    .output(type<CpuProfile>()),
  /** What its package says of its checks and costs, and what was measured here. */
  certificate: oc
    .route({ method: 'GET', path: '/plugins/{id}/certificate', summary: 'Its certificate.' })
    .input(pluginRef)
    .output(type<PluginCertificate>()),
  /** Runs it through its checks on this machine, in the sandbox; the sound goes on. */
  measure: oc
    .route({ path: '/plugins/{id}/measure' })
    .input(pluginRef)
    .output(eventIterator(type<MeasureEvent>())),
  /** The newest lines of the plugin's log, the newest last. */
  log: oc
    .route({ method: 'GET', path: '/plugins/{id}/log', summary: 'The newest lines of its log.' })
    .input(pluginRef.extend({ lines: z.coerce.number().int().min(1).max(1000).default(100) }))
    .output(type<readonly PluginLogLine[]>()),
  /** Says at once where things stand, then whenever a plugin changes. */
  changes: oc.route({ path: '/plugin-changes' }).output(eventIterator(type<PluginsChange>())),
  createInstance: oc
    .route({
      method: 'POST',
      path: '/plugins/{id}/instances',
      successStatus: 201,
      summary: 'Creates an instance of a tool.',
    })
    .input(pluginRef.extend({ tool: z.string().max(64).optional(), config: record.optional() }))
    .output(type<PluginInstance>()),
  destroyInstance: oc
    .route({
      method: 'DELETE',
      path: '/plugins/instances/{instance}',
      summary: 'Destroys an instance.',
    })
    .input(instanceRef)
    .output(type<void>()),
  execute: oc
    .route({
      method: 'POST',
      path: '/plugins/instances/{instance}/execute',
      summary: 'Calls an instance: its inputs and parameters in, its answer out.',
    })
    .input(instanceRef.extend({ inputs: record.default({}), parameters: record.default({}) }))
    .output(type<unknown>()),
}
