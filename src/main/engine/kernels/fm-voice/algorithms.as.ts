// Who modulates whom: 12 bits a row, 4 bits for each of the operators 2, 3 and 4, bit i of which says
// that it modulates operator i + 1; then 4 bits for those that are heard.

const rows = memory.data<u16>([
  0b0001_0100_0010_0001, // 4>3>2>1
  0b0001_0010_0010_0001, // 3 and 4 > 2 > 1
  0b0001_0001_0010_0001, // 3>2>1, 4>1
  0b0001_0100_0001_0001, // 4>3>1, 2>1
  0b0101_0100_0000_0001, // 4>3, 2>1
  0b0111_0111_0000_0000, // 4 > 3, 2 and 1
  0b0111_0100_0000_0000, // 4>3, 2, 1
  0b1111_0000_0000_0000, // all are heard
])

// Top to bottom of a row: heard, then what 4, 3 and 2 modulate.

/** Operators that are heard, a bit each. */
export function heardOf(algorithm: i32): u32 {
  return <u32>load<u16>(rows + (<usize>algorithm << 1)) >> 12
}

/** Operators that an operator (1 to 3: the second to the fourth) modulates, a bit each. */
export function targetsOf(algorithm: i32, operator: u32): u32 {
  return (<u32>load<u16>(rows + (<usize>algorithm << 1)) >> ((operator - 1) * 4)) & 15
}

/** Lanes of 1 where a bit is set. */
export function lanesOf(bits: u32): v128 {
  return f32x4(
    <f32>(bits & 1),
    <f32>((bits >> 1) & 1),
    <f32>((bits >> 2) & 1),
    <f32>((bits >> 3) & 1),
  )
}
