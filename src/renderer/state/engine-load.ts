/** How much of the time that sound lasts the engine needs to make it. */
export interface EngineLoad {
  /** Over the last second or so, 0 to 1 and beyond. */
  readonly mean: number
  /** The most of the last ten seconds, in pieces of some 32 ms. */
  readonly most: number
}

/** Time in which the mean follows a change for the most part. */
const FOLLOW_MS = 500
const SPAN_MS = 10_000
/** Without news for so long nothing sounds any more. */
const OLD_MS = 1500

let mean = 0
let last = Number.NEGATIVE_INFINITY
let heard: { readonly load: number; readonly at: number }[] = []

/** Takes a measurement of the engine in; they come with the levels. */
export function receiveLoad(load: number, now: number): void {
  if (!Number.isFinite(load) || load < 0) return
  const isNew = now - last > OLD_MS
  mean = isNew ? load : mean + (load - mean) * (1 - Math.exp((last - now) / FOLLOW_MS))
  if (isNew) heard = []
  last = now
  heard.push({ load, at: now })
  const [oldest] = heard
  if (oldest !== undefined && now - oldest.at > 2 * SPAN_MS) heard = heard.filter(isRecent(now))
}

/** Undefined while nothing sounds. */
export function engineLoad(now: number): EngineLoad | undefined {
  if (now - last > OLD_MS) return undefined
  const most = Math.max(...heard.filter(isRecent(now)).map(({ load }) => load))
  return { mean, most }
}

function isRecent(now: number): (entry: { readonly at: number }) => boolean {
  return ({ at }) => now - at <= SPAN_MS
}
