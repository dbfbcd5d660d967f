import type { BeatsPerMinute } from '#shared/kit'

/** A pause longer than this begins anew. */
const PAUSE_MS = 2_500
const MOST_TAPS = 9

/** The tempo of the last taps, from the second one on: the median of the steps between them, so that one slip does not count. */
export class TapTempo {
  #taps: number[] = []

  tap(now: number): BeatsPerMinute | undefined {
    const last = this.#taps.at(-1)
    if (last !== undefined && now - last > PAUSE_MS) this.#taps = []
    this.#taps = [...this.#taps, now].slice(-MOST_TAPS)
    const steps = this.#taps
      .slice(1)
      .map((tap, index) => tap - (this.#taps[index] ?? tap))
      .toSorted((a, b) => a - b)
    const middle = steps.length / 2
    const median = ((steps[Math.floor(middle - 0.5)] ?? 0) + (steps[Math.floor(middle)] ?? 0)) / 2
    if (median <= 0) return undefined
    return Math.min(1000, Math.max(10, Math.round((10 * 60_000) / median) / 10))
  }
}
