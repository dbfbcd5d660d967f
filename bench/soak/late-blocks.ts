/** What was late, and in how much time. */
export interface Late {
  readonly count: number
  readonly ms: number
}

/** Where it is less likely than this that chance alone made so many, something else did. */
export const UNLIKELY = 0.05

/**
 * How likely it is that so many or more came in the first time, of all that came in both, if they come as often in the
 * one as in the other: of `n` events of a Poisson process each falls into the first time with the part that it has of
 * both (the exact comparison of two Poisson rates; Przyborowski and Wilenski, Biometrika 31, 1940).
 */
export function chanceOf(first: Late, second: Late): number {
  const n = first.count + second.count
  const part = first.ms / (first.ms + second.ms)
  if (first.count === 0 || !(part < 1)) return 1
  let sum = 0
  // Of k of n, as a logarithm, beginning with none.
  let log = n * Math.log1p(-part)
  for (let k = 0; k <= n; k++) {
    if (k >= first.count) sum += Math.exp(log)
    log += Math.log((n - k) / (k + 1)) + Math.log(part / (1 - part))
  }
  return Math.min(1, sum)
}

/** The least count in the first time that chance alone would hardly make. */
export function leastTold(firstMs: number, second: Late): number {
  let count = 1
  while (chanceOf({ count, ms: firstMs }, second) >= UNLIKELY) count += 1
  return count
}
