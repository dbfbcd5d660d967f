/** A figure of the marketplace beside what it has to be. */
export interface MarketRow {
  readonly what: string
  readonly p50Ms: number
  readonly p95Ms: number
  readonly goalMs: number
  readonly note: string
}

/** The middle and the one that a twentieth is above. */
export function percentiles(times: readonly number[]): Pick<MarketRow, 'p50Ms' | 'p95Ms'> {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.ceil(part * sorted.length) - 1] ?? 0
  return { p50Ms: at(0.5), p95Ms: at(0.95) }
}
