/**
 * By how many frames the second sound lags behind the first, up to `most` either way, and how alike they are there: the
 * peak of the normalised cross-correlation, 1 for the same shape.
 */
export function shiftBetween(
  first: Float32Array,
  second: Float32Array,
  most: number,
): { readonly lag: number; readonly likeness: number } {
  let best = { lag: 0, likeness: likenessAt(first, second, 0, most) }
  for (let lag = -most; lag <= most; lag++) {
    const likeness = likenessAt(first, second, lag, most)
    if (likeness > best.likeness + 1e-9) best = { lag, likeness }
  }
  return best
}

function likenessAt(a: Float32Array, b: Float32Array, lag: number, most: number): number {
  let [both, ofA, ofB] = [0, 0, 0]
  for (let i = most; i < a.length - most; i++) {
    const x = a[i] ?? 0
    const y = b[i + lag] ?? 0
    both += x * y
    ofA += x * x
    ofB += y * y
  }
  return ofA === 0 || ofB === 0 ? 0 : Math.abs(both) / Math.sqrt(ofA * ofB)
}
