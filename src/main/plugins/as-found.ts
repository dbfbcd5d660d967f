import { statSync, type Stats } from 'node:fs'
import type { FoundPlugin, PluginChoices } from './load-plugins'
import { aliasId, type InstallFacts } from './packages/record-beside'
import { settingOf } from './plugin-config'
import type { ReadFolder } from './plugin-shelf'
import { codeFiles, type PluginFolder } from './read-plugin'
import { noSettings } from './settings'

/** What was made of a folder last, and of which choices. */
const made = new WeakMap<ReadFolder, { readonly choices: string; readonly found: FoundPlugin }>()

/** A plugin with what the user chose for it. The same object as long as its folder and the choices are the same. */
export function asFound(
  read: ReadFolder,
  folder: PluginFolder,
  origin: FoundPlugin['origin'],
  { kept = {}, settings = noSettings, reloads, limits: all }: PluginChoices,
): FoundPlugin {
  const { installed } = read
  const plugin = aliased(folder, installed)
  const { id } = plugin.manifest
  const { promoted = false, source = installed?.source } = kept[id] ?? {}
  const trust = origin === 'built-in' ? 'built-in' : promoted ? 'promoted' : 'sandboxed'
  const setting = settingOf(plugin, settings)?.config
  const limits = origin === 'built-in' ? undefined : all
  const reloaded = reloads?.get(id) ?? 0
  const choices = JSON.stringify([trust, source, setting, limits, reloaded])
  const known = made.get(read)
  if (known?.choices === choices) return known.found
  const found: FoundPlugin = {
    ...plugin,
    origin,
    trust,
    config: { ...plugin.manifest.defaultConfig, ...setting },
    stamp: stampOf(plugin, reloaded, limits),
    ...(limits !== undefined && { limits }),
    ...(source !== undefined && { source }),
    ...(installed !== undefined && { installed }),
  }
  made.set(read, { choices, found })
  return found
}

/** Another major version of a plugin lies beside it, under an id of its own. */
function aliased(plugin: PluginFolder, { aliasOf }: InstallFacts = noFacts): PluginFolder {
  const { id, version, name, nodes: own } = plugin.manifest
  if (aliasOf !== id) return plugin
  // Whoever has both tells them apart by more than their order.
  const alias = aliasId(id, version)
  const mark = ` ${alias.slice(id.length + 1)}`
  const nodes = Object.fromEntries(
    Object.entries(own).map(([key, node]) => [key, { ...node, label: node.label + mark }]),
  )
  const manifest = { ...plugin.manifest, id: alias, name: name + mark, nodes }
  return { ...plugin, manifest }
}

/** Of a plugin that nobody installed. */
const noFacts: InstallFacts = { files: {} }

/** Which files run, and since when, and with which limits. */
function stampOf(plugin: PluginFolder, reloaded: number, limits: FoundPlugin['limits']): string {
  const files = codeFiles(plugin).map(path => {
    const { size, mtimeMs, ctimeMs, ino } = statOf(path)
    // What is put in its place may be as long and as old, but came there at another time.
    return `${size}:${mtimeMs}:${ctimeMs}:${ino}`
  })
  return [
    ...files,
    ...(reloaded === 0 ? [] : [`#${reloaded}`]),
    ...(limits === undefined ? [] : [JSON.stringify(limits)]),
  ].join(' ')
}

/** A file that vanished meanwhile is as good as another one. */
function statOf(path: string): Pick<Stats, 'size' | 'mtimeMs' | 'ctimeMs' | 'ino'> {
  try {
    return statSync(path)
  } catch {
    return { size: 0, mtimeMs: 0, ctimeMs: 0, ino: 0 }
  }
}
