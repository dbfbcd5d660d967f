import {
  orderGraph,
  type Cable,
  type CableEnd,
  type Node,
  type NodeCatalog,
  type NodeDefinition,
  type Point,
  type PortKind,
  type Wiring,
} from '#shared/graph'
import type { Side } from '../connecting'
import { isParamHandle, targetHandle } from '../knobs/handles'
import { boundsOf, hanging, type Curve, type Rect } from './curve'
import { isComment } from './scene-graph'
import { commentShape, deviceShape, HEADER, placeholderShape, socketKey, type Shape } from './shape'

/** A node as it lies on the canvas now, in the middle of a drag too. */
export interface SceneNode {
  readonly id: string
  node: Node
  definition: NodeDefinition | undefined
  shape: Shape
  x: number
  y: number
  width: number
  height: number
  /** Where its sockets were seen to stand, once it was drawn. */
  seen: ReadonlyMap<string, Point> | undefined
}

export interface SceneCable {
  readonly id: string
  cable: Cable
  kind: PortKind | undefined
  feedback: boolean
  /** Among cables between the same two nodes: … −1, 0, 1 … */
  lane: number
  curve: Curve
  bounds: Rect
  /** Which layout its way around nodes was found for. */
  routed: number
}

/** Graphs beyond this are searched for loops when there is time. */
const LOOPS_AT_ONCE = 2000

/**
 * Where everything of a graph lies, without any of it being in the document of the page: the canvas is painted from
 * it, the pointer finds things by it, and only what is on the screen becomes elements. It takes up only what has
 * changed, told by identity.
 */
