import { readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { PluginDetails, PluginInfo, PluginState } from '#shared/contract'
import type { LoadedPlugins } from './load-plugins'
import { configProblems } from './plugin-config'
import type { PluginSettings } from './settings'

const MAX_README_BYTES = 256 * 1024

/** All that is known of a plugin: what is listed of it, its settings, its problems and its README. */
export function detailsOf(info: PluginInfo, { found, problems }: LoadedPlugins): PluginDetails {
  const first = found.get(info.id)
  // Of two with one id, the other one has no settings.
  const own = info.folder === first?.folder ? first : undefined
  const { configSchema, defaultConfig = {} } = own?.manifest ?? {}
  const readme = readText(join(info.folder, 'README.md'))
  const listed = problems.get(info.folder) ?? (own === undefined ? [] : configProblems(own))
  return {
    ...info,
    problems: listed.length > 0 || info.reason === undefined ? listed : [info.reason],
    ...(configSchema !== undefined && { configSchema }),
    config: own?.config ?? {},
    defaultConfig,
    ...(readme !== undefined && { readme }),
  }
}

export function countStates(plugins: readonly PluginInfo[]): Record<PluginState, number> {
  const count = (state: PluginState) => plugins.filter(plugin => plugin.state === state).length
  return {
    enabled: count('enabled'),
    disabled: count('disabled'),
    skipped: count('skipped'),
    failed: count('failed'),
    'missing-dependencies': count('missing-dependencies'),
    quarantined: count('quarantined'),
  }
}

/** What config.yaml sets of plugins that are not there, in words. */
export function unmatched({ plugins }: PluginSettings, found: LoadedPlugins['found']): string[] {
  const folders = [...found.values()].map(({ folder }) => basename(folder))
  const there = new Set([...found.keys(), ...folders])
  return Object.keys(plugins)
    .filter(name => !there.has(name))
    .map(name => `There are settings for “${name}”, and no such plugin.`)
}

const indexes = new WeakMap<readonly PluginInfo[], ReadonlyMap<string, PluginInfo>>()

/** Of several with one id the first. */
export function infosById(plugins: readonly PluginInfo[]): ReadonlyMap<string, PluginInfo> {
  const known = indexes.get(plugins) ?? new Map(plugins.toReversed().map(info => [info.id, info]))
  indexes.set(plugins, known)
  return known
}

function readText(path: string): string | undefined {
  try {
    const stat = statSync(path)
    return stat.isFile() && stat.size <= MAX_README_BYTES ? readFileSync(path, 'utf8') : undefined
  } catch {
    return undefined
  }
}
