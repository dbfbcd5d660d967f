/** Codebooks of a frame of EnCodec as MusicGen writes them. */
export const BOOKS = 4

/** The codes of a frame, one a codebook. */
export type Codes = readonly number[]

/**
 * MusicGen writes the four codebooks of a frame in four steps: codebook `k` lags by `k` (Copet et al. 2023, the "delay
 * pattern"). Step `s` writes, for each `k`, the code of frame `s − k`; what lies before the first frame is padding.
 */
export function inputAt(steps: readonly Codes[], step: number, padding: number): number[] {
  const before = steps[step - 1]
  return Array.from(
    { length: BOOKS },
    (_, book) => (step > book ? before?.[book] : undefined) ?? padding,
  )
}

/** Steps that it takes to write so many frames. */
export const stepsOf = (frames: number): number => frames + BOOKS - 1

/** The frames that are whole after these steps. */
export function framesOf(steps: readonly Codes[]): Codes[] {
  const count = Math.max(0, steps.length - BOOKS + 1)
  return Array.from({ length: count }, (_, frame) =>
    Array.from({ length: BOOKS }, (_book, book) => steps[frame + book]?.[book] ?? 0),
  )
}

/** The code that a step writes of a codebook where its frame is known already. */
export function knownAt(frames: readonly Codes[], step: number, book: number): number | undefined {
  return frames[step - book]?.[book]
}
