import { clamp, toFrames, type Hertz } from '#shared/kit'
import {
  canConnect,
  paramNumber,
  pluginOf,
  type Automation,
  type Node,
  type NodeCatalog,
  type NodeDefinition,
  type NumberParam,
  type Project,
  type TransportSettings,
} from '#shared/graph'
import type {
  EngineDsp,
  EngineGraph,
  EngineNode,
  EngineParam,
  EngineTransport,
  Sound,
} from './engine-graph'

export interface EngineSources {
  readonly catalog: NodeCatalog
  /** Path of a plugin's bundle, by plugin id. */
  readonly code: ReadonlyMap<string, string>
  /** Decoded audio, by asset id; what is missing here plays as silence. */
  readonly sounds: ReadonlyMap<string, Sound>
}

/** The part of a project that can be rendered: nodes of known types, and cables that fit. */
export function buildEngineGraph(project: Project, sources: EngineSources): EngineGraph {
  const { sampleRate, transport, graph } = project
  const nodes: Record<string, EngineNode> = {}
  for (const [id, node] of Object.entries(graph.nodes)) {
    const built = builtBefore(node, sources) ?? build(id, node, sources)
    if (built !== undefined) nodes[id] = built
  }
  const wired = { nodes: graph.nodes, cables: {} }
  const cables = Object.values(graph.cables).filter(
    ({ from, to }) =>
      from.node in nodes && to.node in nodes && canConnect(wired, sources.catalog, from, to).ok,
  )
  return {
    transport: engineTransport(transport, sampleRate),
    nodes,
    cables: Object.fromEntries(cables.map(cable => [cable.id, cable])),
  }
}

/** A loop that rounds to no frame at all is none. */
function engineTransport(
  { length, loop, tempo }: TransportSettings,
  sampleRate: Hertz,
): EngineTransport {
  const [start, end] = [toFrames(loop.start, sampleRate), toFrames(loop.end, sampleRate)]
  const loops = loop.enabled && end > start
  return {
    sampleRate,
    length: toFrames(length, sampleRate),
    tempo,
    ...(loops && { loop: { start, end } }),
  }
}

/** Documents share the nodes that an edit left alone: those are not built again. */
const before = new WeakMap<Node, { readonly sources: EngineSources; readonly built: EngineNode }>()

function builtBefore(node: Node, sources: EngineSources): EngineNode | undefined {
  const known = before.get(node)
  return known?.sources === sources ? known.built : undefined
}

function build(id: string, node: Node, sources: EngineSources): EngineNode | undefined {
  const definition = sources.catalog.get(node.type)
  const dsp = definition && dspOf(definition, sources)
  if (definition === undefined || dsp === undefined) return undefined
  const built = engineNode(id, node, definition, dsp, sources)
  before.set(node, { sources, built })
  return built
}

function dspOf(definition: NodeDefinition, { code }: EngineSources): EngineDsp | undefined {
  if (definition.dsp.form === 'kernels') return definition.dsp
  const path = code.get(definition.plugin)
  if (path === undefined) return undefined
  const plugin = pluginOf(definition.type)
  return { form: 'script', code: { plugin, node: definition.type.slice(plugin.length + 1), path } }
}

function engineNode(
  id: string,
  node: Node,
  definition: NodeDefinition,
  dsp: EngineDsp,
  { sounds }: EngineSources,
): EngineNode {
  const params: Record<string, EngineParam> = {}
  const files: Record<string, Sound> = {}
  for (const [param, spec] of Object.entries(definition.params)) {
    const value = node.params[param] ?? spec.default
    const points = node.automation?.[param]
    params[param] = {
      value: paramNumber(spec, value),
      glides: spec.kind === 'number' && spec.step === undefined,
      ...(points !== undefined &&
        points.length > 0 &&
        spec.kind === 'number' && { points: within(spec, points) }),
    }
    const sound = spec.kind === 'file' ? sounds.get(String(value)) : undefined
    if (sound !== undefined) files[param] = sound
  }
  return {
    id,
    label: node.label ?? definition.label,
    kind: definition.kind,
    inputs: definition.inputs,
    outputs: definition.outputs,
    dsp,
    bypassed: node.bypassed ?? false,
    ...(definition.latency !== undefined && { latency: definition.latency }),
    params,
    sounds: files,
  }
}

/** A file may say anything; kernels rely on the range, and curves on the order. */
function within(spec: NumberParam, points: Automation): Automation {
  const fits = points.every(
    ({ time, value }, index) =>
      value >= spec.min && value <= spec.max && time >= (points[index - 1]?.time ?? 0),
  )
  if (fits) return points
  return points
    .map(point => ({ ...point, value: clamp(point.value, spec.min, spec.max) }))
    .toSorted((a, b) => a.time - b.time)
}
