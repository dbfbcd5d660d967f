import type { NodeDefinition } from '#shared/graph'

export interface NodeGroup {
  readonly category: string
  readonly nodes: readonly NodeDefinition[]
}

/** Nodes by category; the groups stand in order of their best node. */
export function groupNodes(nodes: readonly NodeDefinition[]): readonly NodeGroup[] {
  const groups = Map.groupBy(nodes, node => node.category)
  return [...groups].map(([category, members]) => ({ category: titled(category), nodes: members }))
}

function titled(category: string): string {
  return category.charAt(0).toUpperCase() + category.slice(1)
}
