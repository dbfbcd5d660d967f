import { satisfies, validRange } from 'semver'
import type { Manifest } from '#shared/graph'

type Needing = Pick<Manifest, 'id' | 'version' | 'dependencies'>

export interface PluginOrder<T> {
  /** Those that can run: what a plugin needs stands before it, and by id where nothing is needed. */
  readonly usable: readonly T[]
  /** Why each of the others cannot, in words. */
  readonly missing: ReadonlyMap<T, string>
  /** Those of the others that need one another in a circle: whatever is installed, none can be first. */
  readonly circling: ReadonlySet<T>
}

/**
 * Brings plugins into the order in which they load. One whose dependency is not among them, or not in a version
 * that will do, or needs it in turn, is left out, and so is all that needs it.
 */
export function orderPlugins<T extends { readonly manifest: Needing }>(
  plugins: readonly T[],
): PluginOrder<T> {
  const byId = new Map(plugins.map(plugin => [plugin.manifest.id, plugin]))
  const missing = new Map<T, string>()
  const usable: T[] = []
  const done = new Set<string>()
  const waiting = [...byId.keys()].toSorted()
  for (;;) {
    const next = waiting.find(id => isDecided(byId.get(id), byId, missing, done))
    const plugin = next === undefined ? undefined : byId.get(next)
    if (next === undefined || plugin === undefined) break
    const reason = problemOf(plugin.manifest, byId, missing)
    if (reason === undefined) {
      usable.push(plugin)
      done.add(next)
    } else missing.set(plugin, reason)
    waiting.splice(waiting.indexOf(next), 1)
  }
  const circling = new Set<T>()
  for (const id of waiting) {
    const plugin = byId.get(id)
    if (plugin === undefined) continue
    circling.add(plugin)
    missing.set(plugin, `what it needs goes in a circle: ${circleFrom(id, waiting, byId)}`)
  }
  return { usable, missing, circling }
}

/** Whether it is clear by now that a plugin can run, or that it cannot. */
function isDecided<T extends { readonly manifest: Needing }>(
  plugin: T | undefined,
  byId: ReadonlyMap<string, T>,
  missing: ReadonlyMap<T, string>,
  done: ReadonlySet<string>,
): boolean {
  if (plugin === undefined) return false
  const needed = Object.entries(plugin.manifest.dependencies)
  const ids = needed.map(([id, range]) => providerOf(id, range, byId)?.manifest.id ?? id)
  return ids.every(id => done.has(id)) || problemOf(plugin.manifest, byId, missing) !== undefined
}

function problemOf<T extends { readonly manifest: Needing }>(
  { dependencies }: Needing,
  byId: ReadonlyMap<string, T>,
  missing: ReadonlyMap<T, string>,
): string | undefined {
  for (const [id, range] of Object.entries(dependencies)) {
    const other = providerOf(id, range, byId) ?? byId.get(id)
    if (validRange(range) === null) return `“${range}” is no range of versions of “${id}”`
    if (other === undefined) return `it needs the plugin “${id}”, which is not there or not enabled`
    const { version } = other.manifest
    if (!satisfies(version, range, { includePrerelease: true })) {
      return `it needs “${id}” in a version ${range}, and ${version} is there`
    }
    if (missing.has(other)) return `it needs “${id}”, which lacks what it needs`
  }
  return undefined
}

/** What answers to an id in a range of versions: the plugin itself, or another major version of it that lies beside it. */
export function providerOf<T extends { readonly manifest: Needing }>(
  id: string,
  range: string,
  byId: ReadonlyMap<string, T>,
): T | undefined {
  const fits = (plugin: T | undefined) =>
    plugin !== undefined && satisfies(plugin.manifest.version, range, { includePrerelease: true })
  const own = byId.get(id)
  if (fits(own)) return own
  const beside = [...byId].filter(
    ([other]) => other.startsWith(`${id}.v`) && /^\d+$/.test(other.slice(id.length + 2)),
  )
  return beside.map(([, plugin]) => plugin).find(fits)
}

/** “b → c → b”, from a plugin that waits for ever: along what waits as well until a name comes again. */
function circleFrom<T extends { readonly manifest: Needing }>(
  start: string,
  waiting: readonly string[],
  byId: ReadonlyMap<string, T>,
): string {
  const path = [start]
  for (;;) {
    const needed = Object.keys(byId.get(path.at(-1) ?? '')?.manifest.dependencies ?? {})
    const next = needed.find(id => waiting.includes(id)) ?? start
    const seen = path.indexOf(next)
    path.push(next)
    if (seen >= 0) return path.slice(seen).join(' → ')
  }
}
