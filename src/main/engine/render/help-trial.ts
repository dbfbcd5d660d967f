type Milliseconds = number

/** Blocks that are tried, in turn with the others and alone. */
const TRIED = 4

/**
 * Whether other threads help is found out by letting them, and not: what one core hands to the other may cost more than is
 * saved (64 levels with ten ramps a second each: 56 ms on two threads, 48 on one), and no sum of costs tells that.
 */
export class HelpTrial {
  #blocks = 0
  #helped: Milliseconds = Number.POSITIVE_INFINITY
  #alone: Milliseconds = Number.POSITIVE_INFINITY

  /** Whether the others are called for the next block. */
  get calls(): boolean {
    return this.#blocks % 2 === 0
  }

  /** What that block took for each frame. */
  took(time: Milliseconds): void {
    if (this.calls) this.#helped = Math.min(this.#helped, time)
    else this.#alone = Math.min(this.#alone, time)
    this.#blocks += 1
  }

  /** Undefined as long as it is not over. The least counts: something else may have had a core for a while. */
  get helps(): boolean | undefined {
    return this.#blocks < TRIED ? undefined : this.#helped < this.#alone
  }
}
