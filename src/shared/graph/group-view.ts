import { isModulation, portAt } from './connect'
import { groupOf, groupsAround } from './group-tree'
import type { Group } from './groups'
import type { NodeCatalog, NodeDefinition, PortSpec } from './node-spec'
import type { ParamSpec } from './params'
import { boundsOf } from './place'
import type { Cable, CableEnd, Graph, Node } from './project'

type Side = 'inputs' | 'outputs'

/** Types of what is drawn like a node and is none: no id and no type of a document begins so. */
const BOX = '~group/'
const RAIL = '~rail/'
/** The edges of a group seen from inside, on which its ports lie. */
export const RAILS = { inputs: '~in', outputs: '~out' } as const
/** The port of an edge that makes a new one of whatever is plugged into it. */
export const NEW_PORT = '~new'
const RAIL_GAP = 260

/** One canvas: what lies in a group, or at the top, as nodes and cables, and the definitions of what are no real nodes. */
export interface GroupView {
  readonly graph: Graph
  readonly catalog: NodeCatalog
}

/** Whether a node of a view stands for a group. */
export function isGroupBox({ type }: Pick<Node, 'type'>): boolean {
  return type.startsWith(BOX)
}

/** Whether a node of a view is an edge of the group that is open. */
export function isRail({ type }: Pick<Node, 'type'>): boolean {
  return type.startsWith(RAIL)
}

/**
 * What is seen of a graph while a group is open (or none). A group is a node with its ports, and with a port for every
 * cable that crosses it elsewhere, so that no cable is out of sight. Inside, its edges carry its ports. What did not
 * change keeps its identity from one view to the next; without groups the view is the graph itself.
 */
export function groupView(
  graph: Graph,
  catalog: NodeCatalog,
  scope: string | undefined,
  before?: GroupView,
): GroupView {
  if (scope === undefined && Object.keys(graph.groups).length === 0) return { graph, catalog }
  const places = new Places(graph, scope)
  const kept = new Kept(before)
  const nodes: Record<string, Node> = {}
  for (const node of Object.values(graph.nodes)) {
    if (groupOf(graph, node) === scope) nodes[node.id] = node
  }
  const boxes = Object.values(graph.groups).filter(group => groupOf(graph, group) === scope)
  const ends = new Ends(graph, places)
  const cables: Record<string, Cable> = {}
  for (const cable of Object.values(graph.cables)) {
    const shown = ends.shown(cable)
    if (shown !== undefined) cables[cable.id] = kept.cable(shown)
  }
  const open = scope === undefined ? undefined : graph.groups[scope]
  for (const cable of open === undefined ? [] : ends.railCables(open)) {
    cables[cable.id] = kept.cable(cable)
  }
  const definitions: NodeDefinition[] = []
  for (const group of boxes) {
    definitions.push(
      kept.definition(boxDefinition(graph, catalog, group, ends.hidden.get(group.id))),
    )
    nodes[group.id] = kept.node(boxNode(group))
  }
  if (open !== undefined) {
    for (const side of ['inputs', 'outputs'] as const) {
      definitions.push(kept.definition(railDefinition(graph, catalog, open, side)))
      nodes[RAILS[side]] = kept.node(railNode(open, side, Object.values(nodes)))
    }
  }
  return {
    graph: { ...graph, nodes: kept.nodes(nodes), cables: kept.cables(cables) },
    catalog: kept.catalog(catalog, definitions),
  }
}

/** The port of a real node that an end of a view stands for; none for the edges of a group. */
export function realEnd(graph: Graph, end: CableEnd, side: Side): CableEnd | undefined {
  const group = graph.groups[end.node]
  if (group === undefined) return end.node.startsWith('~') ? undefined : end
  const port = group.ports[side].find(({ id }) => id === end.port)
  return port === undefined ? hiddenEnd(end.port) : { node: port.node, port: port.port }
}

/** The parameter of a real node that a knob of a group is. */
export function realParam(graph: Graph, node: string, param: string): CableEnd | undefined {
  const group = graph.groups[node]
  if (group === undefined) return { node, port: param }
  const knob = group.knobs.find(({ id }) => id === param)
  return knob === undefined ? hiddenEnd(param) : { node: knob.node, port: knob.param }
}

/** Which box or node of the canvas holds a real node; undefined for what lies outside of the group that is open. */
class Places {
  readonly #found = new Map<string, string | undefined>()
  readonly #graph: Graph
  readonly #scope: string | undefined

  constructor(graph: Graph, scope: string | undefined) {
    this.#graph = graph
    this.#scope = scope
  }

