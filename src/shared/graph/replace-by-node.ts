import { err, fail, ok, type Result } from '../kit'
import type { Edit } from './edits'
import type { NodeCatalog, NodeSpec } from './node-spec'
import type { CableEnd, Node, Project } from './project'

/** What stands in the place of others: a node whose ports and parameters are those of the nodes that `spec` is made of. */
export interface Replacement {
  readonly id: string
  readonly type: string
  readonly spec: NodeSpec
  /** The group that it lies in. */
  readonly group?: string | undefined
}

/**
 * The edits that put one node in the place of those that it was made of, with the cables that led to them and away. Its
 * plugin has to be there.
 */
export function replaceByNode(
  { graph, clips }: Project,
  catalog: NodeCatalog,
  { id, type, spec, group }: Replacement,
  newId: () => string,
): Result<Edit[]> {
  const { dsp } = spec
  const definition = catalog.get(type)
  if (dsp.form !== 'graph' || definition === undefined) {
    return err(fail('group-not-saved', 'It is not made of nodes.'))
  }
  const inside = Object.values(graph.nodes).filter(node => node.id in dsp.nodes)
  const clip = Object.values(clips).find(({ node }) => node in dsp.nodes)
  if (clip !== undefined) {
    return err(fail('script-not-converted', 'A clip on the timeline belongs to one of the nodes.'))
  }
  const groups = groupsAround(graph.groups, inside, group)
  const outside = ({ node }: CableEnd) => !(node in dsp.nodes)
  const moved = Object.values(graph.cables).flatMap((cable): Edit[] => {
    const { from, to, depth } = cable
    if (outside(from) === outside(to)) return []
    const port = outside(to)
      ? portAt(dsp.outputs, from)
      : depth === undefined
        ? portAt(dsp.inputs, to)
        : paramAt(dsp.params, to)
    const isThere =
      port !== undefined &&
      (depth === undefined || outside(to) || Object.hasOwn(definition.params, port))
    if (!isThere) return []
    const end = { node: id, port }
    const ends = outside(to) ? { from: end, to } : { from, to: end }
    return [{ kind: 'connect', cable: { ...cable, ...ends, id: newId() } }]
  })
  const notes = Object.values(graph.notes).filter(note => groups.includes(note.group ?? ''))
  return ok([
    { kind: 'remove-nodes', nodes: inside.map(node => node.id) },
    ...(notes.length > 0
      ? [{ kind: 'remove-notes' as const, notes: notes.map(note => note.id) }]
      : []),
    ...(groups.length > 0 ? [{ kind: 'remove-groups' as const, groups: [...groups] }] : []),
    {
      kind: 'add-node',
      node: {
        ...{ id, type, position: middleOf(inside), params: {} },
        ...(group !== undefined && { group }),
      },
    },
    ...moved,
  ])
}

/** Of the groups that hold nothing but these nodes, those below `scope`. */
function groupsAround(
  groups: Project['graph']['groups'],
  nodes: readonly Node[],
  scope: string | undefined,
): readonly string[] {
  const found = new Set<string>()
  for (const node of nodes) {
    let at = node.group
    while (at !== undefined && at !== scope && !found.has(at)) {
      found.add(at)
      at = groups[at]?.group
    }
  }
  return [...found]
}

function portAt(ends: Readonly<Record<string, CableEnd>>, end: CableEnd): string | undefined {
  return Object.keys(ends).find(id => ends[id]?.node === end.node && ends[id].port === end.port)
}

function paramAt(
  params: Readonly<Record<string, { readonly node: string; readonly param: string }>>,
  { node, port }: CableEnd,
): string | undefined {
  return Object.keys(params).find(id => params[id]?.node === node && params[id].param === port)
}

function middleOf(nodes: readonly Node[]) {
  const sum = (of: (node: Node) => number) => nodes.reduce((all, node) => all + of(node), 0)
  const count = Math.max(1, nodes.length)
  return {
    x: Math.round(sum(node => node.position.x) / count),
    y: Math.round(sum(node => node.position.y) / count),
  }
}
