// Moves of up to some kilobytes, as loops. `memory.copy` and `memory.fill` leave the module, and in shared memory go byte by
// byte where the two addresses are not alike within eight bytes.

/** Copies `bytes`, a multiple of 4. The two may not overlap, unless `to` lies below `from`. */
// @ts-ignore: decorator
@inline
export function copyBytes(to: usize, from: usize, bytes: usize): void {
  const most = bytes & ~15
  for (let at: usize = 0; at < most; at += 16) v128.store(to + at, v128.load(from + at))
  for (let at = most; at < bytes; at += 4) store<u32>(to + at, load<u32>(from + at))
}

/** Zeroes `bytes`, a multiple of 4. */
// @ts-ignore: decorator
@inline
export function clearBytes(to: usize, bytes: usize): void {
  const most = bytes & ~15
  for (let at: usize = 0; at < most; at += 16) v128.store(to + at, i64x2.splat(0))
  for (let at = most; at < bytes; at += 4) store<u32>(to + at, 0)
}
