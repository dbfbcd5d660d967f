import type { NodeCatalog, NodeDefinition } from './node-spec'
import type { Cable, CableEnd, Node, Project, Wiring } from './project'

/** The cables that carry finished sounds: no sound runs through them, they name one. */
export function isClipCable(
  { nodes }: Pick<Wiring, 'nodes'>,
  catalog: NodeCatalog,
  { from, depth }: Cable,
): boolean {
  if (depth !== undefined) return false
  const outputs = catalog.get(nodes[from.node]?.type ?? '')?.outputs
  return outputs !== undefined && Object.hasOwn(outputs, from.port)
    ? outputs[from.port]?.kind === 'clip'
    : false
}

/** The sound that reaches an input of kind `clip`, as the id of an asset; nothing while nothing is there. */
export function clipInto(graph: Wiring, catalog: NodeCatalog, to: CableEnd): string | undefined {
  return clipAt(graph, catalog, to, new Set())
}

/** What is wired to an input of kind `clip`. */
export function clipCable({ cables }: Pick<Wiring, 'cables'>, to: CableEnd): Cable | undefined {
  return firstInto(cables).get(`${to.node} ${to.port}`)
}

const indexed = new WeakMap<Wiring['cables'], ReadonlyMap<string, Cable>>()

/** The first cable into each input: many ask after every edit. */
function firstInto(cables: Wiring['cables']): ReadonlyMap<string, Cable> {
  const known = indexed.get(cables)
  if (known !== undefined) return known
  const made = new Map<string, Cable>()
  for (const cable of Object.values(cables)) {
    if (cable.depth !== undefined) continue
    const end = `${cable.to.node} ${cable.to.port}`
    const first = made.get(end)
    if (first === undefined || cable.id < first.id) made.set(end, cable)
  }
  indexed.set(cables, made)
  return made
}

function clipAt(
  graph: Wiring,
  catalog: NodeCatalog,
  to: CableEnd,
  seen: Set<string>,
): string | undefined {
  const cable = clipCable(graph, to)
  if (cable === undefined || seen.has(cable.id)) return undefined
  seen.add(cable.id)
  const { node: id, port } = cable.from
  const node = graph.nodes[id]
  const definition = node && catalog.get(node.type)
  if (node === undefined || definition === undefined) return undefined
  if (definition.dsp.form === 'job') return node.result?.clips[port]
  const param = definition.outputs[port]?.param
  return param === undefined ? undefined : soundAt(graph, catalog, node, definition, param, seen)
}

/** The sound that a file parameter stands for: the one that comes in by an input, else its own. */
function soundAt(
  graph: Wiring,
  catalog: NodeCatalog,
  node: Node,
  { inputs }: NodeDefinition,
  param: string,
  seen: Set<string>,
): string | undefined {
  const port = inputFor(inputs, param)
  if (port !== undefined && clipCable(graph, { node: node.id, port }) !== undefined) {
    return clipAt(graph, catalog, { node: node.id, port }, seen)
  }
  const own = node.params[param]
  return typeof own === 'string' && own !== '' ? own : undefined
}

function inputFor(inputs: NodeDefinition['inputs'], param: string): string | undefined {
  return Object.keys(inputs).find(
    port => inputs[port]?.kind === 'clip' && inputs[port].param === param,
  )
}

const replaced = new WeakMap<
  Node,
  { readonly param: string; readonly sound: string; readonly node: Node }
>()

/**
 * The project as it sounds: file parameters that have an input of kind `clip` name what comes in there, and nothing while
 * nothing does. The project itself where no clip is wired.
 */
export function withClips(project: Project, catalog: NodeCatalog): Project {
  const { graph } = project
  const ends = Object.values(graph.cables).filter(cable => isClipCable(graph, catalog, cable))
  if (ends.length === 0) return project
  const nodes = { ...graph.nodes }
  for (const { to } of ends) {
    const node = nodes[to.node]
    const param = catalog.get(node?.type ?? '')?.inputs[to.port]?.param
    if (node === undefined || param === undefined) continue
    const sound = clipInto(graph, catalog, to) ?? ''
    if (node.params[param] !== sound) nodes[to.node] = playing(node, param, sound)
  }
  return { ...project, graph: { ...graph, nodes } }
}

/** Whoever builds of the node knows it again as long as nothing has changed. */
function playing(node: Node, param: string, sound: string): Node {
  const known = replaced.get(node)
  if (known?.param === param && known.sound === sound) return known.node
  const made = { ...node, params: { ...node.params, [param]: sound } }
  replaced.set(node, { param, sound, node: made })
  return made
}

/** The sound that a parameter of a node plays, whether it is its own or comes in. */
export function playedSound(
  graph: Wiring,
  catalog: NodeCatalog,
  id: string,
  param: string,
): string | undefined {
  const node = graph.nodes[id]
  const definition = node && catalog.get(node.type)
  if (node === undefined || definition === undefined) return undefined
  return soundAt(graph, catalog, node, definition, param, new Set())
}

/** The nodes that work as jobs, each after those whose clips or sounds reach it. */
export function jobNodes({ graph }: Project, catalog: NodeCatalog): readonly Node[] {
  const jobs = Object.values(graph.nodes).filter(node => catalog.get(node.type)?.dsp.form === 'job')
  if (jobs.length < 2) return jobs
  const sources = sourcesOf(Object.values(graph.cables))
  const depth = (id: string): number => reaching(sources, [id]).size
  return jobs
    .map(node => ({ node, depth: depth(node.id) }))
    .toSorted((a, b) => a.depth - b.depth || (a.node.id < b.node.id ? -1 : 1))
    .map(({ node }) => node)
}

/** All nodes from which anything reaches one of `nodes`, themselves too. */
export function upstreamOf(cables: Iterable<Cable>, nodes: Iterable<string>): ReadonlySet<string> {
  return reaching(sourcesOf(cables), nodes)
}

type Sources = ReadonlyMap<string, readonly string[]>

function sourcesOf(cables: Iterable<Cable>): Sources {
  const sources = new Map<string, string[]>()
  for (const { from, to } of cables) {
    const list = sources.get(to.node)
    if (list === undefined) sources.set(to.node, [from.node])
    else list.push(from.node)
  }
  return sources
}

function reaching(sources: Sources, nodes: Iterable<string>): ReadonlySet<string> {
  const seen = new Set(nodes)
  for (const node of seen) for (const source of sources.get(node) ?? []) seen.add(source)
  return seen
}
