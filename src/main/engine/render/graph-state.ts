import type { Cable, NodeId } from '#shared/graph'
import type { EngineNode } from '../graph'
import type { Standing } from './scene'

/** The graph that the last batch left. */
export class GraphState implements Standing {
  readonly nodes = new Map<NodeId, EngineNode>()
  readonly cables = new Map<string, Cable>()

  /** As it is now, whatever comes. */
  copy(): Standing {
    return { nodes: new Map(this.nodes), cables: new Map(this.cables) }
  }

  /** The node as it is after a change: whoever makes it anew makes it like that. */
  amend(id: NodeId, change: Partial<EngineNode>): EngineNode | undefined {
    const node = this.nodes.get(id)
    if (node === undefined) return undefined
    const next = { ...node, ...change }
    this.nodes.set(id, next)
    return next
  }
}
