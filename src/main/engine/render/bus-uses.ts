import type { Bus } from './bus'

/**
 * What is known of a bus that steps work on. One that only steps know of can be moved: into one that another step of
 * the same task is done with.
 */
export interface BusUse {
  readonly at: number
  /** How many steps read it. */
  reads: number
  /** Where in the arena its address stands. */
  readonly places: number[]
  /** Addresses of words that say how wide it is, 0 while nobody reads it: then its writer may leave it out. */
  readonly widths: number[]
  /** Those that let it move and know how wide it is, and those that hold it where it is. */
  movers: number
  holders: number
  channels: number
  /** Where it says in which quanta it is silent; 0: nowhere. */
  marks: number
  /** How many sets of uses name it: without any it is forgotten. */
  named: number
  /** Notes of `shareBuses`. */
  readonly sharing: {
    pass: number
    task: number
    shared: boolean
    last: number
    lies: Bus | undefined
  }
}

/** The buses that are in use, by their addresses. */
export class BusTable {
  readonly #uses = new Map<number, BusUse>()

  /** What is known of a bus; for as long as someone names it. */
  name({ at, channels, marks = 0 }: Bus): BusUse {
    const known = this.#uses.get(at)
    if (known !== undefined) {
      if (marks !== 0) known.marks = marks
      known.named += 1
      return known
    }
    const sharing = { pass: 0, task: 0, shared: false, last: 0, lies: undefined }
    const use = {
      at,
      reads: 0,
      places: [],
      widths: [],
      movers: 0,
      holders: 0,
      channels,
      marks,
      named: 1,
      sharing,
    }
    this.#uses.set(at, use)
    return use
  }

  forget(use: BusUse): void {
    use.named -= 1
    if (use.named === 0) this.#uses.delete(use.at)
  }

  readsOf(at: number): number {
    return this.#uses.get(at)?.reads ?? 0
  }
}

/** Whether a bus can lie elsewhere: each step that writes it writes it whole before others read it. */
export function isMovable({ movers, holders }: BusUse): boolean {
  return movers > 0 && holders === 0
}

/** Whether all who might read it are known, and there are none. */
export function isUnread(use: BusUse): boolean {
  return isMovable(use) && use.reads === 0
}

/** What one wiring does with buses, until it is disposed of. */
export class BusUses implements Disposable {
  readonly #table: BusTable
  readonly #named = new Map<number, BusUse>()
  readonly #read: BusUse[] = []
  readonly #stands: { readonly use: BusUse; readonly place: number }[] = []
  readonly #widths: { readonly use: BusUse; readonly word: number }[] = []
  readonly #moved: BusUse[] = []
  readonly #held: BusUse[] = []

  constructor(table = new BusTable()) {
    this.#table = table
  }

  /** A step reads the bus. */
  read(bus: Bus): BusUse {
    const use = this.name(bus)
    use.reads += 1
    this.#read.push(use)
    return use
  }

  /** The bus's address stands in the arena, at an address. */
  stands(bus: Bus, place: number): void {
    const use = this.name(bus)
    use.places.push(place)
    this.#stands.push({ use, place })
  }

  /** Its writer leaves it out where this word says 0. */
  mayRest(bus: Bus, word: number): void {
    const use = this.name(bus)
    use.widths.push(word)
    this.#widths.push({ use, word })
  }

  /** Nothing but steps knows where the bus lies, and each writes it whole before others read it. */
  mayMove(bus: Bus): void {
    const use = this.name(bus)
    use.movers += 1
    use.channels = bus.channels
    use.marks = bus.marks ?? 0
    this.#moved.push(use)
  }

  /** Something else looks at it: it stays. */
  stays(bus: Bus): void {
    const use = this.name(bus)
    use.holders += 1
    this.#held.push(use)
  }

  name(bus: Bus): BusUse {
    const known = this.#named.get(bus.at)
    if (known !== undefined) return known
    const use = this.#table.name(bus)
    this.#named.set(bus.at, use)
    return use
  }

  [Symbol.dispose](): void {
    for (const use of this.#read) use.reads -= 1
    for (const { use, place } of this.#stands) use.places.splice(use.places.indexOf(place), 1)
    for (const { use, word } of this.#widths) use.widths.splice(use.widths.indexOf(word), 1)
    for (const use of this.#moved) use.movers -= 1
    for (const use of this.#held) use.holders -= 1
    for (const use of this.#named.values()) this.#table.forget(use)
    const lists = [this.#read, this.#stands, this.#widths, this.#moved, this.#held]
    for (const list of lists) list.length = 0
    this.#named.clear()
  }
}
