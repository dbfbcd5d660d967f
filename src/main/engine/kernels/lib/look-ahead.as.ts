// Delay lines of whole quanta of frames, one a channel, for kernels that hear ahead of their output.

import { copyBytes } from './copy.as'
import { QUANTUM } from './header.as'
import { LOOK_AHEAD, scratch } from './scratch.as'

const BYTES: usize = <usize>QUANTUM << 2

// @ts-ignore: decorator
@inline
function before(): usize {
  return scratch(LOOK_AHEAD)
}

/** Frames of a line that delays by up to `seconds`. */
// @ts-ignore: decorator
@inline
export function lineFrames(seconds: f64, rate: f64): u32 {
  const frames = <u32>Math.ceil(seconds * (rate > 0 ? rate : 192000))
  return ((frames + QUANTUM - 1) & ~(QUANTUM - 1)) + QUANTUM
}

/** Writes a quantum at `place`, a multiple of 128 frames below `size`. */
// @ts-ignore: decorator
@inline
export function writeLine(line: usize, place: u32, from: usize): void {
  copyBytes(line + (<usize>place << 2), from, BYTES)
}

/** True when a quantum holds nothing but zeros. */
export function isSilent(from: usize): bool {
  let any = v128.load(from)
  // Sound mostly says so at once.
  if (v128.any_true(i32x4.shl(any, 1))) return false
  for (let at: usize = 16; at < BYTES; at += 16) any = v128.or(any, v128.load(from + at))
  return !v128.any_true(i32x4.shl(any, 1))
}

/** Reads the quantum that began `delay` frames before the one at `place`. */
export function readLine(line: usize, size: u32, place: u32, delay: u32, to: usize): void {
  const start = place >= delay ? place - delay : place + size - delay
  const first = min<u32>(QUANTUM, size - start)
  if (first == QUANTUM) return copyBytes(to, line + (<usize>start << 2), BYTES)
  memory.copy(to, line + (<usize>start << 2), <usize>first << 2)
  memory.copy(to + (<usize>first << 2), line, <usize>(QUANTUM - first) << 2)
}

/** As `readLine`; a quantum in which the delay changes fades from the old one to the new one. */
export function fadeLine(
  line: usize,
  size: u32,
  place: u32,
  old: u32,
  delay: u32,
  to: usize,
): void {
  readLine(line, size, place, delay, to)
  if (old == delay) return
  readLine(line, size, place, old, before())
  let weight = f32x4(0.0078125, 0.015625, 0.0234375, 0.03125)
  for (let at: usize = 0; at < BYTES; at += 16) {
    const x = v128.load(before() + at)
    v128.store(to + at, f32x4.add(x, f32x4.mul(weight, f32x4.sub(v128.load(to + at), x))))
    weight = f32x4.add(weight, f32x4.splat(0.03125))
  }
}
