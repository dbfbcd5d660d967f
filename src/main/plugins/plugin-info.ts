import { basename, dirname } from 'node:path'
import { fail, type Failure } from '#shared/kit'
import type { Contributions, PluginInfo } from '#shared/contract'
import {
  kindOf,
  permissionInWords,
  sensorNodes,
  type Manifest,
  type NodeDefinition,
} from '#shared/graph'
import type { FoundPlugin } from './load-plugins'
import { isWrittenHere, MADE_HERE } from './made-here'

const definitions = new WeakMap<Manifest, readonly NodeDefinition[]>()

/** The nodes of a plugin as the catalogue lists them: the same objects as long as its manifest is the same. */
export function definitionsOf(manifest: Manifest): readonly NodeDefinition[] {
  const known = definitions.get(manifest) ?? makeDefinitions(manifest)
  definitions.set(manifest, known)
  return known
}

function makeDefinitions(manifest: Manifest): readonly NodeDefinition[] {
  const declared = Object.entries(manifest.nodes).map(([id, node]) => ({
    ...node,
    type: `${manifest.id}/${id}`,
    plugin: manifest.id,
    pluginVersion: manifest.version,
    category: manifest.category,
  }))
  return [...declared, ...sensorNodes(manifest)]
}

type Outcome = Pick<PluginInfo, 'state' | 'reason'>

const infos = new WeakMap<FoundPlugin, { readonly outcome: string; readonly info: PluginInfo }>()

/** What is told of a plugin that could be read: the same object as long as the same came of it. */
export function infoOf(plugin: FoundPlugin, outcome: Outcome = { state: 'enabled' }): PluginInfo {
  const key = JSON.stringify(outcome)
  const known = infos.get(plugin)
  if (known?.outcome === key) return known.info
  const info = makeInfo(plugin, outcome)
  infos.set(plugin, { outcome: key, info })
  return info
}

function makeInfo(
  { manifest, folder, origin, trust, source }: FoundPlugin,
  outcome: Outcome,
): PluginInfo {
  const { id, name, version, author, description, licence, category, icon, dependencies } = manifest
  const contributes = contributionsOf(manifest)
  return {
    id,
    name,
    version,
    author,
    description,
    licence,
    category,
    ...(icon !== undefined && { icon }),
    ...(source === MADE_HERE && { own: true as const }),
    ...(isWrittenHere(source) && { editable: true as const }),
    kind: kindOf(manifest),
    origin,
    trust,
    folder,
    ...(source !== undefined && { source }),
    ...outcome,
    nodes: outcome.state === 'enabled' ? contributes.nodes : [],
    contributes,
    permissions: manifest.permissions.map(({ right, scope, why }) => ({
      right,
      ...(scope !== undefined && { scope }),
      ...(why !== undefined && { why }),
      words: permissionInWords({ right, scope }),
    })),
    dependencies,
    configurable: manifest.configSchema !== undefined,
  }
}

function contributionsOf(manifest: Manifest): Contributions {
  return {
    nodes: definitionsOf(manifest).map(({ type }) => type),
    tools: Object.keys(manifest.tools),
    sensors: Object.keys(manifest.sensors),
    views: Object.keys(manifest.views),
    workflows: Object.keys(manifest.workflows),
    providers: manifest.providers.map(({ kind, name }) => `${kind}/${name}`),
    models: Object.keys(manifest.models),
  }
}

/** What is told of a folder whose plugin.json cannot be used: it goes by the folder's name. */
export function failedInfo(
  folder: string,
  origin: PluginInfo['origin'],
  problems: readonly Failure[],
): PluginInfo {
  const name = nameOf(folder)
  const reason = problems[0] ?? fail('plugin-manifest-invalid', `${name} cannot be read.`)
  return {
    id: name,
    name,
    version: '',
    author: '',
    description: '',
    licence: '',
    category: '',
    kind: 'node',
    origin,
    trust: origin === 'built-in' ? 'built-in' : 'sandboxed',
    folder,
    state: 'failed',
    reason,
    nodes: [],
    contributes: {
      nodes: [],
      tools: [],
      sensors: [],
      views: [],
      workflows: [],
      providers: [],
      models: [],
    },
    permissions: [],
    dependencies: {},
    configurable: false,
  }
}

/** The folder's name; of an installed plugin, whose folders are its versions, that of the folder around it. */
function nameOf(folder: string): string {
  if (!/^\d+\.\d+\.\d+/.test(basename(folder))) return basename(folder)
  const scope = basename(dirname(dirname(folder)))
  const name = basename(dirname(folder))
  return scope.startsWith('@') ? `${scope}/${name}` : name
}
