import { basename, join } from 'node:path'
import { fail, type Failure } from '#shared/kit'
import type { PluginInfo } from '#shared/contract'
import type { Manifest, NodeDefinition } from '#shared/graph'
import { rootFolder } from '../kit'
import { findPlugins } from './find-plugins'
import { readPlugin } from './read-plugin'

export interface LoadedPlugins {
  /** Every node that can be made, by type. */
  readonly catalog: ReadonlyMap<string, NodeDefinition>
  /** Every plugin that was found, failed ones with their reason. */
  readonly plugins: readonly PluginInfo[]
  /** Path of each plugin's code, by plugin id. */
  readonly code: ReadonlyMap<string, string>
}

export interface PluginPlaces {
  readonly builtIn: string
  /** Where the user's own plugins lie; none if left out. */
  readonly user?: string
}

/** The plugins that come with Wireharp. */
export function builtInPlugins(): string {
  return join(rootFolder(), 'out/plugins')
}

/**
 * Reads all plugins, the built-in ones first, each by name. Nothing of them runs. One that is broken is listed
 * with its reason and stops no other; of two with one id the first stays.
 */
export function loadPlugins(places: PluginPlaces): LoadedPlugins {
  const catalog = new Map<string, NodeDefinition>()
  const plugins: PluginInfo[] = []
  const code = new Map<string, string>()
  const taken = new Set<string>()
  const found = [
    ...findPlugins(places.builtIn).map(folder => ({ folder, origin: 'built-in' as const })),
    ...(places.user === undefined ? [] : findPlugins(places.user)).map(folder => ({
      folder,
      origin: 'user' as const,
    })),
  ]
  for (const { folder, origin } of found) {
    const plugin = readPlugin(folder)
    if (!plugin.ok) {
      plugins.push(failed(folder, origin, plugin.error))
      continue
    }
    const { manifest } = plugin.value
    if (taken.has(manifest.id)) {
      const reason = fail('plugin-duplicate', `There is a plugin “${manifest.id}” already.`)
      plugins.push({ ...infoOf(manifest, origin), state: 'failed', reason, nodes: [] })
      continue
    }
    taken.add(manifest.id)
    plugins.push(infoOf(manifest, origin))
    if (plugin.value.code !== undefined) code.set(manifest.id, plugin.value.code)
    for (const definition of definitionsOf(manifest)) catalog.set(definition.type, definition)
  }
  return { catalog, plugins, code }
}

/** All that is wrong with a plugin's folder. */
export function checkPlugin(folder: string): readonly Failure[] {
  const plugin = readPlugin(folder)
  return plugin.ok ? [] : plugin.error
}

function definitionsOf(manifest: Manifest): NodeDefinition[] {
  return Object.entries(manifest.nodes).map(([id, node]) => ({
    ...node,
    type: `${manifest.id}/${id}`,
    plugin: manifest.id,
    pluginVersion: manifest.version,
    category: manifest.category,
  }))
}

function infoOf(manifest: Manifest, origin: PluginInfo['origin']): PluginInfo {
  const { id, name, version, author, description, category, nodes } = manifest
  const types = Object.keys(nodes).map(node => `${id}/${node}`)
  return {
    id,
    name,
    version,
    author,
    description,
    category,
    origin,
    state: 'enabled',
    nodes: types,
  }
}

function failed(
  folder: string,
  origin: PluginInfo['origin'],
  problems: readonly Failure[],
): PluginInfo {
  const name = basename(folder)
  const reason = problems[0] ?? fail('plugin-manifest-invalid', `${name} cannot be read.`)
  return {
    id: name,
    name,
    version: '',
    author: '',
    description: '',
    category: '',
    origin,
    state: 'failed',
    reason,
    nodes: [],
  }
}
