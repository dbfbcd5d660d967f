import { groupOf, type Comment, type Graph, type Node, type Wiring } from '#shared/graph'

/** What comments are on the canvas: things like nodes, of a type that no plugin has. */
export const COMMENT = 'canvas/comment'

const things = new WeakMap<Comment, Node>()

/** What lies on one canvas: the nodes and cables of its view, and the comments of the group that is open, if one is. */
export function sceneGraph(view: Graph, scope: string | undefined): Wiring {
  const comments = Object.values(view.notes).filter(comment => groupOf(view, comment) === scope)
  if (comments.length === 0) return view
  // Comments first, for they are behind everything else.
  const things = Object.fromEntries(comments.map(comment => [comment.id, thingOf(comment)]))
  return { nodes: { ...things, ...view.nodes }, cables: view.cables }
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
