import type { WhisperTokens } from './whisper-config'

/** Words with the times between which they are said, in steps of 20 ms from the beginning of the window. */
export interface TokenSegment {
  readonly from: number
  readonly to: number
  /** Without times. */
  readonly tokens: readonly number[]
}

export interface ReadWindow {
  readonly segments: readonly TokenSegment[]
  /** Where the next window begins, in steps of 20 ms. */
  readonly next: number
}

/**
 * What the tokens of a window say, and how far they reach. Words between two times are finished; what comes after the last pair
 * of times is heard again with the next window, where there is more to come.
 */
export function readSegments(
  written: readonly number[],
  /** Steps that the window has. */
  steps: number,
  { firstTime, end }: WhisperTokens,
): ReadWindow {
  const isTime = (at: number) => (written[at] ?? 0) >= firstTime
  const stepOf = (at: number) => (written[at] ?? firstTime) - firstTime
  const segment = (from: number, to: number): TokenSegment => {
    const times = [from, to - 1].filter(isTime).map(stepOf)
    const [first = 0, last = steps] = times.length === 2 ? times : [times[0] ?? 0]
    const tokens = written.slice(from, to).filter(token => token < end)
    return { from: Math.min(first, steps), to: Math.min(Math.max(first, last), steps), tokens }
  }
  const cuts = written.flatMap((_, at) => (at > 0 && isTime(at) && isTime(at - 1) ? [at] : []))
  const count = written.length
  const endsInTime = count >= 2 && isTime(count - 1) && !isTime(count - 2)
  const isWhole = cuts.length === 0 || endsInTime
  const edges = isWhole ? [0, ...cuts, count] : [0, ...cuts]
  const segments = edges
    .slice(1)
    .map((to, index) => segment(edges[index] ?? 0, to))
    .filter(({ tokens }) => tokens.length > 0)
  const lastCut = cuts.at(-1) ?? 0
  const reached = isWhole ? steps : Math.min(stepOf(lastCut - 1), steps)
  // A window without an end to its words would be heard for ever.
  return { segments, next: reached > 0 ? reached : steps }
}
