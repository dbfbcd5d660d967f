import { QUANTUM } from './header.as'

/** Whether a quantum of one channel is zeros. */
export function isSilent(from: usize): bool {
  // −0 is silence too.
  const size = i32x4.splat(0x7fffffff)
  let any = v128.load(from)
  // Sound mostly shows at once.
  if (v128.any_true(v128.and(any, size))) return false
  for (let at: usize = 16; at < <usize>QUANTUM << 2; at += 16) any = v128.or(any, v128.load(from + at))
  return !v128.any_true(v128.and(any, size))
}
