/** What a frame of a melody says. */
export interface PitchFrame {
  /** Hz; 0 where there is none. */
  readonly pitch: number
  /** From 0 to 1: how periodic the frame is. */
  readonly clarity: number
}

/** A dip below is taken, the first such one: YIN's absolute threshold. */
const THRESHOLD = 0.15

/**
 * The pitch of a frame, after de Cheveigné and Kawahara, “YIN, a fundamental frequency estimator for speech and music” (JASA
 * 111, 2002): the difference of the frame and itself later, divided by its mean up to there; the first dip below a threshold is
 * the period, and a parabola through it gives the part of a sample.
 *
 * @param frame at least `window` samples and the longest period
 */
export function yin(
  frame: Float32Array,
  rate: number,
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
): PitchFrame {
  const longest = Math.ceil(rate / lowest) + 1
  const shortest = Math.max(2, Math.floor(rate / highest))
  const window = frame.length - longest - 1
  if (window < longest) return { pitch: 0, clarity: 0 }
  const normal = new Float32Array(longest + 2)
  normal[0] = 1
  let sum = 0
  for (let lag = 1; lag <= longest + 1; lag++) {
    let difference = 0
    for (let at = 0; at < window; at++) {
      const delta = (frame[at] ?? 0) - (frame[at + lag] ?? 0)
      difference += delta * delta
    }
    sum += difference
    normal[lag] = sum === 0 ? 1 : (difference * lag) / sum
  }
  const lag = firstDip(normal, shortest, longest)
  if (lag === undefined) return { pitch: 0, clarity: 0 }
  const [before = 0, at = 0, after = 0] = [normal[lag - 1], normal[lag], normal[lag + 1]]
  const bend = before - 2 * at + after
  const shift = bend === 0 ? 0 : (before - after) / (2 * bend)
  return { pitch: rate / (lag + shift), clarity: 1 - Math.min(1, at) }
}

function firstDip(normal: Float32Array, shortest: number, longest: number): number | undefined {
  for (let lag = shortest; lag <= longest; lag++) {
    if ((normal[lag] ?? 1) >= THRESHOLD) continue
    let lowest = lag
    while (lowest < longest && (normal[lowest + 1] ?? 1) < (normal[lowest] ?? 1)) lowest += 1
    return lowest
  }
  return undefined
}
