/** Times of calls in µs. */
export interface CallTimes {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** So many of the last calls count. */
const KEPT = 256

/** How long the last calls took, and how many there were and failed. */
export class CallRecord {
  calls = 0
  errors = 0
  readonly #last: number[] = []

  add(ms: number, isOk: boolean): void {
    this.#last[this.calls % KEPT] = ms * 1000
    this.calls += 1
    if (!isOk) this.errors += 1
  }

  get times(): CallTimes {
    const sorted = this.#last.toSorted((a, b) => a - b)
    const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? 0
    return { p50: at(0.5), p95: at(0.95), max: at(1) }
  }
}
