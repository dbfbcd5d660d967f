import {
  emptyProject,
  expandNodes,
  orderGraph,
  type Cable,
  type CableEnd,
  type GraphDsp,
  type KernelsDsp,
  type Node,
  type NodeCatalog,
  type NodeDefinition,
  type NodeSpec,
  type ParamValue,
} from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'

/** A node that is made of kernels. */
export interface KernelNode extends NodeDefinition {
  readonly dsp: KernelsDsp
}

/** One of the nodes that a script stands for. */
export interface FlatNode {
  readonly node: Node
  readonly definition: KernelNode
  /** Ids of the script’s parameters by those of the node that follow them. */
  readonly shown: ReadonlyMap<string, string>
}

/** A graph of nodes, groups and nodes of nodes unpacked. */
export interface FlatGraph {
  /** Each behind those that feed it. */
  readonly nodes: readonly FlatNode[]
  readonly cables: readonly Cable[]
  /** By the script’s ports. */
  readonly inputs: ReadonlyMap<string, CableEnd>
  readonly outputs: ReadonlyMap<string, CableEnd>
}

const OUTER = 'script'

export const cannotConvert = (detail: string): Failure => fail('script-not-converted', detail)

/** What is to be written as a script, or the first thing in it that cannot be. */
export function flatNodes(spec: NodeSpec, catalog: NodeCatalog): Result<FlatGraph> {
  if (spec.dsp.form !== 'graph') return err(cannotConvert('It is not made of nodes.'))
  const type = `${OUTER}/${OUTER}`
  const definition = { ...spec, type, plugin: OUTER, pluginVersion: '1.0.0', category: '' }
  const all = new Map([...catalog, [type, definition]])
  const empty = emptyProject(OUTER, OUTER)
  const outer: Node = { id: OUTER, type, position: { x: 0, y: 0 }, params: {} }
  const graph = { ...empty.graph, nodes: { [OUTER]: outer }, cables: {} }
  const expanded = expandNodes({ ...empty, graph }, all).graph
  const silenced = Object.values(expanded.groups).find(group => group.bypassed ?? group.muted)
  if (silenced !== undefined) {
    return err(cannotConvert(`The group “${silenced.label}” is bypassed or mute.`))
  }
  const cables = Object.values(expanded.cables)
  const modulation = cables.find(cable => cable.depth !== undefined)
  if (modulation !== undefined) {
    const name = labelOf(expanded.nodes[modulation.to.node], all)
    return err(cannotConvert(`A signal turns a knob of “${name}”.`))
  }
  const order = orderGraph(Object.keys(expanded.nodes), cables)
  if (order.feedback.size > 0) return err(cannotConvert('Its cables form a loop.'))
  const shown = shownParams(spec, spec.dsp, all)
  const nodes: FlatNode[] = []
  for (const id of order.groups.flat()) {
    const node = expanded.nodes[id]
    if (node === undefined) continue
    const flat = flatNode(node, all, shown.get(id) ?? new Map())
    if (!flat.ok) return flat
    nodes.push(flat.value)
  }
  const ends = (side: 'inputs' | 'outputs', ports: GraphDsp['inputs']) =>
    new Map(Object.entries(ports).map(([port, end]) => [port, innerEnd(spec, end, side, all)]))
  const { inputs, outputs } = spec.dsp
  return ok({ nodes, cables, inputs: ends('inputs', inputs), outputs: ends('outputs', outputs) })
}

function flatNode(
  node: Node,
  catalog: NodeCatalog,
  shown: ReadonlyMap<string, string>,
): Result<FlatNode> {
  const definition = catalog.get(node.type)
  const name = labelOf(node, catalog)
  if (definition === undefined) return err(cannotConvert(`“${name}” is not there.`))
  if (node.bypassed === true || node.muted === true) {
    return err(cannotConvert(`“${name}” is bypassed or mute.`))
  }
  if (Object.values(node.automation ?? {}).some(points => points.length > 0)) {
    return err(cannotConvert(`“${name}” is automated.`))
  }
  const { dsp } = definition
  if (dsp.form !== 'kernels') {
    return err(cannotConvert(`“${name}” is not made of Wireharp’s own kernels.`))
  }
  if (dsp.voices !== undefined) return err(cannotConvert(`“${name}” plays notes.`))
  return ok({ node, definition: { ...definition, dsp }, shown })
}

/** The real node and port behind a port of the script, however deep it lies. */
function innerEnd(
  spec: NodeSpec,
  { node, port }: CableEnd,
  side: 'inputs' | 'outputs',
  catalog: NodeCatalog,
  prefix = `${OUTER}.`,
): CableEnd {
  const inner = spec.dsp.form === 'graph' ? spec.dsp.nodes[node] : undefined
  const definition = catalog.get(inner?.type ?? '')
  const end = definition?.dsp.form === 'graph' ? definition.dsp[side][port] : undefined
  return definition === undefined || end === undefined
    ? { node: `${prefix}${node}`, port }
    : innerEnd(definition, end, side, catalog, `${prefix}${node}.`)
}

/** By the real node: which of its parameters follows which of the script’s. */
function shownParams(spec: NodeSpec, dsp: GraphDsp, catalog: NodeCatalog) {
  const shown = new Map<string, Map<string, string>>()
  for (const [id, target] of Object.entries(dsp.params)) {
    const { node, param } = innerParam(spec, target, catalog)
    shown.set(node, (shown.get(node) ?? new Map<string, string>()).set(param, id))
  }
  return shown
}

function innerParam(
  spec: NodeSpec,
  { node, param }: { readonly node: string; readonly param: string },
  catalog: NodeCatalog,
  prefix = `${OUTER}.`,
): { readonly node: string; readonly param: string } {
  const inner = spec.dsp.form === 'graph' ? spec.dsp.nodes[node] : undefined
  const definition = catalog.get(inner?.type ?? '')
  const target = definition?.dsp.form === 'graph' ? definition.dsp.params[param] : undefined
  return definition === undefined || target === undefined
    ? { node: `${prefix}${node}`, param }
    : innerParam(definition, target, catalog, `${prefix}${node}.`)
}

export function labelOf(node: Node | undefined, catalog: NodeCatalog): string {
  return node?.label ?? catalog.get(node?.type ?? '')?.label ?? node?.type ?? ''
}

/** A parameter’s value as it crosses: a choice as its place, a switch as 0 or 1. */
export function numberOf(
  { definition, node }: FlatNode,
  param: string,
  value: ParamValue | undefined = node.params[param],
): number | undefined {
  const spec = definition.params[param]
  if (spec?.kind === 'number') return typeof value === 'number' ? value : spec.default
  if (spec?.kind === 'toggle') return Number(typeof value === 'boolean' ? value : spec.default)
  if (spec?.kind !== 'choice') return undefined
  const chosen = typeof value === 'string' ? value : spec.default
  return Math.max(
    0,
    spec.options.findIndex(({ id }) => id === chosen),
  )
}
