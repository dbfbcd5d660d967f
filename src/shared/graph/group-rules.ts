import { isModulation, portAt } from './connect'
import type { Edit, EditOf } from './edits'
import { groupOf, insideOf, type Inside } from './group-tree'
import type { Group, GroupKnob, GroupPort } from './groups'
import type { NodeCatalog, PortKind } from './node-spec'
import { middleOf } from './place'
import type { Point } from './point'
import type { CableEnd, Graph } from './project'

/** So many free ports are shown at most by a group that no cable leaves or enters. */
const FREE_PORTS = 8

export interface Grouping {
  readonly id: string
  readonly label: string
  /** The group in which it is made; none at the top. */
  readonly scope?: string | undefined
}

/**
 * The edits that put nodes, groups and comments of one canvas into a new group. It has a port for every port inside that a
 * cable from outside meets, and a knob for every parameter that one turns; if there are none, the free ports of what lies inside.
 */
export function makeGroup(
  graph: Graph,
  catalog: NodeCatalog,
  ids: Iterable<string>,
  { id, label, scope }: Grouping,
): Edit[] {
  const chosen = new Set(ids)
  const held = <Item extends { id: string; group?: string | undefined }>(
    items: Readonly<Record<string, Item>>,
  ) => Object.values(items).filter(item => chosen.has(item.id) && groupOf(graph, item) === scope)
  const [nodes, groups, notes] = [held(graph.nodes), held(graph.groups), held(graph.notes)]
  if (nodes.length + groups.length === 0) return []
  const within = insideOf(
    graph,
    groups.map(group => group.id),
  )
  const inside = new Set([...within.nodes, ...nodes.map(node => node.id)])
  const shown = shownBy(graph, catalog, inside)
  const position = middleOf([...nodes, ...groups, ...notes].map(item => item.position))
  const group: Group = { id, label, position, ...shown }
  const into = { group: id }
  return [
    { kind: 'add-group', group: scope === undefined ? group : { ...group, group: scope } },
    { kind: 'set-nodes', nodes: Object.fromEntries(nodes.map(node => [node.id, into])) },
    ...groups.map((child): Edit => ({ kind: 'set-group', group: child.id, change: into })),
    ...notes.map((note): Edit => ({ kind: 'set-note', note: note.id, change: into })),
  ]
}

/** What lies in groups comes out, around the place where the group lay. */
export function unpackGroups(graph: Graph, ids: Iterable<string>): Edit[] {
  const groups = [...ids].flatMap(id => graph.groups[id] ?? [])
  if (groups.length === 0) return []
  const positions: Record<string, Point> = {}
  for (const group of groups) {
    const items = childrenOf(graph, group.id)
    const middle = middleOf(items.map(item => item.position))
    for (const { id, position } of items) {
      positions[id] = {
        x: position.x + group.position.x - middle.x,
        y: position.y + group.position.y - middle.y,
      }
    }
  }
  const remove: Edit = { kind: 'remove-groups', groups: groups.map(group => group.id) }
  return Object.keys(positions).length === 0
    ? [remove]
    : [{ kind: 'move-nodes', positions }, remove]
}

/** What of a selection is a group, with all that lies in it, and what is not. */
export function withInside(graph: Graph, ids: Iterable<string>): Inside {
  const chosen = [...ids]
  const { nodes, groups, notes } = insideOf(
    graph,
    chosen.filter(id => id in graph.groups),
  )
  return {
    nodes: new Set([...chosen.filter(id => id in graph.nodes), ...nodes]),
    groups,
    notes: new Set([...chosen.filter(id => id in graph.notes), ...notes]),
  }
}

/** What lies in a group itself, not in one inside. */
export function childrenOf(
  graph: Graph,
  scope: string | undefined,
): { readonly id: string; readonly position: Point }[] {
  return [
    ...Object.values(graph.nodes),
    ...Object.values(graph.groups),
    ...Object.values(graph.notes),
  ].filter(item => groupOf(graph, item) === scope)
}

/** Shows a port of a node inside on a group, or takes it off where it is shown. */
export function togglePort(
  graph: Graph,
  catalog: NodeCatalog,
  group: Group,
  side: 'inputs' | 'outputs',
  end: CableEnd,
): EditOf<'set-group'> {
  const list = group.ports[side]
  const without = list.filter(port => port.node !== end.node || port.port !== end.port)
  const ports =
    without.length < list.length
      ? without
      : [...list, namedPort(graph, catalog, end, side, takenBy(group))]
  return {
    kind: 'set-group',
    group: group.id,
    change: { ports: { ...group.ports, [side]: ports } },
  }
}

/** Shows a parameter of a node inside as a knob of the group, or takes it off where it is shown. */
export function toggleKnob(
  graph: Graph,
  catalog: NodeCatalog,
  group: Group,
  node: string,
  param: string,
): EditOf<'set-group'> {
  const without = group.knobs.filter(knob => knob.node !== node || knob.param !== param)
  const knobs =
    without.length < group.knobs.length
      ? without
      : [...group.knobs, namedKnob(graph, catalog, { node, port: param }, takenBy(group))]
  return { kind: 'set-group', group: group.id, change: { knobs } }
}

