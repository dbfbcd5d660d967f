/** Row of signs, in bytes. */
const ROW: usize = 64

/** How many of 512 bits differ from those of `query`, of each of `count` rows of 64 bytes: a u16 a row. */
export function op_hamming(query: usize, rows: usize, count: u32, out: usize): void {
  const q0 = v128.load(query)
  const q1 = v128.load(query, 16)
  const q2 = v128.load(query, 32)
  const q3 = v128.load(query, 48)
  for (let row: usize = 0; row < <usize>count; row++) {
    const at = rows + row * ROW
    // Eight bits of each of four bytes at most: it fits.
    const bytes = i8x16.add(
      i8x16.add(
        i8x16.popcnt(v128.xor(q0, v128.load(at))),
        i8x16.popcnt(v128.xor(q1, v128.load(at, 16))),
      ),
      i8x16.add(
        i8x16.popcnt(v128.xor(q2, v128.load(at, 32))),
        i8x16.popcnt(v128.xor(q3, v128.load(at, 48))),
      ),
    )
    const words = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes))
    store<u16>(
      out + (row << 1),
      <u16>(
        (i32x4.extract_lane(words, 0) +
          i32x4.extract_lane(words, 1) +
          i32x4.extract_lane(words, 2) +
          i32x4.extract_lane(words, 3))
      ),
    )
  }
}