export class Scene {
  readonly nodes = new Map<string, SceneNode>()
  readonly cables = new Map<string, SceneCable>()
  readonly #cablesOf = new Map<string, Set<SceneCable>>()
  readonly #listeners = new Set<() => void>()
  readonly #atRest = new Set<() => void>()
  #graph: Wiring = { nodes: {}, cables: {} }
  #catalog: NodeCatalog = new Map()
  /** Rises with every change of what is seen. */
  version = 0
  /** Rises when a node has another place or size. */
  layout = 0

  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }

  /** Calls back when cables have new ways that they keep: not for each step of a drag. */
  onRest(listener: () => void): Disposable {
    this.#atRest.add(listener)
    return { [Symbol.dispose]: () => void this.#atRest.delete(listener) }
  }

  changed(): void {
    this.version += 1
    for (const listener of this.#listeners) listener()
  }

  rested(): void {
    for (const listener of this.#atRest) listener()
  }

  /** Takes a graph in. `held` nodes are in the user's hand and stay where they are. */
  sync(graph: Wiring, catalog: NodeCatalog, held: ReadonlySet<string>): void {
    const before = this.#graph
    const learnt = catalog !== this.#catalog
    if (graph.nodes === before.nodes && graph.cables === before.cables && !learnt) return
    this.#graph = graph
    this.#catalog = catalog
    const moved = new Set<string>()
    const looks =
      graph.nodes !== before.nodes || learnt ? this.#syncNodes(learnt, held, moved) : false
    const wired = graph.cables !== before.cables || learnt
    if (wired) this.#syncCables(learnt, moved)
    for (const id of moved) this.#pull(id)
    if (moved.size > 0) this.layout += 1
    // A knob that is turned is seen on its own node alone.
    if (!looks && !wired && moved.size === 0) return
    this.changed()
    this.rested()
  }

  /** Whether something looks otherwise where it is painted. */
  #syncNodes(learnt: boolean, held: ReadonlySet<string>, moved: Set<string>): boolean {
    const { nodes } = this.#graph
    let looks = learnt
    for (const id of this.nodes.keys()) {
      if (id in nodes) continue
      this.nodes.delete(id)
      this.layout += 1
      looks = true
    }
    for (const id in nodes) {
      const node = nodes[id]
      const known = this.nodes.get(id)
      if (node === undefined || (known?.node === node && !learnt)) continue
      const definition = this.#catalog.get(node.type)
      if (known === undefined) {
        const shape = this.#shapeOf(node, definition)
        const { width, height } = shape
        this.nodes.set(id, {
          id,
          node,
          definition,
          shape,
          ...node.position,
          width,
          height,
          seen: undefined,
        })
        moved.add(id)
        continue
      }
      const shape = this.#shapeOf(node, definition)
      const isKnown = definition !== undefined || known.definition !== undefined || isComment(node)
      if (shape !== known.shape && isKnown) {
        Object.assign(known, { shape, width: shape.width, height: shape.height, seen: undefined })
        moved.add(id)
      }
      looks ||= looksOther(known.node, node)
      Object.assign(known, { node, definition })
      const { x, y } = node.position
      if ((known.x === x && known.y === y) || held.has(id)) continue
      Object.assign(known, { x, y })
      moved.add(id)
    }
    return looks
  }

  #syncCables(learnt: boolean, moved: Set<string>): void {
    const { cables, nodes } = this.#graph
    for (const [id, old] of this.cables) {
      // At the port of a group a cable ends at another thing than at that of the node inside.
      if (isBetweenSame(old.cable, cables[id])) continue
      this.cables.delete(id)
      this.#cablesOf.get(old.cable.from.node)?.delete(old)
      this.#cablesOf.get(old.cable.to.node)?.delete(old)
      this.#spread(old.cable.from.node, old.cable.to.node)
      this.#reshape(old.cable.from.node, old.cable.to.node, moved)
    }
    const added: SceneCable[] = []
    for (const id in cables) {
      const cable = cables[id]
      const known = this.cables.get(id)
      if (cable === undefined || (known?.cable === cable && !learnt)) continue
      const kind = this.#kindOf(cable)
      if (known !== undefined) {
        Object.assign(known, { cable, kind })
        this.#layCable(known)
        continue
      }
      const fresh: SceneCable = {
        ...{ id, cable, kind, feedback: false, lane: 0, curve: [], routed: -1 },
        bounds: { x: 0, y: 0, width: 0, height: 0 },
      }
      this.cables.set(id, fresh)
      added.push(fresh)
      for (const end of [cable.from.node, cable.to.node]) {
        const others = this.#cablesOf.get(end)
        if (others === undefined) this.#cablesOf.set(end, new Set([fresh]))
        else others.add(fresh)
      }
    }
    for (const { cable } of added) {
      this.#spread(cable.from.node, cable.to.node)
      this.#reshape(cable.from.node, cable.to.node, moved)
    }
    if (Object.keys(nodes).length <= LOOPS_AT_ONCE) this.#findLoops()
    else setTimeout(() => this.#findLoops(), 50)
  }

  #findLoops(): void {
    const { nodes, cables } = this.#graph
    const { feedback } = orderGraph(Object.keys(nodes), Object.values(cables))
    let changed = false
    for (const cable of this.cables.values()) {
      const closes = feedback.has(cable.id)
      changed ||= cable.feedback !== closes
      cable.feedback = closes
    }
    if (changed) this.changed()
  }

  /** Cables between the same two nodes side by side. */
  #spread(from: string, to: string): void {
    const beside = [...(this.#cablesOf.get(from) ?? [])].filter(
      ({ cable }) =>
        (cable.from.node === from && cable.to.node === to) ||
        (cable.from.node === to && cable.to.node === from),
    )
    for (const [index, cable] of beside.entries()) {
      const lane = index - (beside.length - 1) / 2
      if (cable.lane === lane && cable.curve.length > 0) continue
      cable.lane = lane
      this.#layCable(cable)
    }
  }

  /** Placeholders have a socket for each of their cables. */
  #reshape(from: string, to: string, moved: Set<string>): void {
    for (const id of [from, to]) {
      const known = this.nodes.get(id)
      if (known === undefined || known.definition !== undefined) continue
      known.shape = this.#shapeOf(known.node, undefined)
      known.seen = undefined
      moved.add(id)
    }
  }

  #shapeOf(node: Node, definition: NodeDefinition | undefined): Shape {
    if (isComment(node)) return commentShape(node)
    if (definition !== undefined) return deviceShape(definition, node.collapsed === true)
    const { inputs, outputs } = this.cabledPorts(node.id)
    return placeholderShape(inputs, outputs)
  }

  /** The ports of a node that have cables. */
  cabledPorts(node: string): { inputs: readonly string[]; outputs: readonly string[] } {
    const inputs = new Set<string>()
    const outputs = new Set<string>()
    for (const { cable } of this.#cablesOf.get(node) ?? []) {
      if (cable.to.node === node) inputs.add(cable.to.port)
      if (cable.from.node === node) outputs.add(cable.from.port)
    }
    return { inputs: [...inputs], outputs: [...outputs] }
  }

  cablesAt(node: string): Iterable<SceneCable> {
    return this.#cablesOf.get(node) ?? []
  }

  /** The kind of a cable, from whichever of its ends is known. */
  #kindOf({ from, to }: Cable): PortKind | undefined {
    const { nodes } = this.#graph
    const source = this.#catalog.get(nodes[from.node]?.type ?? '')
    const target = this.#catalog.get(nodes[to.node]?.type ?? '')
    return source?.outputs[from.port]?.kind ?? target?.inputs[to.port]?.kind
  }

  /** Where a socket stands on the canvas. */
  socketAt(end: CableEnd, side: Side): Point | undefined {
    const node = this.nodes.get(end.node)
    if (node === undefined) return undefined
    const key = socketKey(side, end.port)
    const offset = node.seen?.get(key) ?? node.shape.sockets.get(key)
    if (offset !== undefined) return { x: node.x + offset.x, y: node.y + offset.y }
    // One that turns a knob ends level with the knobs, at the foot of the node.
    const y =
      isParamHandle(end.port) && node.node.collapsed !== true ? node.height - 32 : HEADER / 2
    return { x: side === 'inputs' ? node.x : node.x + node.width, y: node.y + y }
  }

  #layCable(item: SceneCable): void {
    const from = this.socketAt(item.cable.from, 'outputs')
    const to = this.socketAt({ node: item.cable.to.node, port: targetHandle(item.cable) }, 'inputs')
    if (from === undefined || to === undefined) return
    this.setCurve(item, hanging(from, to, item.lane))
    item.routed = -1
  }

  setCurve(item: SceneCable, curve: Curve): void {
    item.curve = curve
    item.bounds = boundsOf(curve)
  }

  #pull(node: string): void {
    for (const cable of this.#cablesOf.get(node) ?? []) this.#layCable(cable)
  }

  /** Moves nodes that are in the user's hand; the document hears of it when they are let go. */
  move(places: Iterable<readonly [id: string, place: Point]>): void {
    for (const [id, { x, y }] of places) {
      const node = this.nodes.get(id)
      if (node === undefined) continue
      node.x = x
      node.y = y
      this.#pull(id)
    }
    this.changed()
  }

  /** The nodes lie where the user let them go: cables look for their ways anew. */
  settle(): void {
    this.layout += 1
    this.changed()
    this.rested()
  }

  /** Takes in how large a node turned out to be, and where its sockets stand. */
  measured(id: string, width: number, height: number, seen?: ReadonlyMap<string, Point>): void {
    const node = this.nodes.get(id)
    if (node === undefined) return
    const same =
      node.width === width &&
      node.height === height &&
      (seen === undefined || alike(seen, node.seen))
    if (same) return
    Object.assign(node, { width, height, seen: seen ?? node.seen })
    this.#pull(id)
    this.layout += 1
    this.changed()
    this.rested()
  }
}

function alike(a: ReadonlyMap<string, Point>, b: ReadonlyMap<string, Point> | undefined): boolean {
  if (b === undefined || a.size !== b.size) return false
  for (const [key, { x, y }] of a) {
    const other = b.get(key)
    if (other === undefined || other.x !== x || other.y !== y) return false
  }
  return true
}

/** The graph that is shown. */
export const scene = new Scene()

/** Of what is painted of a node; its parameters are not. */
function looksOther(before: Node, node: Node): boolean {
  return (
    before.type !== node.type ||
    before.label !== node.label ||
    before.color !== node.color ||
    before.muted !== node.muted ||
    before.soloed !== node.soloed ||
    before.data !== node.data
  )
}

function isBetweenSame({ from, to }: Cable, other: Cable | undefined): boolean {
  return from.node === other?.from.node && to.node === other.to.node
}
