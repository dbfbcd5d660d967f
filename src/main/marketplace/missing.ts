import { major, prerelease, satisfies, valid } from 'semver'
import type { LockedPlugin, MissingPlugin } from '#shared/contract'
import { pluginOf, type Project } from '#shared/graph'
import { fail } from '#shared/kit'
import type { Market } from './market'

/** How many nodes of each plugin a project has, those inside of saved nodes not counted. */
function nodesByPlugin({ graph }: Project): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { type } of Object.values(graph.nodes)) {
    const id = pluginOf(type)
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

/** Plugins that a project needs and that are not there, or only of another major version; and what would do. */
export function missingIn(
  project: Project,
  versions: ReadonlyMap<string, string>,
  { catalogue }: Market,
): readonly MissingPlugin[] {
  return [...nodesByPlugin(project)].flatMap(([id, nodes]): MissingPlugin[] => {
    const present = versions.get(id)
    const wanted = valid(project.plugins[id]?.version) ?? undefined
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

export function lockOf(
  project: Project,
  versions: ReadonlyMap<string, string>,
): readonly LockedPlugin[] {
  return [...nodesByPlugin(project).keys()].toSorted().map(id => {
    const installed = versions.get(id)
    const locked = project.plugins[id]?.version
    return {
      id,
      ...(locked !== undefined && { locked }),
      ...(installed !== undefined && { installed }),
      matches: installed !== undefined && (locked === undefined || locked === installed),
    }
  })
}
