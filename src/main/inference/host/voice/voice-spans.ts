/** Somebody speaks from … to …, in frames of `VOICE_FRAME` samples; `to` is the first that is quiet again. */
export interface VoiceSpan {
  readonly from: number
  readonly to: number
}

export interface VoiceSpanSettings {
  /** From which likelihood on a frame begins a span. It ends 0.15 below. */
  readonly threshold: number
  /** Shorter ones are no speech, in frames. */
  readonly least: number
  /** Shorter pauses are part of a span, in frames. */
  readonly pause: number
  /** How much is added before and after, in frames. */
  readonly pad: number
}

/** A threshold of 0.5, 250 ms at least, pauses of 100 ms, and 30 ms around: as Silero’s own tools have it. */
export const usualSpans: VoiceSpanSettings = { threshold: 0.5, least: 8, pause: 3, pad: 1 }

/** Spans of speech out of the likelihoods of the frames, in order and apart. */
export function voiceSpans(
  likelihoods: ArrayLike<number>,
  { threshold, least, pause, pad }: VoiceSpanSettings = usualSpans,
): readonly VoiceSpan[] {
  const found: { from: number; to: number }[] = []
  let from: number | undefined
  let quiet = 0
  for (let frame = 0; frame <= likelihoods.length; frame++) {
    const isEnd = frame === likelihoods.length
    const likelihood = isEnd ? 0 : (likelihoods[frame] ?? 0)
    if (from === undefined) {
      if (likelihood >= threshold) from = frame
      quiet = 0
      continue
    }
    quiet = likelihood < threshold - 0.15 ? quiet + 1 : 0
    if (quiet < pause && !isEnd) continue
    const to = isEnd ? frame - Math.max(0, quiet - 1) : frame + 1 - quiet
    if (to - from >= least) found.push({ from, to })
    from = undefined
  }
  return padded(found, pad, likelihoods.length)
}

/** Longer on both sides; where two would meet, each gets half of what is between them. */
function padded(spans: readonly VoiceSpan[], pad: number, frames: number): readonly VoiceSpan[] {
  return spans.map(({ from, to }, index) => {
    const before = spans[index - 1]?.to ?? 0
    const after = spans[index + 1]?.from ?? frames
    const room = (gap: number, isEdge: boolean) => Math.min(pad, isEdge ? gap : Math.floor(gap / 2))
    return {
      from: from - room(from - before, index === 0),
      to: to + room(after - to, index === spans.length - 1),
    }
  })
}
