import { major, prerelease, satisfies, valid } from 'semver'
import type { LockedPlugin, MissingPlugin } from '#shared/contract'
import { pluginOf, type Project } from '#shared/graph'
import { fail, type Failure } from '#shared/kit'
import type { Listed, MarketCatalogue } from './catalogue/market-catalogue'
import { aliasId } from '../plugins/packages'
import type { Market } from './market'

/** A plugin of a project: how many nodes it has there, those inside of saved nodes not counted. */
export interface PluginNeed {
  readonly id: string
  /** As the project knew it. */
  readonly name?: string
  readonly nodes: number
  /** The version that the project was last played with. */
  readonly locked?: string
  /** The version that is enabled. */
  readonly present?: string
}
export type PluginNeeds = readonly PluginNeed[]

/** What there is, and what people call it. */
type Named = Pick<Market, 'catalogue' | 'nameOf'>

/** The plugins of a project, and what is there of them. */
export function needsOf(
  { graph, plugins }: Pick<Project, 'graph' | 'plugins'>,
  versions: ReadonlyMap<string, string>,
): PluginNeeds {
  const counts = new Map<string, number>()
  for (const { type } of Object.values(graph.nodes)) {
    const id = pluginOf(type)
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return [...counts].map(([id, nodes]) => {
    const { version: locked, name } = plugins[id] ?? {}
    const present = versions.get(id)
    return {
      ...{ id, nodes },
      ...(name !== undefined && { name }),
      ...(locked !== undefined && { locked }),
      ...(present !== undefined && { present }),
    }
  })
}

/** Plugins that a project needs and that are not there, or only of another major version; and what would do. */
export function missingIn(needs: PluginNeeds, market: Named): readonly MissingPlugin[] {
  const { catalogue } = market
  return needs.flatMap(({ id, name, nodes, locked, present }): MissingPlugin[] => {
    const wanted = valid(locked) ?? undefined
    if (present !== undefined && (wanted === undefined || isLike(present, wanted))) return []
    const beside = besideOf(id)
    const listed = catalogue.get(id) ?? (beside && catalogue.get(beside.source))
    const source = listed === undefined || listed.id === id ? undefined : beside?.source
    const sound = listed === undefined ? [] : catalogue.sound(listed)
    const fit = sound.find(
      ({ version }) =>
        prerelease(version) === null &&
        (wanted === undefined || isLike(version, wanted)) &&
        (source === undefined || major(version) === beside?.major),
    )
    return [
      {
        ...{ id, nodes, ...(name !== undefined && { name }), ...named(id, market) },
        ...(wanted !== undefined && { wanted }),
        ...(source !== undefined && { source }),
        ...(present !== undefined && { installed: present }),
        ...(isOtherMajor(present, wanted) && { besideAs: aliasId(id, wanted) }),
        ...(listed !== undefined && fit !== undefined
          ? { available: fit.version, registry: listed.registry.name }
          : {
              reason: whyNone(catalogue, listed, { id, wanted }),
            }),
      },
    ]
  })
}

function isOtherMajor(present: string | undefined, wanted: string | undefined): wanted is string {
  return present !== undefined && wanted !== undefined && major(present) !== major(wanted)
}

/** The plugin of which an id is a major version that lay beside another. */
function besideOf(id: string): { readonly source: string; readonly major: number } | undefined {
  const [, source, number] = /^(.+)\.v(\d+)$/.exec(id) ?? []
  return source === undefined ? undefined : { source, major: Number(number) }
}

function whyNone(
  catalogue: MarketCatalogue,
  listed: Listed | undefined,
  { id, wanted }: { readonly id: string; readonly wanted: string | undefined },
): Failure {
  const meant =
    listed?.offer.versions.find(({ version }) => version === wanted) ?? listed?.offer.versions[0]
  const revoked = listed && meant && catalogue.revocationOf(listed, meant)
  const detail = `No registry has “${id}” ${wanted ?? ''}.`.replace(' .', '.')
  return revoked ?? fail('package-not-found', detail)
}

function named(id: string, market: Named): { readonly name?: string } {
  const beside = besideOf(id)
  const own = market.nameOf(id)
  const other = beside && market.nameOf(beside.source)
  const name = own ?? (other && `${other} v${beside.major}`)
  return name === undefined ? {} : { name }
}

/** Whether a version plays what was made with another one: the same major, and not older. */
function isLike(version: string, wanted: string): boolean {
  return (
    major(version) === major(wanted) &&
    satisfies(version, `>=${wanted}`, { includePrerelease: true })
  )
}

export function lockOf(needs: PluginNeeds, market: Named): readonly LockedPlugin[] {
  const ordered = needs.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return ordered.map(({ id, name, locked, present }) => ({
    ...{ id, ...(name !== undefined && { name }), ...named(id, market) },
    ...(locked !== undefined && { locked }),
    ...(present !== undefined && { installed: present }),
    matches: present !== undefined && (locked === undefined || locked === present),
  }))
}
