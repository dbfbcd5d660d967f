import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import { pluginIdSchema, type PluginKind, type Right } from '../graph'
import type { Failure } from '../kit'
import type { AskedPermission } from './plugins'
import { marketSearchSchema } from './market-search'
import { publishingContract, versionSchema as version } from './publishing'

/**
 * What is known of who made a package. `wireharp`: the project’s own key. `known`: the key that this plugin always had
 * here. `new`: signed by a key that was never seen with it. `changed`: by another one than before, or by none any more.
 */
export const trustStateSchema = z.enum([
  'wireharp',
  'known',
  'new',
  'changed',
  'unsigned',
  'revoked',
])
export type TrustState = z.infer<typeof trustStateSchema>

/** Who signed a package. */
export interface Publisher {
  /** As the author calls themselves: not to be trusted. */
  readonly name: string
  /** Of the Ed25519 key, in eight groups that people can compare; none where nothing is signed. */
  readonly fingerprint?: string
  readonly trust: TrustState
  /** Where it is `new`: other plugins that this key signed here, by name. */
  readonly alsoSigned?: readonly string[]
}

/** What was measured when the package was made; the measure of this machine may differ. */
export interface CertificateBadge {
  readonly passed: number
  readonly failed: number
  /** Of the dearest node, for 128 frames, in µs. */
  readonly costP50?: number | undefined
  readonly costP95?: number | undefined
  readonly latencyFrames?: number | undefined
  /** Where the costs were measured. */
  readonly machine?: string | undefined
}

export interface RatingSummary {
  /** From 1 to 5, drawn towards the middle where few have rated. */
  readonly mean: number
  readonly count: number
}

/** A plugin of the catalogue, as a card shows it. */
export interface MarketCard {
  readonly id: string
  readonly name: string
  readonly summary: string
  readonly author: string
  readonly publisher: Publisher
  /** The newest one that may be installed. */
  readonly version: string
  readonly licence: string
  /** Of the package as it is fetched; 0 where the registry does not say. */
  readonly bytes: number
  readonly category: string
  readonly kind: PluginKind
  /** Kinds of its nodes as well as its own. */
  readonly kinds: readonly PluginKind[]
  readonly permissions: readonly Right[]
  readonly certificate?: CertificateBadge
  readonly rating?: RatingSummary
  /** Of the registry that it is in; the first one’s where several have it. */
  readonly registry: string
  /** All registries that have it. */
  readonly registries: readonly string[]
  /** When the version came out: milliseconds since 1970. */
  readonly published?: number
  readonly installed?: string
  readonly pinned: boolean
  /** The version that an update would bring. */
  readonly update?: string
  /** Why the version that is shown, or the one that is installed, may not run: it was revoked. */
  readonly revoked?: Failure
  readonly hasDemo: boolean
  /** Paths for `asset`. */
  readonly screenshots: readonly string[]
  readonly icon?: string
}

export interface FacetCount {
  readonly value: string
  readonly count: number
}

/** How many of what the text finds are in each; of a facet that is chosen, as if it were not. */
export interface MarketFacets {
  readonly categories: readonly FacetCount[]
  readonly kinds: readonly FacetCount[]
  readonly licences: readonly FacetCount[]
  readonly permissions: readonly FacetCount[]
  readonly registries: readonly FacetCount[]
  readonly installed: number
  readonly updates: number
  /** Signed by the project, or by a key that is known here. */
  readonly verified: number
}

export interface MarketPage {
  readonly cards: readonly MarketCard[]
  readonly total: number
  readonly facets: MarketFacets
  /** Milliseconds since 1970 of the oldest registry that was asked; none before the first time. */
  readonly asOf?: number
}

export interface MarketVersion {
  readonly version: string
  readonly published?: number
  readonly bytes: number
  /** Whether this registry and the revocation list let it be installed. */
  readonly installable: boolean
  readonly reason?: Failure
}

export interface MarketDependency {
  readonly id: string
  readonly name?: string
  readonly range: string
  readonly installed?: string
  readonly available?: string
}

export interface MarketDetails extends MarketCard {
  /** Of the version that was asked for. */
  readonly readme?: string
  readonly changelog?: string
  readonly asked: readonly AskedPermission[]
  readonly versions: readonly MarketVersion[]
  readonly dependencies: readonly MarketDependency[]
  /** Plugins that are installed and need this one. */
  readonly dependents: readonly string[]
  readonly nodes: readonly { readonly type: string; readonly label: string }[]
  /** Path of a project in the package that shows it; without one a phrase through its first node has to do. */
  readonly demo?: string
  /** The version before the installed one, if it is still there. */
  readonly previous?: string
  /** Versions of other majors that are installed beside. */
  readonly beside: readonly string[]
  /** Why what is only in the package itself is not shown: it could not be fetched, or is not what was promised. */
  readonly failure?: Failure
}

