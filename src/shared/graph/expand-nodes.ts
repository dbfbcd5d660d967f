import { notesOutput } from './clip-host'
import type { Clip } from './clips'
import type { GraphDsp } from './graph-dsp'
import type { Group } from './groups'
import type { NodeId } from './ids'
import type { NodeCatalog, NodeDefinition } from './node-spec'
import { MAX_NODES } from './parse-project'
import type { Cable, CableEnd, Node, Project } from './project'

/** No id of a document has it, so what is made of a node has names of its own. */
const INNER = '.'
/** Nodes of graphs in nodes of graphs, so many deep at most. */
const MAX_DEPTH = 16

/** The parts that a node is made of, under names `outer.inner`; nothing where it is made of none. */
export function partsOf(node: Node, catalog: NodeCatalog): Parts | undefined {
  const definition = catalog.get(node.type)
  return definition?.dsp.form === 'graph' ? innerOf(node, definition, definition.dsp) : undefined
}

/** The node of the document that an expanded one was made of; itself where it was not expanded. */
export function outerOf(node: NodeId): NodeId {
  const end = node.indexOf(INNER)
  return end < 0 ? node : node.slice(0, end)
}

/**
 * The project with every node that is made of a graph in place of itself: a group of its inner nodes, called
 * `outer.inner`, with its parameters, automation, clips and cables at those inside that they stand for. The project
 * itself where there is none. What does not come to an end, or would be more nodes than a project has, stays as
 * it is and is not heard.
 */
export function expandNodes(project: Project, catalog: NodeCatalog): Project {
  let expanded = project
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const next = expandOnce(expanded, catalog)
    if (next === expanded) break
    expanded = next
  }
  return expanded
}

function expandOnce(project: Project, catalog: NodeCatalog): Project {
  const { graph, clips } = project
  const made = new Map<NodeId, Parts>()
  let count = Object.keys(graph.nodes).length
  for (const node of Object.values(graph.nodes)) {
    const definition = catalog.get(node.type)
    if (definition?.dsp.form !== 'graph') continue
    const inner = innerOf(node, definition, definition.dsp)
    count += inner.nodes.length
    if (count > MAX_NODES) break
    made.set(node.id, inner)
  }
  if (made.size === 0) return project
  const nodes: Record<string, Node> = {}
  const groups = { ...graph.groups }
  const cables: Record<string, Cable> = {}
  for (const [id, node] of Object.entries(graph.nodes)) {
    const inner = made.get(id)
    if (inner === undefined) nodes[id] = node
    else {
      for (const each of inner.nodes) nodes[each.id] = each
      for (const each of inner.cables) cables[each.id] = each
      for (const each of inner.groups) groups[each.id] = each
    }
  }
  for (const cable of Object.values(graph.cables)) {
    const moved = moveCable(cable, made)
    if (moved !== undefined) cables[cable.id] = moved
  }
  return { ...project, graph: { ...graph, nodes, cables, groups }, clips: moveClips(clips, made) }
}

/** What a node is made of, under its own names. */
export interface Parts {
  readonly definition: NodeDefinition
  readonly dsp: GraphDsp
  readonly prefix: string
  readonly nodes: readonly Node[]
  readonly cables: readonly Cable[]
  readonly groups: readonly Group[]
}

/** Documents share the nodes that an edit left alone: what they are made of is shared too. */
const madeBefore = new WeakMap<Node, Parts>()

function innerOf(node: Node, definition: NodeDefinition, dsp: GraphDsp): Parts {
  const known = madeBefore.get(node)
  if (known?.definition === definition) return known
  const prefix = `${node.id}${INNER}`
  const inner: Parts = {
    definition,
    dsp,
    prefix,
    nodes: Object.values(dsp.nodes).map(each => innerNode(each, node, definition, dsp)),
    cables: Object.values(dsp.cables).map(cable => innerCable(cable, prefix)),
    groups: [outerGroup(node, dsp, prefix), ...innerGroups(node, dsp, prefix)],
  }
  madeBefore.set(node, inner)
  return inner
}

function innerNode(
  { soloed: _soloed, ...inner }: Node,
  outer: Node,
  definition: NodeDefinition,
  dsp: GraphDsp,
): Node {
  const prefix = `${outer.id}${INNER}`
  const params = { ...inner.params }
  const automation = { ...inner.automation }
  for (const [param, target] of Object.entries(dsp.params)) {
    if (target.node !== inner.id) continue
    const value = outer.params[param] ?? definition.params[param]?.default
    const points = outer.automation?.[param]
    if (value !== undefined) params[target.param] = value
    if (points !== undefined) automation[target.param] = points
  }
  return {
    ...inner,
    id: `${prefix}${inner.id}`,
    group: inner.group === undefined ? outer.id : `${prefix}${inner.group}`,
    params,
    ...(Object.keys(automation).length > 0 && { automation }),
  }
}

