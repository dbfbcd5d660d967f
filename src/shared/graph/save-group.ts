import { err, fail, ok, type Result } from '../kit'
import { portAt } from './connect'
import { MAX_INNER_NODES, type GraphDsp } from './graph-dsp'
import { showCrossing } from './group-rules'
import { groupOf, insideOf, type Inside } from './group-tree'
import type { Group } from './groups'
import { pluginOf } from './ids'
import type { NodeCatalog, NodeSpec, PortSpec } from './node-spec'
import { paramProblem, type ParamSpec } from './params'
import type { Graph, Node } from './project'

/** What a plugin needs that brings a group as a node. */
export interface SavedNode {
  readonly spec: NodeSpec
  /** Ranges of versions of the plugins whose nodes are inside. */
  readonly dependencies: Readonly<Record<string, string>>
}

/**
 * A group as a node of its own: its ports and knobs become the node’s, with the values of now as defaults. What cables
 * meet without the group showing it is shown too, and so are the sounds inside, which no plugin can bring.
 */
export function saveGroup(
  graph: Graph,
  catalog: NodeCatalog,
  id: string,
  label: string,
): Result<SavedNode> {
  const found = graph.groups[id]
  if (found === undefined) return err(fail('group-unknown', `There is no group “${id}”.`))
  const inside = insideOf(graph, [id])
  const nodes = Object.values(graph.nodes).filter(node => inside.nodes.has(node.id))
  if (nodes.length === 0 || nodes.length > MAX_INNER_NODES) {
    const detail = `${nodes.length} nodes lie in it, and 1 to ${MAX_INNER_NODES} may.`
    return err(fail('group-not-saved', detail))
  }
  const lost = nodes.find(node => !catalog.has(node.type))
  if (lost !== undefined) {
    return err(fail('node-type-unknown', `No plugin brings “${lost.type}”, which lies inside.`))
  }
  const job = nodes.find(node => catalog.get(node.type)?.dsp.form === 'job')
  if (job !== undefined) {
    const name = job.label ?? catalog.get(job.type)?.label ?? job.type
    const detail = `“${name}” works as a job: what it makes lies in a project.`
    return err(fail('group-not-saved', detail))
  }
  const group = withSounds(showCrossing(graph, catalog, found, inside.nodes), nodes, catalog)
  const shown = {
    inputs: portsOf(graph, catalog, group, 'inputs'),
    outputs: portsOf(graph, catalog, group, 'outputs'),
  }
  const spec: NodeSpec = {
    label: label.slice(0, 40),
    description: madeOf(
      nodes.map(node => node.label ?? catalog.get(node.type)?.label ?? node.type),
    ),
    kind: kindOf(shown),
    tags: ['own', 'group'],
    ...shown,
    params: Object.fromEntries(
      group.knobs.flatMap(knob => {
        const param = paramOf(graph, catalog, knob.node, knob.param, knob.label)
        return param === undefined ? [] : [[knob.id, param] as const]
      }),
    ),
    dsp: dspOf(graph, group, nodes, inside),
  }
  const dependencies = nodes.flatMap(node => {
    const definition = catalog.get(node.type)
    return definition === undefined
      ? []
      : [[pluginOf(node.type), `^${definition.pluginVersion}`] as const]
  })
  return ok({ spec, dependencies: Object.fromEntries(dependencies) })
}

