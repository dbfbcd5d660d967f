/** Random choices that follow from a seed alone. */
export interface Seeded {
  /** 0 up to but not 1. */
  next(): number
  chance(part: number): boolean
  between(least: number, most: number): number
  /** A whole number from 0 to most, both included. */
  upTo(most: number): number
  pick<T>(list: readonly [T, ...T[]]): T
}

/** Mulberry32 (Tommy Ettinger 2017). */
export function seeded(seed: number): Seeded {
  let state = Math.imul(seed | 0, 0x9e3779b1)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const upTo = (most: number): number => Math.floor(next() * (most + 1))
  return {
    next,
    chance: part => next() < part,
    between: (least, most) => least + next() * (most - least),
    upTo,
    pick: list => list[upTo(list.length - 1)] ?? list[0],
  }
}
