import { MAX_GROUP_DEPTH, type Group } from './groups'
import type { Graph } from './project'

const TOO_DEEP = `Groups lie at most ${MAX_GROUP_DEPTH} deep in one another.`

type Groups = Readonly<Record<string, Pick<Group, 'id' | 'group'>>>

/** The group that something lies in. One that is not there counts as none: nothing is ever out of sight. */
export function groupOf(
  graph: { readonly groups: Groups },
  { group }: { readonly group?: string | undefined },
): string | undefined {
  return group !== undefined && Object.hasOwn(graph.groups, group) ? group : undefined
}

/** The groups that something lies in, the nearest first. */
export function groupsAround(
  graph: { readonly groups: Groups },
  item: { readonly group?: string | undefined },
): string[] {
  const around: string[] = []
  for (
    let id = groupOf(graph, item);
    // A ring in a file that nobody checked must not hang whoever asks.
    id !== undefined && around.length <= MAX_GROUP_DEPTH;
    id = groupOf(graph, graph.groups[id] ?? {})
  ) {
    around.push(id)
  }
  return around
}

/** Whether something lies in a group, however deep. */
export function liesIn(
  graph: { readonly groups: Groups },
  item: { readonly group?: string | undefined },
  group: string,
): boolean {
  return groupsAround(graph, item).includes(group)
}

/** All that lies in groups, however deep, and the groups themselves. */
export interface Inside {
  readonly nodes: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
  readonly notes: ReadonlySet<string>
}

export function insideOf(graph: Graph, groups: Iterable<string>): Inside {
  const roots = new Set(groups)
  const inside = new Set<string>()
  for (const group of Object.values(graph.groups)) {
    if (roots.has(group.id) || groupsAround(graph, group).some(id => roots.has(id))) {
      inside.add(group.id)
    }
  }
  const within = (items: Readonly<Record<string, { id: string; group?: string | undefined }>>) =>
    new Set(
      Object.values(items).flatMap(item => {
        const group = groupOf(graph, item)
        return group !== undefined && inside.has(group) ? [item.id] : []
      }),
    )
  return { nodes: within(graph.nodes), groups: inside, notes: within(graph.notes) }
}

/** Why groups cannot lie in one another as they do: in a ring, or too deep. */
export function groupTreeProblem(groups: Groups): { why: string; group: string } | undefined {
  const depths = new Map<string, number>()
  for (const start of Object.keys(groups)) {
    const way: string[] = []
    let id: string | undefined = start
    while (id !== undefined && !depths.has(id)) {
      if (way.includes(id) || way.length > MAX_GROUP_DEPTH) {
        return { why: way.includes(id) ? 'A group cannot lie in itself.' : TOO_DEEP, group: id }
      }
      way.push(id)
      id = groupOf({ groups }, groups[id] ?? {})
    }
    let depth = id === undefined ? 0 : (depths.get(id) ?? 0)
    for (const group of way.toReversed()) {
      depth += 1
      if (depth > MAX_GROUP_DEPTH) return { why: TOO_DEEP, group }
      depths.set(group, depth)
    }
  }
  return undefined
}
