import { op_clear } from '../ops/ops.as'
import { CHANNEL_BYTES, QUANTUM } from '../lib/header.as'

// A bus may have marks, a byte a quantum behind its last channel: 1 where its samples are all +0, as its writer knows
// without looking at them. A mark that is not set says nothing. Where a bus is moved to another's memory, its marks
// stay where they are. The address of marks is 0 where a bus has none.

/** Marks of all quanta of a part. */
const WHOLE: u64 = 0x0101010101010101

/** Whether all quanta are marked as silent. */
export function isQuiet(marks: usize, offset: u32, frames: u32): bool {
  if (marks == 0) return false
  const first = marks + <usize>(offset / QUANTUM)
  if (frames == 8 * QUANTUM) return load<u64>(first) == WHOLE
  const count = <usize>(frames / QUANTUM)
  for (let index: usize = 0; index < count; index++) if (load<u8>(first + index) == 0) return false
  return true
}

/** Says whether quanta are silent. */
export function mark(marks: usize, offset: u32, frames: u32, quiet: u8): void {
  if (marks == 0) return
  const first = marks + <usize>(offset / QUANTUM)
  if (frames == 8 * QUANTUM) return store<u64>(first, quiet != 0 ? WHOLE : 0)
  const count = <usize>(frames / QUANTUM)
  for (let index: usize = 0; index < count; index++) store<u8>(first + index, quiet)
}

/** Silences quanta of a bus and marks them; those of which it is known that they still are silent it leaves. */
export function hush(bus: usize, channels: u32, marks: usize, offset: u32, frames: u32): void {
  const isHome = marks == bus + <usize>channels * CHANNEL_BYTES
  if (isHome && isQuiet(marks, offset, frames)) return
  op_clear(bus, channels, offset, frames)
  mark(marks, offset, frames, 1)
}