/** What has to be agreed to before anything is installed. */
export type MarketQuestion =
  /** It asks for rights; `added` are those that the installed version has not. */
  | {
      readonly kind: 'permissions'
      readonly plugin: string
      readonly all: readonly AskedPermission[]
      readonly added: readonly AskedPermission[]
    }
  /** Somebody else signed it than the version that is there, or nobody any more. */
  | {
      readonly kind: 'publisher-changed'
      readonly plugin: string
      readonly before: Publisher
      readonly now: Publisher
    }
  /** Nobody signed it. */
  | { readonly kind: 'unsigned'; readonly plugin: string }
  /** It needs others, by name: they come along, or are here already and were not needed by the version that is. */
  | {
      readonly kind: 'dependencies'
      readonly plugin: string
      readonly added: readonly string[]
      readonly present: boolean
    }
  /** Its name looks like that of another plugin. */
  | { readonly kind: 'look-alike'; readonly plugin: string; readonly other: string }

export interface PlannedStep {
  readonly id: string
  readonly name: string
  readonly from?: string
  readonly to: string
  readonly registry: string
  readonly bytes: number
  readonly publisher: Publisher
  /** Put beside what is there, because something else needs that. */
  readonly beside: boolean
}

/** What an installation would do, dependencies first; nothing is changed by asking. */
export interface InstallPlan {
  readonly steps: readonly PlannedStep[]
  readonly questions: readonly MarketQuestion[]
  /** Stands for all this: given with `install`, it says that the user saw just that and agreed. */
  readonly agreement: string
}

export type MarketAction = 'install' | 'update' | 'rollback' | 'uninstall' | 'restore' | 'publish'

/** Work that is under way, or that ended since the app started. */
export interface MarketTask {
  readonly id: string
  readonly action: MarketAction
  readonly plugin: string
  /** What people call the plugin, where that is known. */
  readonly name?: string
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly stage: string
  /** From 0 to 1. */
  readonly progress: number
  /** What became of it. */
  readonly version?: string
  readonly failures: readonly Failure[]
  /** Where it failed because something has to be agreed to. */
  readonly plan?: InstallPlan
}

export type MarketEvent =
  /** First of all: what there is. */
  | {
      readonly kind: 'state'
      readonly tasks: readonly MarketTask[]
      readonly registries: readonly RegistryInfo[]
    }
  | { readonly kind: 'task'; readonly task: MarketTask }
  | { readonly kind: 'registries'; readonly registries: readonly RegistryInfo[] }
  /** What `search`, `details` and `updates` say may be another thing now. */
  | { readonly kind: 'catalogue'; readonly revision: number }

export interface RegistryInfo {
  readonly name: string
  /** `https://…`, a folder, or `resources` of the app. */
  readonly address: string
  readonly kind: 'npm' | 'folder' | 'built-in'
  /** The built-in one stays. */
  readonly removable: boolean
  readonly state: 'new' | 'refreshing' | 'fresh' | 'offline' | 'refused'
  readonly failure?: Failure
  readonly packages: number
  /** Milliseconds since 1970 of what is shown. */
  readonly asOf?: number
  /** Whether it signs what it hands out. */
  readonly signs: boolean
  /** Whether it is asked with a token. Nothing tells which. */
  readonly hasToken: boolean
}

export interface AvailableUpdate {
  readonly id: string
  readonly name: string
  readonly installed: string
  readonly available: string
  readonly pinned: boolean
  readonly changelog?: string
}

/** A plugin that a project names and that is not there, or not in a version that will do. */
export interface MissingPlugin {
  readonly id: string
  /** Where a registry has it, or it is here in another version. */
  readonly name?: string
  /** The plugin that registries have, where the project knows a major version of it by another id. */
  readonly source?: string
  /** As the project was last played with. */
  readonly wanted?: string
  readonly installed?: string
  /** By what id that version lies, or would lie, beside the one that is installed: another major of it. */
  readonly besideAs?: string
  /** How many nodes are placeholders. */
  readonly nodes: number
  /** What would be installed. */
  readonly available?: string
  readonly registry?: string
  readonly reason?: Failure
}

/** Which version of each plugin a project was last played with, against what is here. */
export interface LockedPlugin {
  readonly id: string
  readonly name?: string
  readonly locked?: string
  readonly installed?: string
  readonly matches: boolean
}

/** All installed plugins at a time, to come back to. */
export interface EnvironmentSnapshot {
  readonly id: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly plugins: Readonly<Record<string, string>>
}

