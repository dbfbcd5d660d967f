import { FRAME_S } from './listen'

export interface ToneSpan {
  readonly from: number
  readonly to: number
}

/** Where frames are above the threshold, in seconds; gaps, then stretches, that are shorter than `shortest` are not. */
export function spansOf(
  frames: readonly number[],
  seconds: number,
  { threshold, shortest }: { readonly threshold: number; readonly shortest: number },
): readonly ToneSpan[] {
  const joined: ToneSpan[] = []
  frames.forEach((likelihood, frame) => {
    if (likelihood <= threshold) return
    const from = frame * FRAME_S
    const to = Math.min(seconds, (frame + 1) * FRAME_S)
    const last = joined.at(-1)
    // A frame that follows at once is no gap, whatever rounding says.
    const near = last !== undefined && from - last.to < Math.max(shortest, FRAME_S / 2)
    joined.splice(near ? -1 : joined.length, near ? 1 : 0, { from: near ? last.from : from, to })
  })
  return joined.filter(({ from, to }) => to - from >= shortest)
}

/** From 0 to 1 over time, asked in order; the ways in and out lie inside the stretches. */
export function gainOver(spans: readonly ToneSpan[], fade: number): (time: number) => number {
  let at = 0
  return time => {
    while (at < spans.length && (spans[at]?.to ?? 0) <= time) at += 1
    const span = spans[at]
    if (span === undefined || time < span.from) return 0
    const edge = Math.min(time - span.from, span.to - time)
    return Math.min(1, edge / Math.min(fade, (span.to - span.from) / 2))
  }
}
