import { BusTable } from './bus-uses'
import { NodeWiring, type NodePlan, type WiringParts } from './node-wiring'
import type { SceneKey } from './scene'

/** How the nodes are wired: kept from one schedule to the next, so that an edit costs what it changes. */
export class Wirings implements Disposable {
  readonly #parts: WiringParts
  readonly #wirings = new Map<SceneKey, NodeWiring>()
  readonly #taken = new Set<SceneKey>()

  constructor(parts: Omit<WiringParts, 'table'>) {
    this.#parts = { ...parts, table: new BusTable() }
  }

  get table(): BusTable {
    return this.#parts.table
  }

  /** The node's wiring: the present one where it is still right, else another. */
  take(key: SceneKey, plan: NodePlan): NodeWiring {
    this.#taken.add(key)
    const present = this.#wirings.get(key)
    if (present?.fits(plan)) return present
    this.#drop(key)
    const wiring = new NodeWiring(plan, this.#parts)
    this.#wirings.set(key, wiring)
    return wiring
  }

  /** From now on the node runs under another key. */
  rename(from: SceneKey, to: SceneKey): void {
    const wiring = this.#wirings.get(from)
    if (wiring === undefined) return
    this.#wirings.delete(from)
    this.#drop(to)
    this.#wirings.set(to, wiring)
  }

  /** Forgets what nobody took since the last call. */
  sweep(): void {
    for (const key of this.#wirings.keys()) if (!this.#taken.has(key)) this.#drop(key)
    this.#taken.clear()
  }

  /** Forgets all. */
  clear(): void {
    this.#taken.clear()
    this.sweep()
  }

  [Symbol.dispose](): void {
    this.clear()
  }

  #drop(key: SceneKey): void {
    this.#wirings.get(key)?.[Symbol.dispose]()
    this.#wirings.delete(key)
  }
}