function dspOf(graph: Graph, group: Group, nodes: readonly Node[], inside: Inside): GraphDsp {
  const { id } = group
  /** At the top of the node there is no group any more, and a solo is a matter of the project. */
  const lifted = <Item extends { group?: string | undefined; soloed?: boolean | undefined }>(
    item: Item,
  ): Item => {
    const copy = structuredClone(item)
    if (groupOf(graph, item) === id) delete copy.group
    delete copy.soloed
    return copy
  }
  const keyed = <Item extends { id: string }>(items: readonly Item[]) =>
    Object.fromEntries(items.map(item => [item.id, item]))
  const groups = Object.values(graph.groups).filter(
    child => child.id !== id && inside.groups.has(child.id),
  )
  return {
    form: 'graph',
    nodes: keyed(nodes.map(lifted)),
    cables: keyed(
      Object.values(graph.cables)
        .filter(({ from, to }) => inside.nodes.has(from.node) && inside.nodes.has(to.node))
        .map(cable => structuredClone(cable)),
    ),
    groups: keyed(groups.map(lifted)),
    notes: keyed(
      Object.values(graph.notes)
        .filter(note => inside.notes.has(note.id))
        .map(note => lifted<typeof note & { soloed?: boolean }>(note)),
    ),
    inputs: ends(group.ports.inputs),
    outputs: ends(group.ports.outputs),
    params: Object.fromEntries(
      group.knobs.map(({ id: knob, node, param }) => [knob, { node, param }]),
    ),
  }
}

function ends(ports: Group['ports']['inputs']): GraphDsp['inputs'] {
  return Object.fromEntries(ports.map(({ id, node, port }) => [id, { node, port }]))
}

function portsOf(
  graph: Graph,
  catalog: NodeCatalog,
  { ports }: Group,
  side: 'inputs' | 'outputs',
): Record<string, PortSpec> {
  return Object.fromEntries(
    ports[side].flatMap(port => {
      const inner = portAt(graph, catalog, port, side)
      if (!inner.ok) return []
      // How many channels a port has follows from what lies inside.
      const { kind, doc } = inner.value
      const spec = { kind, label: port.label.slice(0, 40), ...(doc !== undefined && { doc }) }
      return [[port.id, spec] as const]
    }),
  )
}

/** A parameter with the value of now as its default. */
function paramOf(
  graph: Graph,
  catalog: NodeCatalog,
  node: string,
  param: string,
  label: string,
): ParamSpec | undefined {
  const inner = graph.nodes[node]
  const spec = catalog.get(inner?.type ?? '')?.params[param]
  if (spec === undefined) return undefined
  const named = { ...structuredClone(spec), label: label.slice(0, 60) }
  const value = inner?.params[param]
  if (value === undefined || paramProblem(spec, value) !== undefined) return named
  if (named.kind === 'number' && typeof value === 'number') return { ...named, default: value }
  if (named.kind === 'choice' && typeof value === 'string') return { ...named, default: value }
  if (named.kind === 'toggle' && typeof value === 'boolean') return { ...named, default: value }
  return named
}

function kindOf({
  inputs,
  outputs,
}: {
  readonly inputs: Readonly<Record<string, PortSpec>>
  readonly outputs: Readonly<Record<string, PortSpec>>
}): NodeSpec['kind'] {
  const has = (ports: Readonly<Record<string, PortSpec>>) =>
    Object.values(ports).some(({ kind }) => kind === 'audio')
  if (has(outputs)) return has(inputs) ? 'effect' : 'generator'
  return has(inputs) ? 'analyzer' : 'node'
}

/** Sounds lie in the project: the node asks for them as parameters. */
function withSounds(group: Group, nodes: readonly Node[], catalog: NodeCatalog): Group {
  const knobs = [...group.knobs]
  for (const node of nodes) {
    for (const [param, spec] of Object.entries(catalog.get(node.type)?.params ?? {})) {
      if (
        spec.kind !== 'file' ||
        knobs.some(knob => knob.node === node.id && knob.param === param)
      ) {
        continue
      }
      const label = node.label ?? spec.label
      let count = 1
      const taken = new Set(knobs.map(({ id }) => id))
      while (taken.has(`sound-${count}`)) count += 1
      knobs.push({ id: `sound-${count}`, label, node: node.id, param })
    }
  }
  return { ...group, knobs }
}

/** “Made of Gain, Filter and 2 more.” */
function madeOf(names: readonly string[]): string {
  const all = [...new Set(names)]
  const shown = all.slice(0, 3).map(name => name.slice(0, 40))
  const more = all.length - shown.length
  return `Made of ${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}.`
}
