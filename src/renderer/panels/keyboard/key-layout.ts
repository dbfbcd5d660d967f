const BLACK = [1, 3, 6, 8, 10]
const KEY_WIDTH = 26
const HIGHEST = 127

export interface PianoKey {
  readonly key: number
  readonly black: boolean
  /** White keys left of it; of a black one, up to the middle of it. */
  readonly place: number
}

export function isBlack(key: number): boolean {
  return BLACK.includes(key % 12)
}

/** The keys that fit into a width, from a C on, the black ones after the white ones that they lie on. */
export function keysFrom(lowest: number, width: number): readonly PianoKey[] {
  const room = Math.min(75, Math.max(7, Math.floor(width / KEY_WIDTH)))
  const keys: PianoKey[] = []
  let whites = 0
  for (let key = lowest; key <= HIGHEST && (whites < room || isBlack(key)); key++) {
    const black = isBlack(key)
    // The last black key would stand on the edge.
    if (black && whites === room) break
    keys.push({ key, black, place: whites })
    if (!black) whites += 1
  }
  return [...keys.filter(({ black }) => !black), ...keys.filter(({ black }) => black)]
}

/** How hard a key is struck by where: softly at its far end, 0, and hard at its near one, 1. */
export function velocityAt(height: number): number {
  return Math.min(1, Math.max(0.1, 0.2 + 0.8 * height))
}
