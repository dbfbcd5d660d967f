/** So many calls at most between two looks at the isolate's own clock. */
const UNREAD = 64

/**
 * Milliseconds of the processor that calls into an isolate take. To ask V8 costs as much as a tenth of a whole call, so a
 * short call is taken to have had the processor for as long as it lasted, which is the most that it can have had. Of a
 * long one it is asked: the machine may have done something else meanwhile.
 */
export class IsolateClock {
  readonly #read: () => number
  #known = 0
  /** What calls took since then that nobody asked of. */
  #since = 0
  #unread = 0

  /** `read`: what the isolate has had so far. */
  constructor(read: () => number) {
    this.#read = read
  }

  /** What the isolate did by now was no call. */
  settle(): void {
    this.#known = this.#read()
    this.#since = 0
    this.#unread = 0
  }

  /** Of the last call: it lasted `wallMs`, and is short where that is no more than `shortMs`. */
  spent(wallMs: number, shortMs: number): number {
    if (wallMs <= shortMs && this.#unread < UNREAD) {
      this.#unread += 1
      this.#since += wallMs
      return wallMs
    }
    const before = this.#known + this.#since
    this.settle()
    return Math.min(wallMs, Math.max(0, this.#known - before))
  }
}
