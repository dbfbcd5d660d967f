/** How alike two signals are when the second comes `lag` frames later: 1 where they are the same up to a level. */
function likeness(a: Float32Array, b: Float32Array, lag: number): number {
  let [product, ofA, ofB] = [0, 0, 0]
  for (let i = Math.max(0, -lag); i < Math.min(a.length, b.length - lag); i++) {
    const [x, y] = [a[i] ?? 0, b[i + lag] ?? 0]
    product += x * y
    ofA += x * x
    ofB += y * y
  }
  return ofA * ofB === 0 ? 0 : Math.abs(product) / Math.sqrt(ofA * ofB)
}

export interface Shift {
  /** Frames by which the second comes later. */
  readonly lag: number
  readonly likeness: number
}

/** By how many frames, up to `most` either way, a signal lies behind another: where the two are most alike. */
export function shiftBetween(a: Float32Array, b: Float32Array, most: number): Shift {
  let best: Shift = { lag: 0, likeness: likeness(a, b, 0) }
  for (let lag = -most; lag <= most; lag++) {
    const here = likeness(a, b, lag)
    if (here > best.likeness) best = { lag, likeness: here }
  }
  return best
}