  of(id: string): string | undefined {
    if (!this.#found.has(id)) this.#found.set(id, this.#find(id))
    return this.#found.get(id)
  }

  #find(id: string): string | undefined {
    const node = this.#graph.nodes[id]
    if (node === undefined) return undefined
    if (node.group === this.#scope) return id
    const around = groupsAround(this.#graph, node)
    if (around[0] === this.#scope) return id
    const at = this.#scope === undefined ? around.length : around.indexOf(this.#scope)
    return at < 0 ? undefined : around[at - 1]
  }
}

/** Where cables end on a canvas, and the ports that boxes need for it beside their own. */
class Ends {
  readonly hidden = new Map<string, Record<Side, CableEnd[]>>()
  readonly #graph: Graph
  readonly #places: Places

  constructor(graph: Graph, places: Places) {
    this.#graph = graph
    this.#places = places
  }

  /** The cable as it is seen; not at all where it goes on inside of one box, or outside of what is open. */
  shown(cable: Cable): Cable | undefined {
    const { from, to } = cable
    const [source, target] = [this.#places.of(from.node), this.#places.of(to.node)]
    if (source === undefined || target === undefined) return undefined
    if (source === from.node && target === to.node) return cable
    if (source === target) return undefined
    return {
      ...cable,
      from: this.#end(source, from, 'outputs'),
      to: isModulation(cable) ? this.#knob(target, to) : this.#end(target, to, 'inputs'),
    }
  }

  /** From the edges of a group to what its ports are. */
  railCables({ ports }: Group): Cable[] {
    const cables: Cable[] = []
    for (const side of ['inputs', 'outputs'] as const) {
      for (const port of ports[side]) {
        const at = this.#places.of(port.node)
        if (at === undefined) continue
        const rail = { node: RAILS[side], port: port.id }
        const end = this.#end(at, { node: port.node, port: port.port }, side)
        const [from, to] = side === 'inputs' ? [rail, end] : [end, rail]
        cables.push({ id: `${rail.node}/${port.id}`, from, to })
      }
    }
    return cables
  }

  #end(at: string, real: CableEnd, side: Side): CableEnd {
    if (at === real.node) return real
    const ports = this.#graph.groups[at]?.ports[side] ?? []
    const shown = ports.find(({ node, port }) => node === real.node && port === real.port)
    if (shown !== undefined) return { node: at, port: shown.id }
    const more = this.hidden.get(at) ?? { inputs: [], outputs: [] }
    const isKnown = more[side].some(({ node, port }) => node === real.node && port === real.port)
    if (!isKnown) more[side].push(real)
    this.hidden.set(at, more)
    return { node: at, port: hidden(real) }
  }

  #knob(at: string, real: CableEnd): CableEnd {
    if (at === real.node) return real
    const knobs = this.#graph.groups[at]?.knobs ?? []
    const shown = knobs.find(({ node, param }) => node === real.node && param === real.port)
    return { node: at, port: shown?.id ?? hidden(real) }
  }
}

/** The name of a port that a group does not show by itself. */
function hidden({ node, port }: CableEnd): string {
  return `${node}~${port}`
}

function hiddenEnd(port: string): CableEnd | undefined {
  const [node, name] = port.split('~')
  return node === undefined || name === undefined || node === '' ? undefined : { node, port: name }
}

function boxNode({
  id,
  label,
  position,
  group,
  color,
  collapsed,
  bypassed,
  muted,
  soloed,
}: Group): Node {
  return {
    id,
    type: `${BOX}${id}`,
    label,
    position,
    params: {},
    ...(group !== undefined && { group }),
    ...(color !== undefined && { color }),
    ...(collapsed === true && { collapsed }),
    ...(bypassed === true && { bypassed }),
    ...(muted === true && { muted }),
    ...(soloed === true && { soloed }),
  }
}

const nothing = {
  plugin: '~',
  pluginVersion: '',
  category: '',
  description: '',
  tags: [],
  dsp: { form: 'kernels', kernels: {}, cables: [] },
} satisfies Partial<NodeDefinition>

function boxDefinition(
  graph: Graph,
  catalog: NodeCatalog,
  group: Group,
  extra: Record<Side, CableEnd[]> | undefined,
): NodeDefinition {
  const ports = (side: Side) =>
    Object.fromEntries([
      ...group.ports[side].flatMap(port => portOf(graph, catalog, port, side, port.id, port.label)),
      ...(extra?.[side] ?? []).flatMap(end =>
        portOf(graph, catalog, end, side, hidden(end), nameOf(graph, catalog, end)),
      ),
    ])
  return {
    ...nothing,
    type: `${BOX}${group.id}`,
    label: group.label,
    kind: 'node',
    inputs: ports('inputs'),
    outputs: ports('outputs'),
    params: Object.fromEntries(
      group.knobs.flatMap(knob => {
        const spec = catalog.get(graph.nodes[knob.node]?.type ?? '')?.params[knob.param]
        return spec === undefined ? [] : [[knob.id, named(spec, knob.label)] as const]
      }),
    ),
  }
}

function named(spec: ParamSpec, label: string): ParamSpec {
  return { ...spec, label }
}

function portOf(
  graph: Graph,
  catalog: NodeCatalog,
  end: CableEnd,
  side: Side,
  id: string,
  label: string,
): [string, PortSpec][] {
  const spec = portAt(graph, catalog, end, side)
  return spec.ok
    ? [[id, { kind: spec.value.kind, label, ...(spec.value.doc && { doc: spec.value.doc }) }]]
    : []
}

function nameOf(graph: Graph, catalog: NodeCatalog, { node, port }: CableEnd): string {
  const inner = graph.nodes[node]
  return `${inner?.label ?? catalog.get(inner?.type ?? '')?.label ?? node}: ${port}`
}

/** What comes in leaves the edge, and what goes out enters it. */
function railDefinition(
  graph: Graph,
  catalog: NodeCatalog,
  group: Group,
  side: Side,
): NodeDefinition {
  const ports: Record<string, PortSpec> = Object.fromEntries(
    group.ports[side].flatMap(port => portOf(graph, catalog, port, side, port.id, port.label)),
  )
  ports[NEW_PORT] = { kind: 'data', label: 'New' }
  return {
    ...nothing,
    type: `${RAIL}${side}`,
    label: side === 'inputs' ? 'Inputs' : 'Outputs',
    kind: 'node',
    inputs: side === 'inputs' ? {} : ports,
    outputs: side === 'inputs' ? ports : {},
    params: {},
  }
}

function railNode(group: Group, side: Side, nodes: readonly Node[]): Node {
  const inner = nodes.filter(node => !isRail(node))
  const { left, top, right, bottom } = boundsOf(
    inner.length === 0 ? [{ x: 0, y: 0 }] : inner.map(({ position }) => position),
  )
  const x = side === 'inputs' ? left - RAIL_GAP : right + RAIL_GAP
  const position = { x, y: Math.round((top + bottom) / 2) }
  return { id: RAILS[side], type: `${RAIL}${side}`, position, params: {}, group: group.id }
}

/** Gives what is as it was in the view before. */
class Kept {
  readonly #before: GroupView | undefined

  constructor(before: GroupView | undefined) {
    this.#before = before
  }

  nodes(made: Record<string, Node>): Record<string, Node> {
    return sameItems(made, this.#before?.graph.nodes)
  }

  cables(made: Record<string, Cable>): Record<string, Cable> {
    return sameItems(made, this.#before?.graph.cables)
  }

  node(made: Node): Node {
    return same(made, this.#before?.graph.nodes[made.id])
  }

  cable(made: Cable): Cable {
    return same(made, this.#before?.graph.cables[made.id])
  }

  definition(made: NodeDefinition): NodeDefinition {
    return same(made, this.#before?.catalog.get(made.type))
  }

  catalog(catalog: NodeCatalog, definitions: readonly NodeDefinition[]): NodeCatalog {
    const old = this.#before?.catalog
    const isSame =
      old?.size === catalog.size + definitions.length &&
      definitions.every(definition => old.get(definition.type) === definition) &&
      originals.get(old) === catalog
    if (isSame) return old
    const all = new Map(catalog)
    for (const definition of definitions) all.set(definition.type, definition)
    originals.set(all, catalog)
    return all
  }
}

/** The catalogue that one of a view was made of. */
const originals = new WeakMap<NodeCatalog, NodeCatalog>()

function same<Item>(made: Item, old: Item | undefined): Item {
  if (old === undefined || old === made) return made
  return JSON.stringify(old) === JSON.stringify(made) ? old : made
}

function sameItems<Item>(
  made: Record<string, Item>,
  old: Record<string, Item> | undefined,
): Record<string, Item> {
  if (old === undefined) return made
  const keys = Object.keys(made)
  const isSame =
    keys.length === Object.keys(old).length && keys.every(key => made[key] === old[key])
  return isSame ? old : made
}
