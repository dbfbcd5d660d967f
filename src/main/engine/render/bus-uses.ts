import type { Bus } from './bus'

/**
 * What is known of the buses of a program: how many steps read each, and where in the arena its address stands. A
 * bus that only steps know of can be moved: into one that another step of the same task is done with.
 */
export class BusUses {
  readonly #reads = new Map<number, number>()
  readonly #places = new Map<number, number[]>()
  readonly #movable = new Map<number, Bus>()
  readonly #fixed = new Set<number>()

  read({ at }: Bus): void {
    this.#reads.set(at, this.readsOf(at) + 1)
  }

  readsOf(at: number): number {
    return this.#reads.get(at) ?? 0
  }

  /** The bus's address stands in the arena, at an address. */
  stands({ at }: Bus, place: number): void {
    const places = this.#places.get(at)
    if (places === undefined) this.#places.set(at, [place])
    else places.push(place)
  }

  placesOf(at: number): readonly number[] {
    return this.#places.get(at) ?? []
  }

  /** Nothing but steps knows where the bus lies, and each writes it whole before others read it. */
  mayMove(bus: Bus): void {
    this.#movable.set(bus.at, bus)
  }

  /** Something else looks at it: it stays. */
  stays({ at }: Bus): void {
    this.#fixed.add(at)
  }

  movable(at: number): Bus | undefined {
    return this.#fixed.has(at) ? undefined : this.#movable.get(at)
  }
}
