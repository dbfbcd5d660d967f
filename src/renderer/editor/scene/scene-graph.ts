import { groupOf, type Comment, type Graph, type Node, type Wiring } from '#shared/graph'

/** What comments are on the canvas: things like nodes, of a type that no plugin has. */
export const COMMENT = 'canvas/comment'

const things = new WeakMap<Comment, Node>()

/** What lies on one canvas, that of the top or of a group: its nodes and comments, and the cables between them. */
export function sceneGraph(graph: Graph, scope?: string): Wiring {
  const isPlain =
    scope === undefined &&
    Object.keys(graph.groups).length === 0 &&
    Object.keys(graph.notes).length === 0
  if (isPlain) return graph
  const nodes: Record<string, Node> = {}
  // Behind everything else.
  for (const comment of Object.values(graph.notes)) {
    if (groupOf(graph, comment) === scope) nodes[comment.id] = thingOf(comment)
  }
  for (const node of Object.values(graph.nodes)) {
    if (groupOf(graph, node) === scope) nodes[node.id] = node
  }
  return { nodes, cables: graph.cables }
}

function thingOf(comment: Comment): Node {
  let thing = things.get(comment)
  if (thing === undefined) {
    const { id, position, text, color } = comment
    thing = { id, type: COMMENT, position, label: text, params: {}, ...(color && { color }) }
    thing.data = { ...comment.size }
    things.set(comment, thing)
  }
  return thing
}

export function isComment({ type }: Pick<Node, 'type'>): boolean {
  return type === COMMENT
}
