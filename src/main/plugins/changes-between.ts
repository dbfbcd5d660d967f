import type { LoadedPlugins } from './load-plugins'

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
  const was = told(before)
  const is = told(after)
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter(
    id => was.get(id) !== is.get(id),
  )
  const otherCode = [...after.code.keys()].filter(id => {
    const [old, now] = [before.found.get(id), after.found.get(id)]
    const differs = old?.stamp !== now?.stamp || old?.code !== now?.code
    return before.code.has(id) && (differs || reloaded.includes(id))
  })
  const plugins = [...new Set([...changed, ...otherCode, ...reloaded])]
  if (plugins.length === 0) return undefined
  return { plugins, reloaded: otherCode, nodes: nodesOf(before) !== nodesOf(after) }
}

/** All that is told of each plugin, as text; several may share an id. */
function told({ plugins, found }: LoadedPlugins): Map<string, string> {
  const all = new Map<string, string>()
  for (const info of plugins) {
    const config = found.get(info.id)?.config
    all.set(info.id, `${all.get(info.id) ?? ''}${JSON.stringify([info, config])}`)
  }
  return all
}

function nodesOf({ catalog }: LoadedPlugins): string {
  return JSON.stringify([...catalog])
}
