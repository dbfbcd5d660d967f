/**
 * Resamples one channel by a rational factor: output n is the product of `taps` samples of `src` and a row of the table, where the
 * sample and the row go on by down/up from output to output. `taps` is a multiple of 8; `phase` is the row of the first output.
 * Returns the index of the sample of the first output that was not made.
 */
export function op_resample(
  src: usize,
  dst: usize,
  count: u32,
  rows: usize,
  taps: u32,
  up: u32,
  down: u32,
  phase: u32,
): u32 {
  const bytes = <usize>taps << 2
  const whole = down / up
  const part = down % up
  let at: u32 = 0
  let row = phase
  for (let n: u32 = 0; n < count; n++) {
    let samples = src + (<usize>at << 2)
    let weights = rows + <usize>row * bytes
    const end = weights + bytes
    let one = f32x4.splat(0)
    let two = f32x4.splat(0)
    while (weights < end) {
      one = f32x4.add(one, f32x4.mul(v128.load(samples), v128.load(weights)))
      two = f32x4.add(two, f32x4.mul(v128.load(samples, 16), v128.load(weights, 16)))
      samples += 32
      weights += 32
    }
    const sum = f32x4.add(one, two)
    const half = f32x4.add(sum, i8x16.shuffle(sum, sum, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15))
    store<f32>(
      dst + (<usize>n << 2),
      f32x4.extract_lane(half, 0) + f32x4.extract_lane(half, 1),
    )
    at += whole
    row += part
    if (row >= up) {
      row -= up
      at += 1
    }
  }
  return at
}
