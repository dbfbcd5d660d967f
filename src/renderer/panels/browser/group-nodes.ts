import type { NodeDefinition } from '#shared/graph'

/** What the browser puts nodes together by. */
export const groupings = ['category', 'kind', 'tag'] as const
export type Grouping = (typeof groupings)[number]

/** Which nodes the browser shows. */
export const shelves = ['all', 'favourites', 'recent', 'own'] as const
export type Shelf = (typeof shelves)[number]

export interface NodeGroup {
  readonly title: string
  readonly nodes: readonly NodeDefinition[]
}

/** What a user marked, used, or brought along. */
export interface Marks {
  readonly favourites: readonly string[]
  readonly recent: readonly string[]
  /** Plugins in the user's own folder. */
  readonly ownPlugins: ReadonlySet<string>
}

/** The nodes of a shelf; those used last come first, the others in order of the catalogue. */
export function nodesOf(
  nodes: readonly NodeDefinition[],
  shelf: Shelf,
  { favourites, recent, ownPlugins }: Marks,
): readonly NodeDefinition[] {
  switch (shelf) {
    case 'all':
      return nodes
    case 'favourites':
      return nodes.filter(({ type }) => favourites.includes(type))
    case 'recent':
      return recent.flatMap(type => nodes.find(node => node.type === type) ?? [])
    case 'own':
      return nodes.filter(({ plugin }) => ownPlugins.has(plugin))
  }
}

/** Nodes in groups, which stand in order of their best node. With tags a node is in as many groups as it has. */
export function groupNodes(
  nodes: readonly NodeDefinition[],
  by: Grouping = 'category',
): readonly NodeGroup[] {
  if (by === 'tag') return byTag(nodes)
  const groups = Map.groupBy(nodes, node => node[by])
  return [...groups].map(([key, members]) => ({ title: titled(key), nodes: members }))
}

function byTag(nodes: readonly NodeDefinition[]): readonly NodeGroup[] {
  const groups = new Map<string, NodeDefinition[]>()
  for (const node of nodes) {
    for (const tag of node.tags) groups.set(tag, [...(groups.get(tag) ?? []), node])
  }
  // A tag of one node alone is that node's name in other words.
  return [...groups]
    .filter(([, members]) => members.length > 1)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([tag, members]) => ({ title: titled(tag), nodes: members }))
}

function titled(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1)
}
