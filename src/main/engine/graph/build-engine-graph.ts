import { clamp, toFrames, type Hertz } from '#shared/kit'
import {
  canConnect,
  expandNodes,
  flattenAutomation,
  flattenNotes,
  heardCables,
  isClipCable,
  paramNumber,
  notesOutput,
  tempoMapOf,
  withClips,
  type Automation,
  type Cable,
  type Node,
  type NodeCatalog,
  type NodeDefinition,
  type NumberParam,
  type Project,
  type TransportSettings,
} from '#shared/graph'
import { clipNodes } from './clip-nodes'
import type {
  EngineDsp,
  EngineGraph,
  EngineNode,
  EngineParam,
  EngineTransport,
  ParamRange,
  ScriptCode,
  Sound,
} from './engine-graph'

/** What the engine has to know of a plugin’s folder. */
export interface PluginVersion {
  /** Changes with the code. */
  readonly stamp: string
  /** Those that are `sandboxed` run in processes of their own. */
  readonly trust: 'built-in' | 'promoted' | 'sandboxed'
  readonly limits?: ScriptCode['limits']
}

export interface EngineSources {
  readonly catalog: NodeCatalog
  /** Path of a plugin's bundle, by plugin id; of a Wasm module, by type of node. */
  readonly code: ReadonlyMap<string, string>
  /** Versions of plugins, by id; those that are not here are built in. */
  readonly found?: ReadonlyMap<string, PluginVersion>
  /** Decoded audio, by asset id; what is missing here plays as silence. */
  readonly sounds: ReadonlyMap<string, Sound>
}

/** The part of a project that can be rendered: nodes of known types, and cables that fit. */
export function buildEngineGraph(document: Project, sources: EngineSources): EngineGraph {
  const project = withoutClips(
    withClips(expandNodes(document, sources.catalog), sources.catalog),
    sources,
  )
  const { sampleRate, transport, graph } = project
  const nodes: Record<string, EngineNode> = {}
  for (const [id, node] of Object.entries(graph.nodes)) {
    const built = builtBefore(node, project, sources) ?? build(id, node, project, sources)
    if (built !== undefined) nodes[id] = built
  }
  const cables = heardCables(graph, sources.catalog).filter(
    cable => cable.from.node in nodes && cable.to.node in nodes && fits(cable, graph, sources),
  )
  for (const { node, cable } of clipNodes(project, sources.sounds)) {
    if (!(cable.to.node in nodes)) continue
    nodes[node.id] = node
    cables.push(cable)
  }
  return {
    transport: engineTransport(transport, sampleRate),
    nodes,
    cables: Object.fromEntries(cables.map(cable => [cable.id, cable])),
  }
}

/** What is wired by finished sounds is not fed by one another: mutes and solos go along the other cables. */
function withoutClips(project: Project, { catalog }: EngineSources): Project {
  const { graph } = project
  const all = Object.values(graph.cables)
  const cables = all.filter(cable => !isClipCable(graph, catalog, cable))
  if (cables.length === all.length) return project
  const rest = Object.fromEntries(cables.map(cable => [cable.id, cable]))
  return { ...project, graph: { ...graph, cables: rest } }
}

interface Fit {
  readonly catalog: NodeCatalog
  readonly from: string | undefined
  readonly to: string | undefined
  readonly fits: boolean
}

/** Documents share the cables that an edit left alone; whether one fits follows from the types of its nodes. */
const fitBefore = new WeakMap<Cable, Fit>()

function fits(cable: Cable, { nodes }: Project['graph'], { catalog }: EngineSources): boolean {
  const [from, to] = [nodes[cable.from.node]?.type, nodes[cable.to.node]?.type]
  const known = fitBefore.get(cable)
  if (known?.catalog === catalog && known.from === from && known.to === to) return known.fits
  const wired = { nodes, cables: {} }
  const { ok } = canConnect(wired, catalog, cable.from, cable.to, cable.depth)
  fitBefore.set(cable, { catalog, from, to, fits: ok })
  return ok
}

/** A loop that rounds to no frame at all is none. */
function engineTransport(transport: TransportSettings, sampleRate: Hertz): EngineTransport {
  const { length, loop } = transport
  const [start, end] = [toFrames(loop.start, sampleRate), toFrames(loop.end, sampleRate)]
  const loops = loop.enabled && end > start
  return {
    sampleRate,
    length: toFrames(length, sampleRate),
    tempo: tempoMapOf(transport),
    ...(loops && { loop: { start, end } }),
  }
}

