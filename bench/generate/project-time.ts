import { stepsOf } from '../../src/main/inference/host/music/delay-pattern'
import { planWindows } from '../../src/main/inference/host/music/plan-windows'

/** What a decoder took where so many tokens were heard before. */
export interface TimeAt {
  readonly heard: number
  /** To hear them at once. */
  readonly firstMs: number
  readonly msPerToken: number
}

const RATE = 50
/** As `generateMusic` plans them: stretches of 15 s, each of which takes up 7 s. */
const WINDOW = 15 * RATE
const OVERLAP = 7 * RATE

/**
 * Seconds that the decoder takes for so many seconds of sound: a step takes longer the more is heard, on a line through
 * what was measured; each stretch but the first begins with what it takes up.
 */
export function projectTime(seconds: number, points: readonly TimeAt[]): number {
  const line = lineThrough(points.map(({ heard, msPerToken }) => [heard, msPerToken]))
  const opening = lineThrough(points.map(({ heard, firstMs }) => [heard, firstMs]))
  let ms = 0
  for (const { known, fresh } of planWindows(seconds * RATE, WINDOW, OVERLAP)) {
    ms += known === 0 ? 0 : opening(known)
    const end = stepsOf(known + fresh)
    for (let step = known; step < end; step++) ms += line(step)
  }
  return ms / 1000
}

/** By least squares; level where there is one point. */
function lineThrough(points: readonly (readonly [number, number])[]): (x: number) => number {
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const across = points.reduce((sum, [left]) => sum + (left - x) ** 2, 0)
  const along = points.reduce((sum, [left, up]) => sum + (left - x) * (up - y), 0)
  const slope = across === 0 ? 0 : along / across
  return at => y + slope * (at - x)
}
