import {
  isModulation,
  orderGraph,
  type CableEnd,
  type PortKind,
  type PortSpec,
} from '#shared/graph'
import type { EngineNode } from '../graph'
import type { Scene, SceneCable, SceneKey } from './scene'

/** A node in its place in the order of rendering. */
export interface Placed {
  readonly key: SceneKey
  readonly node: EngineNode
  /** Which of the groups it is in. */
  readonly group: number
  /** Cables into its inputs, and those that turn its parameters, in the order of their ids. */
  readonly inputs: SceneCable[]
  readonly modulations: SceneCable[]
  /** Its outputs from which cables close a loop. */
  readonly looping: string[]
}

/** A scene in the order of rendering, with the cables by the nodes that they lead to. */
export class SceneIndex {
  /** Nodes that are in a loop with each other are in one group. */
  readonly groups: readonly (readonly Placed[])[]
  /** Cables that close a loop. */
  readonly feedback: ReadonlySet<string>
  readonly #placed = new Map<SceneKey, Placed>()

  constructor({ nodes, cables }: Scene) {
    const { groups, feedback } = orderGraph(nodes.keys(), cables)
    this.feedback = feedback
    this.groups = groups.map((keys, group) =>
      keys.flatMap(key => {
        const node = nodes.get(key)
        if (node === undefined) return []
        const placed: Placed = { key, node, group, inputs: [], modulations: [], looping: [] }
        this.#placed.set(key, placed)
        return [placed]
      }),
    )
    for (const cable of cables) this.#lead(cable)
    for (const { inputs, modulations } of this.#placed.values()) {
      // Sums are made in the order of the cables' ids: float addition in another order gives other bits.
      if (inputs.length > 1) sortById(inputs)
      if (modulations.length > 1) sortById(modulations)
    }
  }

  get order(): MapIterator<Placed> {
    return this.#placed.values()
  }

  keys(): MapIterator<SceneKey> {
    return this.#placed.keys()
  }

  at(key: SceneKey): Placed | undefined {
    return this.#placed.get(key)
  }

  isHeld({ id }: SceneCable): boolean {
    return this.feedback.has(id)
  }

  kindOf({ node, port }: CableEnd): PortKind | undefined {
    return this.at(node)?.node.outputs[port]?.kind
  }

  /** Channels of what a loop carries: they follow from the port alone, not from the graph. */
  heldWidth({ node, port }: CableEnd): number {
    return channelsOf(this.at(node)?.node.outputs[port])
  }

  /** Groups that feed a group. */
  feeding(group: readonly Placed[]): ReadonlySet<number> {
    const before = new Set<number>()
    for (const placed of group) {
      for (const list of [placed.inputs, placed.modulations]) {
        for (const { id, from } of list) {
          const other = this.at(from.node)?.group
          if (other === undefined || other === placed.group || this.feedback.has(id)) continue
          before.add(other)
        }
      }
    }
    return before
  }

  #lead(cable: SceneCable): void {
    const [from, to] = [this.at(cable.from.node), this.at(cable.to.node)]
    if (from === undefined || to === undefined) return
    // Parameters and inputs may have the same names.
    if (isModulation(cable)) to.modulations.push(cable)
    else to.inputs.push(cable)
    const { port } = cable.from
    if (this.isHeld(cable) && !from.looping.includes(port)) from.looping.push(port)
  }
}

function channelsOf(port: PortSpec | undefined): number {
  if (typeof port?.channels === 'number') return port.channels
  return port?.kind === 'audio' ? 2 : 1
}

/** In place: an output of the graph may have thousands. */
function sortById(cables: SceneCable[]): void {
  const sorted = cables.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  for (const [index, cable] of sorted.entries()) cables[index] = cable
}
