import { major, prerelease, satisfies, valid } from 'semver'
import type { LockedPlugin, MissingPlugin } from '#shared/contract'
import { pluginOf, type Project } from '#shared/graph'
import { fail } from '#shared/kit'
import type { Market } from './market'

/** A plugin of a project: how many nodes it has there, those inside of saved nodes not counted. */
export interface PluginNeed {
  readonly id: string
  readonly nodes: number
  /** The version that the project was last played with. */
  readonly locked?: string
  /** The version that is enabled. */
  readonly present?: string
}
export type PluginNeeds = readonly PluginNeed[]

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
    const [locked, present] = [plugins[id]?.version, versions.get(id)]
    return {
      ...{ id, nodes },
      ...(locked !== undefined && { locked }),
      ...(present !== undefined && { present }),
    }
  })
}

/** Plugins that a project needs and that are not there, or only of another major version; and what would do. */
export function missingIn(
  needs: PluginNeeds,
  { catalogue }: Pick<Market, 'catalogue'>,
): readonly MissingPlugin[] {
  return needs.flatMap(({ id, nodes, locked, present }): MissingPlugin[] => {
    const wanted = valid(locked) ?? undefined
    if (present !== undefined && (wanted === undefined || isLike(present, wanted))) return []
    const listed = catalogue.get(id)
    const sound = listed === undefined ? [] : catalogue.sound(listed.offer)
    const fit = sound.find(
      ({ version }) =>
        prerelease(version) === null && (wanted === undefined || isLike(version, wanted)),
    )
    return [
      {
        id,
        nodes,
        ...(wanted !== undefined && { wanted }),
        ...(present !== undefined && { installed: present }),
        ...(listed !== undefined && fit !== undefined
          ? { available: fit.version, registry: listed.registry.name }
          : {
              reason: fail(
                'package-not-found',
                `No registry has “${id}” ${wanted ?? ''}.`.replace(' .', '.'),
              ),
            }),
      },
    ]
  })
}

/** Whether a version plays what was made with another one: the same major, and not older. */
function isLike(version: string, wanted: string): boolean {
  return (
    major(version) === major(wanted) &&
    satisfies(version, `>=${wanted}`, { includePrerelease: true })
  )
}

export function lockOf(needs: PluginNeeds): readonly LockedPlugin[] {
  const ordered = needs.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return ordered.map(({ id, locked, present }) => ({
    id,
    ...(locked !== undefined && { locked }),
    ...(present !== undefined && { installed: present }),
    matches: present !== undefined && (locked === undefined || locked === present),
  }))
}
