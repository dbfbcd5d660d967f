/** A stretch of a piece: so many frames are taken up from before, so many are written. */
export interface PlannedWindow {
  readonly index: number
  readonly known: number
  readonly fresh: number
}

/**
 * The stretches of a piece of `frames`, each of `window` frames at most, `overlap` of them of the one before. Of a piece
 * that is continued the first `begun` frames are there.
 */
export function planWindows(
  frames: number,
  window: number,
  overlap: number,
  begun = 0,
): PlannedWindow[] {
  const taken = Math.min(Math.round(overlap), Math.max(1, Math.round(window) - 1))
  const plan: PlannedWindow[] = []
  for (let done = begun; done < frames;) {
    const known = Math.min(taken, done)
    const fresh = Math.min(frames - done, Math.max(1, Math.round(window) - known))
    plan.push({ index: plan.length, known, fresh })
    done += fresh
  }
  return plan
}