/** The group with ports and knobs for every cable that crosses it, shown before or not. */
export function showCrossing(
  graph: Graph,
  catalog: NodeCatalog,
  group: Group,
  inside: ReadonlySet<string>,
): Group {
  const { inputs, outputs, turned } = crossingEnds(graph, inside)
  const taken = takenBy(group)
  const missing = (ends: Ends, known: readonly { node: string; port: string }[]) =>
    ends.list.filter(({ node, port }) => !known.some(at => at.node === node && at.port === port))
  const more = (ends: Ends, side: 'inputs' | 'outputs') => [
    ...group.ports[side],
    ...missing(ends, group.ports[side]).map(end => namedPort(graph, catalog, end, side, taken)),
  ]
  const shown = group.knobs.map(({ node, param }) => ({ node, port: param }))
  return {
    ...group,
    ports: { inputs: more(inputs, 'inputs'), outputs: more(outputs, 'outputs') },
    knobs: [
      ...group.knobs,
      ...missing(turned, shown).map(end => namedKnob(graph, catalog, end, taken)),
    ],
  }
}

interface Shown {
  readonly ports: Group['ports']
  readonly knobs: Group['knobs']
}

function shownBy(graph: Graph, catalog: NodeCatalog, inside: ReadonlySet<string>): Shown {
  const { inputs, outputs, turned } = crossingEnds(graph, inside)
  if (inputs.list.length + outputs.list.length === 0) {
    freePorts(graph, catalog, inside, inputs, outputs)
  }
  const taken = { ids: new Set<string>(), labels: new Set<string>() }
  const named = (ends: Ends, side: 'inputs' | 'outputs') =>
    byPlace(graph, ends.list).map(end => namedPort(graph, catalog, end, side, taken))
  return {
    ports: { inputs: named(inputs, 'inputs'), outputs: named(outputs, 'outputs') },
    knobs: byPlace(graph, turned.list).map(end => namedKnob(graph, catalog, end, taken)),
  }
}

/** The inner ends of cables that go in, go out, and turn a parameter inside. */
function crossingEnds(graph: Graph, inside: ReadonlySet<string>) {
  const [inputs, outputs, turned] = [new Ends(), new Ends(), new Ends()]
  for (const cable of Object.values(graph.cables)) {
    const [from, to] = [inside.has(cable.from.node), inside.has(cable.to.node)]
    if (from && !to) outputs.add(cable.from)
    if (to && !from) (isModulation(cable) ? turned : inputs).add(cable.to)
  }
  return { inputs, outputs, turned }
}

/** Ends, each once. */
class Ends {
  readonly #seen = new Map<string, CableEnd>()

  get list(): CableEnd[] {
    return [...this.#seen.values()]
  }

  add(end: CableEnd): void {
    this.#seen.set(`${end.node}/${end.port}`, { ...end })
  }
}

const shownKinds: readonly PortKind[] = ['audio', 'notes', 'control']

function freePorts(
  graph: Graph,
  catalog: NodeCatalog,
  inside: ReadonlySet<string>,
  inputs: Ends,
  outputs: Ends,
): void {
  const cables = Object.values(graph.cables)
  const fed = new Set(cables.map(({ to }) => `${to.node}/${to.port}`))
  const feeding = new Set(cables.map(({ from }) => `${from.node}/${from.port}`))
  for (const id of inside) {
    const definition = catalog.get(graph.nodes[id]?.type ?? '')
    for (const [side, ends, wired] of [
      ['inputs', inputs, fed],
      ['outputs', outputs, feeding],
    ] as const) {
      for (const [port, { kind }] of Object.entries(definition?.[side] ?? {})) {
        if (ends.list.length >= FREE_PORTS || wired.has(`${id}/${port}`)) continue
        if (shownKinds.includes(kind) && (side === 'outputs' || kind !== 'control')) {
          ends.add({ node: id, port })
        }
      }
    }
  }
}

/** From the top down, as the nodes lie. */
function byPlace(graph: Graph, ends: readonly CableEnd[]): CableEnd[] {
  const place = ({ node }: CableEnd) => graph.nodes[node]?.position ?? { x: 0, y: 0 }
  return ends.toSorted((a, b) => place(a).y - place(b).y || place(a).x - place(b).x)
}

interface Taken {
  readonly ids: Set<string>
  readonly labels: Set<string>
}

function takenBy({ ports, knobs }: Group): Taken {
  const all = [...ports.inputs, ...ports.outputs, ...knobs]
  return {
    ids: new Set(all.map(({ id }) => id)),
    labels: new Set(all.map(({ label }) => label)),
  }
}

function namedPort(
  graph: Graph,
  catalog: NodeCatalog,
  end: CableEnd,
  side: 'inputs' | 'outputs',
  taken: Taken,
): GroupPort {
  const spec = portAt(graph, catalog, end, side)
  const own = (spec.ok ? spec.value.label : undefined) ?? capital(end.port)
  return { ...named(graph, catalog, end, own, taken), node: end.node, port: end.port }
}

function namedKnob(graph: Graph, catalog: NodeCatalog, end: CableEnd, taken: Taken): GroupKnob {
  const spec = catalog.get(graph.nodes[end.node]?.type ?? '')?.params[end.port]
  const own = spec?.label ?? capital(end.port)
  return { ...named(graph, catalog, end, own, taken), node: end.node, param: end.port }
}

/** After the port; where there is one of that name, after node and port; else by number. */
function named(
  graph: Graph,
  catalog: NodeCatalog,
  { node }: CableEnd,
  own: string,
  taken: Taken,
): { id: string; label: string } {
  const inner = graph.nodes[node]
  const name = inner?.label ?? catalog.get(inner?.type ?? '')?.label ?? node
  const full = `${name} ${own}`.slice(0, 90)
  let label = taken.labels.has(own) ? full : own.slice(0, 90)
  for (let count = 2; taken.labels.has(label); count++) label = `${full} ${count}`
  const slug = label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)
  const base = slug === '' || slug in Object.prototype ? 'port' : slug
  let id = base
  for (let count = 2; taken.ids.has(id); count++) id = `${base}-${count}`
  taken.ids.add(id)
  taken.labels.add(label)
  return { id, label }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