const registry = z.string().min(1).max(100)
/** What a registry of a company lets in by. It is kept on this machine and told to nobody else. */
const token = z.string().min(1).max(4000)
const pluginRef = z.strictObject({ id: pluginIdSchema })
const packageRef = pluginRef.extend({ version: version.optional(), registry: registry.optional() })
const task = type<{ readonly task: string }>()
const changing = packageRef.extend({
  /** Of the plan that the user agreed to. */
  agreement: z.string().max(100).optional(),
  /** Beside another major version, which stays. */
  beside: z.boolean().default(false),
  /** The id that a project knows it by, where that is not its own: `<id>.v<major>`, of a version that lay beside another. */
  as: pluginIdSchema.optional(),
})
const project = z.strictObject({ project: z.string().min(1).max(64) })
const snapshotRef = z.strictObject({ snapshot: z.string().min(1).max(64) })

/** Plugins found in registries, trusted, installed and taken back. What takes long answers a task; `watch` tells of it. */
export const marketplaceContract = {
  search: oc
    .route({ method: 'POST', path: '/market/search', summary: 'Finds plugins, offline too.' })
    .input(marketSearchSchema)
    .output(type<MarketPage>()),
  /** Fetches the package, without installing it, where the page is not known yet. */
  details: oc
    .route({ method: 'GET', path: '/market/packages/{id}', summary: 'All of a package.' })
    .input(packageRef)
    .output(type<MarketDetails>()),
  /** A picture or a sound of at most 8 MB out of a package, as a data URL. */
  asset: oc
    .input(packageRef.extend({ path: z.string().min(1).max(240) }))
    .output(type<{ readonly type: string; readonly url: string }>()),
  /** Unpacks a package aside, not among the plugins, so that it can be tried: the folder stays until the app ends. */
  preview: oc
    .input(packageRef)
    .output(type<{ readonly folder: string; readonly version: string; readonly demo?: string }>()),
  plan: oc
    .route({ method: 'POST', path: '/market/plan', summary: 'What an installation would do.' })
    .input(changing)
    .output(type<InstallPlan>()),
  /** Of a version that is named also an older one. */
  install: oc
    .route({ method: 'POST', path: '/market/install', summary: 'Installs a plugin.' })
    .input(changing)
    .output(task),
  update: oc
    .route({ method: 'POST', path: '/market/update', summary: 'Brings the newest version.' })
    .input(changing)
    .output(task),
  pin: oc.input(pluginRef.extend({ pinned: z.boolean() })).output(type<void>()),
  rollBack: oc
    .route({ method: 'POST', path: '/market/rollback', summary: 'Brings the version before back.' })
    .input(pluginRef)
    .output(task),
  /** Refused where others need it, unless `anyway`; `version` takes one major of several away. */
  uninstall: oc
    .route({ method: 'POST', path: '/market/uninstall', summary: 'Takes a plugin away.' })
    .input(pluginRef.extend({ version: version.optional(), anyway: z.boolean().default(false) }))
    .output(task),
  ...publishingContract,
  cancel: oc.input(z.strictObject({ task: z.string().max(64) })).output(type<void>()),
  watch: oc.output(eventIterator(type<MarketEvent>())),

  registries: oc
    .route({ method: 'GET', path: '/market/registries', summary: 'Where plugins come from.' })
    .output(type<readonly RegistryInfo[]>()),
  addRegistry: oc
    .route({ method: 'POST', path: '/market/registries', summary: 'Adds a registry.' })
    .input(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and “-”'),
        address: z.string().min(1).max(2000),
        token: token.optional(),
      }),
    )
    .output(type<RegistryInfo>()),
  /** Without one it is asked without. */
  setRegistryToken: oc
    .input(z.strictObject({ name: registry, token: token.optional() }))
    .output(type<RegistryInfo>()),
  removeRegistry: oc.input(z.strictObject({ name: registry })).output(type<void>()),
  /** Asks the registries what they have; all, or one. */
  refresh: oc
    .input(z.strictObject({ name: registry.optional() }))
    .output(type<readonly RegistryInfo[]>()),

  updates: oc
    .route({ method: 'GET', path: '/market/updates', summary: 'What could be updated.' })
    .output(type<readonly AvailableUpdate[]>()),
  missing: oc.input(project).output(type<readonly MissingPlugin[]>()),
  lock: oc.input(project).output(type<readonly LockedPlugin[]>()),

  snapshots: oc.output(type<readonly EnvironmentSnapshot[]>()),
  takeSnapshot: oc
    .input(z.strictObject({ name: z.string().min(1).max(100) }))
    .output(type<EnvironmentSnapshot>()),
  restoreSnapshot: oc.input(snapshotRef).output(task),
  dropSnapshot: oc.input(snapshotRef).output(type<void>()),
}
