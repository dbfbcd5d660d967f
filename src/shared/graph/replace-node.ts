import { clamp, err, fail, ok, type Result } from '../kit'
import { clipHostProblem } from './clip-host'
import { cableProblem, isModulation } from './connect'
import type { EditOf } from './edits'
import type { NodeCatalog, NodeDefinition } from './node-spec'
import { paramProblem, type ParamValue } from './params'
import type { Cable, Node, Project } from './project'

/** Ports and parameters of the old node, by which the new one has in their place. */
type Mapping = EditOf<'replace-node'>['ports']

/** A node becomes one of another type, in its place, under its name, with what can stay of all that is at it. */
export function replaceNode(
  project: Project,
  edit: EditOf<'replace-node'>,
  catalog: NodeCatalog,
): Result<void> {
  const node = project.graph.nodes[edit.node]
  if (node === undefined) return err(fail('node-unknown', `There is no node “${edit.node}”.`))
  const definition = catalog.get(edit.type)
  if (definition === undefined) {
    return err(fail('node-type-unknown', `No plugin brings “${edit.type}”.`))
  }
  const params = checkedParams(project, definition, edit.params)
  if (!params.ok) return params
  node.type = edit.type
  node.params = params.value
  delete node.data
  delete node.preset
  delete node.result
  keepAutomation(node, definition, edit.ports)
  keepCables(project, node.id, catalog, edit.ports)
  keepClips(project, node.id, catalog, edit.ports)
  keepNames(project, node.id, definition, edit.ports)
  return ok()
}

function checkedParams(
  { assets }: Project,
  definition: NodeDefinition,
  params: Readonly<Record<string, ParamValue>>,
): Result<Record<string, ParamValue>> {
  const kept: Record<string, ParamValue> = {}
  for (const [param, value] of Object.entries(params)) {
    const spec = definition.params[param]
    if (spec === undefined) {
      return err(fail('parameter-unknown', `${definition.label} has no parameter “${param}”.`))
    }
    const problem = paramProblem(spec, value)
    if (problem !== undefined) return err(fail('parameter-out-of-range', problem))
    if (spec.kind === 'file' && value !== '' && !Object.hasOwn(assets, value.toString())) {
      return err(fail('edit-invalid', 'The sound is not part of the project.'))
    }
    if (value !== spec.default) kept[param] = value
  }
  return ok(kept)
}

function keepAutomation(node: Node, { params }: NodeDefinition, ports: Mapping): void {
  const lanes: NonNullable<Node['automation']> = {}
  for (const [old, points] of Object.entries(node.automation ?? {})) {
    const param = ports.params[old]
    const spec = param === undefined ? undefined : params[param]
    if (param === undefined || spec?.kind !== 'number') continue
    lanes[param] = points.map(({ time, value, curve }) => ({
      time,
      value: clamp(value, spec.min, spec.max),
      curve,
    }))
  }
  if (Object.keys(lanes).length > 0) node.automation = lanes
  else delete node.automation
}

function keepCables(project: Project, id: string, catalog: NodeCatalog, ports: Mapping): void {
  const { graph } = project
  for (const cable of Object.values(graph.cables)) {
    if (cable.from.node !== id && cable.to.node !== id) continue
    const moved = moveEnds(cable, id, ports)
    const problem = moved && cableProblem(graph, catalog, moved)
    if (moved === undefined || (problem !== undefined && !problem.waits)) {
      delete graph.cables[cable.id]
    } else {
      graph.cables[cable.id] = moved
    }
  }
}

function moveEnds(cable: Cable, id: string, ports: Mapping): Cable | undefined {
  const from = cable.from.node === id ? ports.outputs[cable.from.port] : cable.from.port
  const into = isModulation(cable) ? ports.params : ports.inputs
  const to = cable.to.node === id ? into[cable.to.port] : cable.to.port
  if (from === undefined || to === undefined) return undefined
  return {
    ...cable,
    from: { node: cable.from.node, port: from },
    to: { node: cable.to.node, port: to },
  }
}

function keepClips(project: Project, id: string, catalog: NodeCatalog, ports: Mapping): void {
  const { graph, clips } = project
  for (const clip of Object.values(clips)) {
    if (clip.node !== id) continue
    if (clip.kind === 'automation') {
      const param = ports.params[clip.param]
      const spec = catalog.get(graph.nodes[id]?.type ?? '')?.params[param ?? '']
      if (param === undefined || spec?.kind !== 'number') {
        delete clips[clip.id]
        continue
      }
      clip.param = param
      for (const point of clip.points) point.value = clamp(point.value, spec.min, spec.max)
    } else if (clipHostProblem(graph, catalog, clip) !== undefined) delete clips[clip.id]
  }
}

/** What names the node’s ports and parameters elsewhere: groups, the performer view, MIDI, snapshots. */
function keepNames(project: Project, id: string, { params }: NodeDefinition, ports: Mapping): void {
  const { graph, performer, snapshots } = project
  const turned = <Named extends { node: string; param: string }>(list: readonly Named[]): Named[] =>
    list.flatMap(named => {
      if (named.node !== id) return [named]
      const param = ports.params[named.param]
      return param === undefined ? [] : [{ ...named, param }]
    })
  const shown = <Named extends { node: string; port: string }>(
    list: readonly Named[],
    names: Readonly<Record<string, string>>,
  ): Named[] =>
    list.flatMap(named => {
      if (named.node !== id) return [named]
      const port = names[named.port]
      return port === undefined ? [] : [{ ...named, port }]
    })
  for (const group of Object.values(graph.groups)) {
    const { inputs, outputs } = group.ports
    if (![...inputs, ...outputs, ...group.knobs].some(({ node }) => node === id)) continue
    group.ports = { inputs: shown(inputs, ports.inputs), outputs: shown(outputs, ports.outputs) }
    group.knobs = turned(group.knobs)
  }
  performer.controls = turned(performer.controls)
  graph.midi = Object.fromEntries(
    turned(Object.values(graph.midi)).map(mapping => [mapping.id, mapping]),
  )
  for (const { values } of Object.values(snapshots)) {
    const old = values[id]
    if (old === undefined) continue
    const kept: Record<string, ParamValue> = {}
    for (const [param, value] of Object.entries(old)) {
      const name = ports.params[param] ?? ''
      const spec = params[name]
      if (spec !== undefined && paramProblem(spec, value) === undefined) kept[name] = value
    }
    values[id] = kept
  }
}
