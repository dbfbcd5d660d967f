// Twiddle factors of the transform in fft-tree.as.ts. One table serves every size: see there.

/** Most complex points of a transform. */
export const MOST_POINTS: u32 = 16384

/**
 * Blocks that the table has factors for: the tree below block 2 uses numbers below 3n/4 in its last
 * level.
 */
const BLOCKS: u32 = (MOST_POINTS >> 2) * 3

/** Bytes of four blocks: c, c², c³, each as 4 real and 4 imaginary parts. */
export const GROUP_BYTES: usize = 96

const factors: usize = memory.data(96 * 3072, 16)
const turns: usize = memory.data(8 * (16384 + 32 * 4), 16)
let built: bool = false
let turnsBuilt: u32 = 0

/** Where the factors of blocks 4g to 4g + 3 lie. */
// @ts-ignore: decorator
@inline
export function factorGroup(group: u32): usize {
  return factors + <usize>group * GROUP_BYTES
}

/** Where the first factor of a block lies; those after it are 16 bytes apart, as in its group. */
// @ts-ignore: decorator
@inline
export function factorLane(block: u32): usize {
  return factorGroup(block >> 2) + (<usize>(block & 3) << 2)
}

/** The bits of a block's number, mirrored about the binary point: 1 → 0.1, 2 → 0.01, 3 → 0.11. */
function mirrored(block: u32): f64 {
  let result: f64 = 0
  let weight: f64 = 0.5
  for (let rest = block; rest != 0; rest >>= 1) {
    if (rest & 1) result += weight
    weight *= 0.5
  }
  return result
}

/** Builds the factors, once in the module's life (some 2 ms). */
export function buildFactors(): void {
  if (built) return
  built = true
  for (let block: u32 = 0; block < BLOCKS; block++) {
    const angle = -2 * Math.PI * mirrored(block) * 0.25
    const at = factorLane(block)
    for (let power: usize = 1; power <= 3; power++) {
      const turn = angle * <f64>power
      store<f32>(at + (power - 1) * 32, <f32>Math.cos(turn))
      store<f32>(at + (power - 1) * 32 + 16, <f32>Math.sin(turn))
    }
  }
}

/**
 * Where e^(−2πik/2n) lies for k = 0 … n/2: first n/2 + 4 real parts, then as many imaginary ones. Built
 * at the first call for a size.
 */
export function halfTurns(points: u32): usize {
  const half = <usize>(points >> 1)
  // The tables of the smaller sizes lie before: together they have as many entries as this one.
  const at = turns + 8 * (half + 4 * <usize>(31 - clz<u32>(points)))
  if (turnsBuilt & points) return at
  turnsBuilt |= points
  const step = -Math.PI / <f64>points
  for (let k: usize = 0; k < half + 4; k++) {
    store<f32>(at + (k << 2), <f32>Math.cos(step * <f64>k))
    store<f32>(at + ((half + 4 + k) << 2), <f32>Math.sin(step * <f64>k))
  }
  return at
}