interface Built {
  readonly sources: EngineSources
  /** What of the timeline it was built with; nothing where no clip is its. */
  readonly clips: Project['clips'] | undefined
  readonly transport: TransportSettings | undefined
  readonly built: EngineNode
}

/** Documents share the nodes that an edit left alone: those are not built again. */
const before = new WeakMap<Node, Built>()

function builtBefore(node: Node, project: Project, sources: EngineSources): EngineNode | undefined {
  const known = before.get(node)
  if (known?.sources !== sources) return undefined
  const { clips, transport } = timelineOf(node.id, project)
  return known.clips === clips && known.transport === transport ? known.built : undefined
}

function timelineOf(id: string, { clips, transport }: Project): Pick<Built, 'clips' | 'transport'> {
  return hostsOf(clips).has(id) ? { clips, transport } : { clips: undefined, transport: undefined }
}

const hosts = new WeakMap<Project['clips'], ReadonlySet<string>>()

/** The nodes to which clips belong. */
function hostsOf(clips: Project['clips']): ReadonlySet<string> {
  const known = hosts.get(clips)
  if (known !== undefined) return known
  const found = new Set(Object.values(clips).map(clip => clip.node))
  hosts.set(clips, found)
  return found
}

function build(
  id: string,
  node: Node,
  project: Project,
  sources: EngineSources,
): EngineNode | undefined {
  const definition = sources.catalog.get(node.type)
  const dsp = definition && dspOf(definition, sources)
  if (definition === undefined || dsp === undefined) return undefined
  const built = engineNode(id, node, definition, dsp, project, sources)
  before.set(node, { sources, ...timelineOf(id, project), built })
  return built
}

function dspOf(definition: NodeDefinition, sources: EngineSources): EngineDsp | undefined {
  const { type, plugin, dsp } = definition
  if (dsp.form === 'kernels') return dsp
  if (dsp.form === 'graph') return undefined
  if (dsp.form === 'job') return jobDsp(definition)
  const found = sources.found?.get(plugin)
  const path = sources.code.get(dsp.form === 'wasm' ? type : plugin)
  if (path === undefined) return undefined
  const code: ScriptCode = {
    plugin,
    node: type.slice(plugin.length + 1),
    path,
    ...(dsp.form === 'wasm' && { kind: 'wasm' }),
    ...(found && { revision: found.stamp }),
    ...(found?.trust === 'sandboxed' && { place: 'host' }),
    ...(found?.limits && { limits: found.limits }),
  }
  return { form: 'script', code }
}

/** What a job has made plays elsewhere, but for notes: those it sends as a track does. */
function jobDsp(definition: NodeDefinition): EngineDsp | undefined {
  const notes = notesOutput(definition)
  if (notes === undefined) return undefined
  const feed = { kernel: 'note-feed', params: {} }
  return { form: 'kernels', kernels: { feed }, cables: [`feed.out -> ${notes}`] }
}

const soundingBefore = new WeakMap<Ports, Ports>()
type Ports = NodeDefinition['inputs']

/** The ports that the engine knows. */
function sounding(ports: Ports): Ports {
  const known = soundingBefore.get(ports)
  if (known !== undefined) return known
  const all = Object.entries(ports)
  const rest = all.filter(([, { kind }]) => kind !== 'clip')
  const made = rest.length === all.length ? ports : Object.fromEntries(rest)
  soundingBefore.set(ports, made)
  return made
}

function engineNode(
  id: string,
  node: Node,
  definition: NodeDefinition,
  dsp: EngineDsp,
  project: Project,
  { sounds }: EngineSources,
): EngineNode {
  const clips = hostsOf(project.clips).has(id)
  const params: Record<string, EngineParam> = {}
  const files: Record<string, Sound> = {}
  for (const [param, spec] of Object.entries(definition.params)) {
    const value = node.params[param] ?? spec.default
    const number = paramNumber(spec, value)
    const points = clips ? flattenAutomation(project, id, param, number) : node.automation?.[param]
    params[param] = {
      value: number,
      glides: spec.kind === 'number' && spec.step === undefined,
      ...(spec.kind === 'number' && { range: rangeOf(spec) }),
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
    inputs: sounding(definition.inputs),
    outputs: sounding(definition.outputs),
    dsp,
    bypassed: node.bypassed ?? false,
    ...(definition.latency !== undefined && { latency: definition.latency }),
    params,
    sounds: files,
    ...(clips && { notes: flattenNotes(project, id, project.sampleRate) }),
  }
}

function rangeOf({ min, max, curve, step }: NumberParam): ParamRange {
  return { min, max, curve, ...(step !== undefined && { step }) }
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
