import { course as write } from '../ops/course.as'

/** See `step_course`. */
export function course(at: usize, offset: u32, frames: u32): void {
  const table = <usize>load<u32>(at)
  const buffer = <usize>load<u32>(at, 4)
  const conversion = load<u32>(at, 8)
  const begin = load<f64>(table, 8)
  const end = <i32>(offset + frames)
  let stretch = table + 16
  for (let left = load<u32>(table); left > 0; left--) {
    // Some of it may lie in the blocks before, and some in those to come.
    const first = <i32>(load<f64>(stretch) - begin)
    const from = max(first, <i32>offset)
    const to = min(first + <i32>load<f64>(stretch, 8), end)
    if (to > from) {
      write(
        buffer + (<usize>from << 2),
        <u32>(to - from),
        load<f64>(stretch, 16) + <f64>(from - first),
        load<f64>(stretch, 24),
        load<f64>(stretch, 32),
        load<f64>(stretch, 40),
        <u32>load<f64>(stretch, 48),
        load<f64>(stretch, 56),
        load<f64>(stretch, 64),
        load<f64>(stretch, 72),
        load<f64>(stretch, 80),
        load<f64>(stretch, 88),
        load<f64>(stretch, 96),
        conversion,
      )
    }
    stretch += 104
  }
}