function innerCable({ id, from, to, ...cable }: Cable, prefix: string): Cable {
  const at = ({ node, port }: CableEnd) => ({ node: `${prefix}${node}`, port })
  return { id: `${prefix}${id}`, from: at(from), to: at(to), ...cable }
}

/** The node as a group, so that it can be bypassed, muted and soloed like one. */
function outerGroup(node: Node, dsp: GraphDsp, prefix: string): Group {
  const { id, position, group, bypassed, muted, soloed } = node
  const ports = (ends: GraphDsp['inputs']) =>
    Object.entries(ends).map(([port, end]) => ({
      id: port,
      label: port,
      node: `${prefix}${end.node}`,
      port: end.port,
    }))
  return {
    id,
    label: node.label ?? id,
    position,
    ...(group !== undefined && { group }),
    ...(bypassed === true && { bypassed }),
    ...(muted === true && { muted }),
    ...(soloed === true && { soloed }),
    ports: { inputs: ports(dsp.inputs), outputs: ports(dsp.outputs) },
    knobs: [],
  }
}

function innerGroups(outer: Node, dsp: GraphDsp, prefix: string): Group[] {
  const inside = <Named extends { node: string }>(list: readonly Named[]): Named[] =>
    list.map(named => ({ ...named, node: `${prefix}${named.node}` }))
  return Object.values(dsp.groups).map(({ soloed: _soloed, ...group }) => ({
    ...group,
    id: `${prefix}${group.id}`,
    group: group.group === undefined ? outer.id : `${prefix}${group.group}`,
    ports: { inputs: inside(group.ports.inputs), outputs: inside(group.ports.outputs) },
    knobs: inside(group.knobs),
  }))
}

/** A cable at the inner ports, or nothing where the node has no such port. */
function moveCable(cable: Cable, made: ReadonlyMap<NodeId, Parts>): Cable | undefined {
  const [source, target] = [made.get(cable.from.node), made.get(cable.to.node)]
  if (source === undefined && target === undefined) return cable
  const from = source === undefined ? cable.from : endIn(source, source.dsp.outputs, cable.from)
  const to =
    target === undefined
      ? cable.to
      : cable.depth === undefined
        ? endIn(target, target.dsp.inputs, cable.to)
        : paramIn(target, cable.to)
  return from === undefined || to === undefined ? undefined : { ...cable, from, to }
}

function endIn({ prefix }: Parts, ends: GraphDsp['inputs'], { port }: CableEnd) {
  const end = Object.hasOwn(ends, port) ? ends[port] : undefined
  return end && { node: `${prefix}${end.node}`, port: end.port }
}

function paramIn({ prefix, dsp }: Parts, { port }: CableEnd): CableEnd | undefined {
  const target = Object.hasOwn(dsp.params, port) ? dsp.params[port] : undefined
  return target && { node: `${prefix}${target.node}`, port: target.param }
}

const movedBefore = new WeakMap<
  Project['clips'],
  { hosts: readonly Parts[]; moved: Project['clips'] }
>()

/** Clips of notes belong to the inner node whose notes the node sends; those of automation to the parameter’s. */
function moveClips(clips: Project['clips'], made: ReadonlyMap<NodeId, Parts>): Project['clips'] {
  const hosts = Object.values(clips).flatMap(clip => made.get(clip.node) ?? [])
  if (hosts.length === 0) return clips
  const known = movedBefore.get(clips)
  const isSame =
    known?.hosts.length === hosts.length && hosts.every((host, at) => host === known.hosts[at])
  if (known !== undefined && isSame) return known.moved
  const moved = Object.fromEntries(
    Object.values(clips).map(clip => [clip.id, moveClip(clip, made.get(clip.node))]),
  )
  movedBefore.set(clips, { hosts, moved })
  return moved
}

function moveClip(clip: Clip, inner: Parts | undefined): Clip {
  if (inner === undefined) return clip
  if (clip.kind === 'automation') {
    const end = paramIn(inner, { node: clip.node, port: clip.param })
    return end === undefined ? clip : { ...clip, node: end.node, param: end.port }
  }
  const port = notesOutput(inner.definition)
  const end =
    port === undefined ? undefined : endIn(inner, inner.dsp.outputs, { node: clip.node, port })
  return end === undefined ? clip : { ...clip, node: end.node }
}
