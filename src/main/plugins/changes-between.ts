import type { PluginInfo } from '#shared/contract'
import type { NodeDefinition } from '#shared/graph'
import type { FoundPlugin, LoadedPlugins } from './load-plugins'

export interface ManagerChange {
  /** Plugins that are new, gone, in another state or of other code, by id. */
  readonly plugins: readonly string[]
  /** Those of them that were enabled before and are now, and run other code. */
  readonly reloaded: readonly string[]
  /** Whether the set of nodes that can be made changed, or one of them. */
  readonly nodes: boolean
}

/** What differs between two looks at the plugins, or undefined. `reloaded` are those that count as other code. */
export function changesBetween(
  before: LoadedPlugins,
  after: LoadedPlugins,
  reloaded: readonly string[] = [],
): ManagerChange | undefined {
  const was = byId(before)
  const is = byId(after)
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter(
    id => !isToldAsBefore(was.get(id), is.get(id)),
  )
  const otherCode = [...after.code.keys()].filter(id => {
    const [old, now] = [before.found.get(id), after.found.get(id)]
    const differs = old?.stamp !== now?.stamp || old?.code !== now?.code
    return before.code.has(id) && (differs || reloaded.includes(id))
  })
  const plugins = [...new Set([...changed, ...otherCode, ...reloaded])]
  if (plugins.length === 0) return undefined
  return { plugins, reloaded: otherCode, nodes: nodesDiffer(before, after) }
}

type Told = readonly [info: PluginInfo, config: FoundPlugin['config'] | undefined]

/** All that is told of each plugin; several may share an id. */
function byId({ plugins, found }: LoadedPlugins): Map<string, Told[]> {
  const all = new Map<string, Told[]>()
  for (const info of plugins) {
    const told = all.get(info.id) ?? []
    told.push([info, found.get(info.id)?.config])
    all.set(info.id, told)
  }
  return all
}

function isToldAsBefore(was: readonly Told[] = [], is: readonly Told[] = []): boolean {
  if (was.length !== is.length) return false
  // What was not read anew is the same object: almost all of them.
  return is.every(([info, config], at) => {
    const [oldInfo, oldConfig] = was[at] ?? []
    if (oldInfo === info && oldConfig === config) return true
    return JSON.stringify([oldInfo, oldConfig]) === JSON.stringify([info, config])
  })
}

/** In their order too. */
function nodesDiffer(before: LoadedPlugins, after: LoadedPlugins): boolean {
  const now = [...after.catalog.values()]
  if (now.length !== before.catalog.size) return true
  return [...before.catalog.values()].some((old, at) => {
    const definition = now[at]
    return definition?.type !== old.type || !isSame(old, definition, before, after)
  })
}

function isSame(
  old: NodeDefinition,
  now: NodeDefinition,
  before: LoadedPlugins,
  after: LoadedPlugins,
): boolean {
  if (old === now) return true
  const [was, is] = [before.found.get(old.plugin)?.manifest, after.found.get(now.plugin)?.manifest]
  // Of a manifest that was not read anew all is as it was; what nodes of nodes hold depends on other plugins too.
  if (was !== undefined && was === is && now.dsp.form !== 'graph') return true
  return JSON.stringify(old) === JSON.stringify(now)
}
