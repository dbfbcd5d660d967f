// Reads between frames in two steps. Half-way between each two frames a sample is worked out once, when the line is
// written (a half-band filter of eight taps); between those and the frames themselves, half a frame apart, four taps are polynomials of
// the order 4 in the place (C. W. Farrow, 1988), so that four frames are read at once. Both were fitted together by least
// squares, with weights that follow the error wanted at each frequency. Taps that mirror each other share a polynomial;
// a constant passes unchanged.

/** Half-way taps from the inside out, then the even, the outer and the inner odd polynomial, two terms each; a half. */
const terms = memory.data<f32>([
  0.6097214259688045, -0.14236677830612268, 0.03893927286330227, -0.00629392052598407,
  -0.06640758894293951, 0.2660436056137945, 0.043723273588733326, -0.17530913577857968,
  -1.1311118280928605, 0.5256600878242336, 0.5,
])

/** Samples half a frame after each of the four of `middle`, which lie between the four before and the four behind. */
// @ts-ignore: decorator
@inline
export function halfWays(before: v128, middle: v128, behind: v128): v128 {
  const early1 = v128.shuffle<f32>(before, middle, 3, 4, 5, 6)
  const early2 = v128.shuffle<f32>(before, middle, 2, 3, 4, 5)
  const early3 = v128.shuffle<f32>(before, middle, 1, 2, 3, 4)
  const late1 = v128.shuffle<f32>(middle, behind, 1, 2, 3, 4)
  const late2 = v128.shuffle<f32>(middle, behind, 2, 3, 4, 5)
  const late3 = v128.shuffle<f32>(middle, behind, 3, 4, 5, 6)
  const inner = f32x4.mul(v128.load32_splat(terms), f32x4.add(middle, late1))
  const next = f32x4.mul(v128.load32_splat(terms + 4), f32x4.add(early1, late2))
  const third = f32x4.mul(v128.load32_splat(terms + 8), f32x4.add(early2, late3))
  const outer = f32x4.mul(v128.load32_splat(terms + 12), f32x4.add(early3, behind))
  return f32x4.add(f32x4.add(inner, next), f32x4.add(third, outer))
}

/** How far places from 0 to 1 are from the middle, u; what is behind it follows from that and from its square, z. */
// @ts-ignore: decorator
@inline
export function wayOf(parts: v128): v128 {
  return f32x4.sub(parts, v128.load32_splat(terms + 40))
}

// @ts-ignore: decorator
@inline
export function evenOf(z: v128): v128 {
  return f32x4.add(
    v128.load32_splat(terms + 16),
    f32x4.mul(v128.load32_splat(terms + 20), z),
  )
}

// @ts-ignore: decorator
@inline
export function farOf(z: v128): v128 {
  return f32x4.add(v128.load32_splat(terms + 24), f32x4.mul(v128.load32_splat(terms + 28), z))
}

// @ts-ignore: decorator
@inline
export function nearOf(z: v128): v128 {
  return f32x4.add(v128.load32_splat(terms + 32), f32x4.mul(v128.load32_splat(terms + 36), z))
}

/** See `readBetween`, by the polynomials. */
// @ts-ignore: decorator
@inline
export function blendBetween(
  a: v128,
  b: v128,
  c: v128,
  d: v128,
  u: v128,
  even: v128,
  far: v128,
  near: v128,
): v128 {
  const inner = f32x4.add(b, c)
  const outer = f32x4.add(a, d)
  const odd = f32x4.add(
    f32x4.mul(far, f32x4.sub(a, d)),
    f32x4.mul(near, f32x4.sub(b, c)),
  )
  const mean = f32x4.add(
    f32x4.mul(v128.load32_splat(terms + 40), inner),
    f32x4.mul(even, f32x4.sub(outer, inner)),
  )
  return f32x4.add(mean, f32x4.mul(u, odd))
}

/**
 * Four neighbouring frames of a line: `a` and `c` are the newest and third of the four samples half a frame apart, `b` and `d`
 * those behind each; `parts`, 0 to 1, are the places from b to c.
 */
// @ts-ignore: decorator
@inline
export function readBetween(a: v128, b: v128, c: v128, d: v128, parts: v128): v128 {
  const u = wayOf(parts)
  const z = f32x4.mul(u, u)
  return blendBetween(a, b, c, d, u, evenOf(z), farOf(z), nearOf(z))
}
