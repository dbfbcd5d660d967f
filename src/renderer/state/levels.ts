/** Which node each slot belongs to, by layout: frames and layouts come by different ways. */
const layouts = new Map<number, readonly string[]>()
const KEPT_LAYOUTS = 8
/** Fall of a meter, in dB a second. */
const FALL = 40

interface Level {
  peak: number
  at: number
}

/** Peaks by node, read before every paint by what draws meters: it is kept outside React on purpose. */
const levels = new Map<string, Level>()

export function setLevelLayout(layout: number, nodes: readonly string[]): void {
  layouts.set(layout, nodes)
  const [oldest] = layouts.keys()
  if (layouts.size > KEPT_LAYOUTS && oldest !== undefined) layouts.delete(oldest)
}

/** When something was last heard. */
let heardAt = Number.NEGATIVE_INFINITY
/** After which a meter has fallen to nothing, in milliseconds. */
const FALLEN = 2500

/** Takes a level frame in. */
export function receiveLevels(layout: number, frame: Float32Array, now: number): void {
  const nodes = layouts.get(layout)
  if (nodes === undefined) return
  for (const [slot, node] of nodes.entries()) {
    const peak = frame[slot] ?? 0
    if (peak >= 1e-4) heardAt = now
    if (peak >= levelOf(node, now)) levels.set(node, { peak, at: now })
  }
}

/** The level that a node's meter shows now: its last peak, falling. */
export function levelOf(node: string, now: number): number {
  const level = levels.get(node)
  if (level === undefined) return 0
  const shown = level.peak * 10 ** ((-FALL * Math.max(0, now - level.at)) / 20_000)
  return shown < 1e-4 ? 0 : shown
}

/** Whether any meter shows something. */
export function levelsSound(now: number): boolean {
  return now - heardAt < FALLEN
}

export function clearLevels(): void {
  levels.clear()
}
