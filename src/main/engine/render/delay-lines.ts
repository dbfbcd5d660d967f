import type { Frames } from '#shared/kit'
import type { Arena } from './arena'

/** What a cable holds back, by cable: it outlives the schedule, so that an edit elsewhere is not heard. */
export class DelayLines implements Disposable {
  readonly #arena: Arena
  readonly #lines = new Map<string, Line>()
  readonly #taken = new Set<string>()

  constructor(arena: Arena) {
    this.#arena = arena
  }

  /** Address of a line: u32 place, then from byte 16 on the ring. The present one where it fits, else a silent one. */
  take(cable: string, frames: Frames, channels: number): number {
    this.#taken.add(cable)
    const bytes = 16 + frames * channels * 4
    const present = this.#lines.get(cable)
    if (present?.frames === frames && present.bytes === bytes) return present.at
    this.#drop(cable)
    const line = { at: this.#arena.allocate(bytes), bytes, frames }
    this.#lines.set(cable, line)
    return line.at
  }

  /** Frees what nobody took since the last call. */
  sweep(): void {
    for (const cable of [...this.#lines.keys()]) if (!this.#taken.has(cable)) this.#drop(cable)
    this.#taken.clear()
  }

  /** Silence in all of them, as before the first block. */
  clear(): void {
    for (const { at, bytes } of this.#lines.values()) this.#arena.bytes.fill(0, at, at + bytes)
  }

  [Symbol.dispose](): void {
    for (const cable of [...this.#lines.keys()]) this.#drop(cable)
  }

  #drop(cable: string): void {
    const line = this.#lines.get(cable)
    if (line !== undefined) this.#arena.free(line.at, line.bytes)
    this.#lines.delete(cable)
  }
}

interface Line {
  readonly at: number
  readonly bytes: number
  readonly frames: Frames
}
