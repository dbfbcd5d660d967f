/** The middle one of the first `count` values (an odd number), which are put in order. A few dozen at most. */
export function median(values: Float32Array, count: number): number {
  for (let index = 1; index < count; index++) {
    const value = values[index] ?? 0
    let at = index - 1
    while (at >= 0 && (values[at] ?? 0) > value) {
      values[at + 1] = values[at] ?? 0
      at -= 1
    }
    values[at + 1] = value
  }
  return values[count >> 1] ?? 0
}
