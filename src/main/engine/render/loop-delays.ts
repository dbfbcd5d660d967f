import type { Arena } from './arena'
import type { Bus } from './bus'

/**
 * What looping cables carry from one quantum into the next, by the output that they start from. It outlives
 * the schedule, so that an edit elsewhere leaves no gap in a loop that sounds.
 */
export class LoopDelays implements Disposable {
  readonly #arena: Arena
  readonly #buses = new Map<string, Bus>()
  readonly #taken = new Set<string>()

  constructor(arena: Arena) {
    this.#arena = arena
  }

  /** The bus of an output: the present one where it is as wide, else a silent one. */
  take(output: string, channels: number): Bus {
    this.#taken.add(output)
    const present = this.#buses.get(output)
    if (present?.channels === channels) return present
    this.#drop(output)
    const bus = { at: this.#arena.allocate(channels * this.#arena.channelBytes), channels }
    this.#buses.set(output, bus)
    return bus
  }

  /** Frees what nobody took since the last call. */
  sweep(): void {
    for (const output of [...this.#buses.keys()]) if (!this.#taken.has(output)) this.#drop(output)
    this.#taken.clear()
  }

  /** Silence in all of them, as before the first block. */
  clear(): void {
    for (const { at, channels } of this.#buses.values()) {
      this.#arena.bytes.fill(0, at, at + channels * this.#arena.channelBytes)
    }
  }

  [Symbol.dispose](): void {
    for (const output of [...this.#buses.keys()]) this.#drop(output)
  }

  #drop(output: string): void {
    const bus = this.#buses.get(output)
    if (bus !== undefined) this.#arena.free(bus.at, bus.channels * this.#arena.channelBytes)
    this.#buses.delete(output)
  }
}
