/** A search for the one plugin that is to blame: which may still be it, and which are off in this round. */
export interface Bisection {
  /** In the order in which plugins load, so that what others need stays on longest. */
  readonly suspects: readonly string[]
  readonly off: readonly string[]
  /** From 0, in which all are off: if the trouble stays, none of them is to blame. */
  readonly round: number
}

export type BisectionEnd =
  | { readonly end: 'found'; readonly culprit: string }
  | { readonly end: 'nobody' }

export function beginBisection(plugins: readonly string[]): Bisection {
  return { suspects: plugins, off: plugins, round: 0 }
}

/** What comes next, by whether all is well with what is off now. */
export function answerBisection(
  { suspects, off, round }: Bisection,
  isWell: boolean,
): Bisection | BisectionEnd {
  const left = isWell ? off : suspects.filter(id => !off.includes(id))
  const [first, second] = left
  if (first === undefined) return { end: 'nobody' }
  if (second === undefined) return { end: 'found', culprit: first }
  // What comes later may need what comes before it, and would go with it.
  return { suspects: left, off: left.slice(Math.floor(left.length / 2)), round: round + 1 }
}

/** Rounds that are left at most, this one included. */
export function roundsLeft({ suspects, round }: Bisection): number {
  return Math.ceil(Math.log2(Math.max(1, suspects.length))) + (round === 0 ? 1 : 0)
}
