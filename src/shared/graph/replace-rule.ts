import type { EditOf } from './edits'
import { isModulation } from './connect'
import type { NodeId, NodeType } from './ids'
import type { NodeCatalog, NodeDefinition, PortSpec } from './node-spec'
import { onStep, type ParamSpec, type ParamValue } from './params'
import type { Graph } from './project'

type Mapping = Record<string, string>

/**
 * The edit that makes a node one of another type. Cables stay at ports of the same id and kind, others go to the free ports of
 * their kind in order. Parameters keep their values where the id or the label is the same and so is the unit.
 */
export function replaceNodeEdit(
  graph: Graph,
  catalog: NodeCatalog,
  id: NodeId,
  type: NodeType,
): EditOf<'replace-node'> | undefined {
  const node = graph.nodes[id]
  const to = catalog.get(type)
  if (node === undefined || to === undefined || node.type === type) return undefined
  const from = catalog.get(node.type)
  const used = usedPorts(graph, id)
  const params = from === undefined ? {} : paramMapping(from, to)
  return {
    kind: 'replace-node',
    node: id,
    type,
    params: kept(node.params, params, to),
    ports: {
      inputs: portMapping(from?.inputs ?? {}, to.inputs, used.inputs),
      outputs: portMapping(from?.outputs ?? {}, to.outputs, used.outputs),
      params,
    },
  }
}

/** Ports that cables or groups name. */
function usedPorts(graph: Graph, id: NodeId): Record<'inputs' | 'outputs', ReadonlySet<string>> {
  const [inputs, outputs] = [new Set<string>(), new Set<string>()]
  for (const cable of Object.values(graph.cables)) {
    if (cable.from.node === id) outputs.add(cable.from.port)
    if (cable.to.node === id && !isModulation(cable)) inputs.add(cable.to.port)
  }
  for (const { ports } of Object.values(graph.groups)) {
    for (const { node, port } of ports.inputs) if (node === id) inputs.add(port)
    for (const { node, port } of ports.outputs) if (node === id) outputs.add(port)
  }
  return { inputs, outputs }
}

function portMapping(
  from: Readonly<Record<string, PortSpec>>,
  to: Readonly<Record<string, PortSpec>>,
  used: ReadonlySet<string>,
): Mapping {
  const mapping: Mapping = {}
  for (const port of used) {
    const kind = from[port]?.kind
    // Of a placeholder nobody knows the kinds: the name has to do.
    if (Object.hasOwn(to, port) && (kind === undefined || to[port]?.kind === kind)) {
      mapping[port] = port
    }
  }
  const inOrder = [...Object.keys(from).filter(port => used.has(port))]
  for (const port of inOrder) {
    if (Object.hasOwn(mapping, port)) continue
    const taken = new Set(Object.values(mapping))
    const free = Object.keys(to).find(
      other => !taken.has(other) && to[other]?.kind === from[port]?.kind,
    )
    if (free !== undefined) mapping[port] = free
  }
  return mapping
}

function paramMapping(from: NodeDefinition, to: NodeDefinition): Mapping {
  const mapping: Mapping = {}
  for (const [param, spec] of Object.entries(from.params)) {
    const same = to.params[param]
    if (Object.hasOwn(to.params, param) && same !== undefined && isAlike(spec, same)) {
      mapping[param] = param
    }
  }
  for (const [param, spec] of Object.entries(from.params)) {
    if (Object.hasOwn(mapping, param)) continue
    const taken = new Set(Object.values(mapping))
    const alike = Object.entries(to.params).find(
      ([other, candidate]) =>
        !taken.has(other) &&
        candidate.label.toLowerCase() === spec.label.toLowerCase() &&
        isAlike(spec, candidate),
    )
    if (alike !== undefined) mapping[param] = alike[0]
  }
  return mapping
}

function isAlike(a: ParamSpec, b: ParamSpec): boolean {
  if (a.kind === 'number' && b.kind === 'number') return a.unit === b.unit
  return a.kind === b.kind
}

function kept(
  values: Readonly<Record<string, ParamValue>>,
  mapping: Mapping,
  { params }: NodeDefinition,
): Record<string, ParamValue> {
  const result: Record<string, ParamValue> = {}
  for (const [old, value] of Object.entries(values)) {
    const param = Object.hasOwn(mapping, old) ? mapping[old] : undefined
    const spec = param === undefined ? undefined : params[param]
    const fitting = spec && fittingValue(spec, value)
    if (param !== undefined && fitting !== undefined) result[param] = fitting
  }
  return result
}

/** The value as the parameter can take it, or nothing. */
function fittingValue(spec: ParamSpec, value: ParamValue): ParamValue | undefined {
  switch (spec.kind) {
    case 'number':
      return typeof value === 'number' ? onStep(spec, value) : undefined
    case 'choice':
      return spec.options.some(({ id }) => id === value) ? value : undefined
    case 'toggle':
      return typeof value === 'boolean' ? value : undefined
    case 'file':
    case 'text':
      return typeof value === 'string' ? value : undefined
  }
}
