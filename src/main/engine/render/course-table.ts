import type { Frames, Hertz } from '#shared/kit'
import type { Arena } from './arena'
import type { AutomationSpan } from './automation-reader'

/** Stretches that a table holds; an automation that has more in a block is worked out at once. */
export const ROOM = 16
/** Doubles of a stretch; see `step_course`. */
const DOUBLES = 13
const BYTES = 16 + ROOM * DOUBLES * 8

/**
 * Stretches of automation, in the arena: u32 count, from byte 8 on as f64 where the present block begins, from byte 16
 * on the stretches, counted from where that counts from.
 */
export class CourseTable implements Disposable {
  readonly at: number
  readonly #arena: Arena

  constructor(arena: Arena) {
    this.#arena = arena
    this.at = arena.allocate(BYTES)
  }

  /** Whether there was room for all. */
  take(spans: readonly AutomationSpan[], rate: Hertz): boolean {
    if (spans.length > ROOM) return false
    const { words, doubles } = this.#arena
    words[this.at >>> 2] = spans.length
    let at = (this.at >>> 3) + 2
    for (const { offset, frames, position, curve } of spans) {
      doubles[at] = offset
      doubles[at + 1] = frames
      doubles[at + 2] = position
      doubles[at + 3] = rate
      doubles[at + 4] = curve.time
      doubles[at + 5] = curve.perSecond
      for (let index = 0; index < 7; index++) doubles[at + 6 + index] = curve.numbers[index] ?? 0
      at += DOUBLES
    }
    return true
  }

  /** The block begins at this frame, counted as the stretches are: 0 where they count from the block’s first. */
  begin(frame: Frames): void {
    this.#arena.doubles[(this.at >>> 3) + 1] = frame
  }

  clear(): void {
    this.#arena.words[this.at >>> 2] = 0
  }

  [Symbol.dispose](): void {
    this.#arena.free(this.at, BYTES)
  }
}
