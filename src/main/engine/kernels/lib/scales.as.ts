// Scales as masks of twelve semitones above their root, bit 0 being the root.

const masks = memory.data<u16>([
  0b111111111111, 0b101010110101, 0b010110101101, 0b100110101101, 0b101010101101, 0b011010101101,
  0b010110101011, 0b101011010101, 0b011010110101, 0b010101101011, 0b001010010101, 0b010010101001,
  0b010011101001, 0b010101010101,
])

/** The key itself where it is in the scale, else the next below that is; fractions are kept. */
export function snapToScale(key: f32, root: i32, scale: i32): f32 {
  const mask = <u32>load<u16>(masks + (<usize>max(0, min(13, scale)) << 1))
  const whole = <i32>nearest(key)
  let down: i32 = 0
  while (down < 12) {
    const degree = (((whole - down - root) % 12) + 12) % 12
    if (((mask >> degree) & 1) != 0) break
    down++
  }
  return key - <f32>down
}

/** The key `steps` degrees of the scale above a key of it (below, where negative). */
export function degreesAbove(key: f32, steps: i32, root: i32, scale: i32): f32 {
  const direction = steps < 0 ? -1 : 1
  let left = abs(steps)
  let at = key
  // A scale has five degrees an octave at least.
  for (let guard = 0; left > 0 && guard < 128; guard++) {
    at += <f32>direction
    if (snapToScale(at, root, scale) == at) left--
  }
  return at
}
