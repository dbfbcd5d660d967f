/**
 * Orders what hears one another: a thing stands behind all that it hears, and follows at once when the last of those
 * has come. A track is then one stretch up to the first sum, and what hears all tracks stands behind them: little is
 * remembered for long, and long stretches wait for nothing. Where several could follow, the lowest number does.
 * `readers` tells of each thing who hears it, a thing that hears another twice stands there twice. Loops are left out.
 */
export function nearOrder(readers: readonly (readonly number[])[]): number[] {
  const missing = new Int32Array(readers.length)
  for (const reader of readers.flat()) missing[reader] = (missing[reader] ?? 0) + 1
  const order: number[] = []
  // The last one is next.
  const ready = [...missing.keys()].filter(thing => missing[thing] === 0).toReversed()
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    order.push(next)
    const freed = []
    for (const reader of readers[next] ?? []) {
      const left = (missing[reader] ?? 0) - 1
      missing[reader] = left
      if (left === 0) freed.push(reader)
    }
    // One at a time: a thing may have 100,000 readers.
    for (const reader of freed.toSorted((a, b) => b - a)) ready.push(reader)
  }
  return order
}
