// Moves of a few hundred bytes, as loops: `memory.copy` and `memory.fill` call out of the module, which takes longer.

/** Copies `bytes`, a multiple of 32; the two may not overlap but to begin alike. */
// @ts-ignore: decorator
@inline
export function copyBytes(to: usize, from: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 32) {
    v128.store(to + at, v128.load(from + at))
    v128.store(to + at, v128.load(from + at, 16), 16)
  }
}

/** Zeroes `bytes`, a multiple of 16. */
// @ts-ignore: decorator
@inline
export function clearBytes(to: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, i64x2.splat(0))
}
