// The steps up the tree of fft-tree.as.ts.

import { high, highs, imBack, low, lows, reBack } from './fft-complex.as'
import { factorGroup, factorLane } from './fft-twiddles.as'

/** Two blocks back into one. */
export function join2(at: usize, half: u32, block: u32): void {
  const factor = factorLane(block)
  const cr = v128.load32_splat(factor, 32)
  const ci = v128.load32_splat(factor, 48)
  const bytes = <usize>half << 3
  let p0 = at
  for (const end = at + bytes; p0 < end; p0 += 32) {
    const p1 = p0 + bytes
    const ar = v128.load(p0)
    const ai = v128.load(p0, 16)
    const br = v128.load(p1)
    const bi = v128.load(p1, 16)
    const xr = f32x4.sub(ar, br)
    const xi = f32x4.sub(ai, bi)
    v128.store(p0, f32x4.add(ar, br))
    v128.store(p0, f32x4.add(ai, bi), 16)
    v128.store(p1, reBack(xr, xi, cr, ci))
    v128.store(p1, imBack(xr, xi, cr, ci), 16)
  }
}

/** The inverse of `split4`, times 4. */
export function join4(at: usize, quarter: u32, count: u32, block: u32): void {
  const bytes = <usize>quarter << 3
  let p0 = at
  for (const last = block + count; block < last; block++) {
    const factor = factorLane(block)
    const c1r = v128.load32_splat(factor)
    const c1i = v128.load32_splat(factor, 16)
    const c2r = v128.load32_splat(factor, 32)
    const c2i = v128.load32_splat(factor, 48)
    const c3r = v128.load32_splat(factor, 64)
    const c3i = v128.load32_splat(factor, 80)
    for (const end = p0 + bytes; p0 < end; p0 += 32) {
      const p1 = p0 + bytes
      const p2 = p1 + bytes
      const p3 = p2 + bytes
      const o0r = v128.load(p0)
      const o0i = v128.load(p0, 16)
      const o1r = v128.load(p1)
      const o1i = v128.load(p1, 16)
      const o2r = v128.load(p2)
      const o2i = v128.load(p2, 16)
      const o3r = v128.load(p3)
      const o3i = v128.load(p3, 16)
      const s0r = f32x4.add(o0r, o1r)
      const s0i = f32x4.add(o0i, o1i)
      const s1r = f32x4.sub(o0r, o1r)
      const s1i = f32x4.sub(o0i, o1i)
      const d0r = f32x4.add(o2r, o3r)
      const d0i = f32x4.add(o2i, o3i)
      // Times i in what follows.
      const d1r = f32x4.sub(o2r, o3r)
      const d1i = f32x4.sub(o2i, o3i)
      v128.store(p0, f32x4.add(s0r, d0r))
      v128.store(p0, f32x4.add(s0i, d0i), 16)
      const a2r = f32x4.sub(s0r, d0r)
      const a2i = f32x4.sub(s0i, d0i)
      v128.store(p2, reBack(a2r, a2i, c2r, c2i))
      v128.store(p2, imBack(a2r, a2i, c2r, c2i), 16)
      const a1r = f32x4.sub(s1r, d1i)
      const a1i = f32x4.add(s1i, d1r)
      v128.store(p1, reBack(a1r, a1i, c1r, c1i))
      v128.store(p1, imBack(a1r, a1i, c1r, c1i), 16)
      const a3r = f32x4.add(s1r, d1i)
      const a3i = f32x4.sub(s1i, d1r)
      v128.store(p3, reBack(a3r, a3i, c3r, c3i))
      v128.store(p3, imBack(a3r, a3i, c3r, c3i), 16)
    }
    p0 += 3 * bytes
  }
}

/** The inverse of `split16`, times 16. */
export function join16(at: usize, count: u32, block: u32): void {
  for (const last = block + count; block < last; block++) {
    const group = factorGroup(block)
    const i0r = v128.load(at)
    const i0i = v128.load(at, 16)
    const i1r = v128.load(at, 32)
    const i1i = v128.load(at, 48)
    const i2r = v128.load(at, 64)
    const i2i = v128.load(at, 80)
    const i3r = v128.load(at, 96)
    const i3i = v128.load(at, 112)
    const t0r = f32x4.add(i0r, i1r)
    const t0i = f32x4.add(i0i, i1i)
    const t1r = f32x4.sub(i0r, i1r)
    const t1i = f32x4.sub(i0i, i1i)
    const f0r = f32x4.add(i2r, i3r)
    const f0i = f32x4.add(i2i, i3i)
    const f1r = f32x4.sub(i2r, i3r)
    const f1i = f32x4.sub(i2i, i3i)
    const b0r = f32x4.add(t0r, f0r)
    const b0i = f32x4.add(t0i, f0i)
    const y2r = f32x4.sub(t0r, f0r)
    const y2i = f32x4.sub(t0i, f0i)
    const y1r = f32x4.sub(t1r, f1i)
    const y1i = f32x4.add(t1i, f1r)
    const y3r = f32x4.add(t1r, f1i)
    const y3i = f32x4.sub(t1i, f1r)
    const b1r = reBack(y1r, y1i, v128.load(group), v128.load(group, 16))
    const b1i = imBack(y1r, y1i, v128.load(group), v128.load(group, 16))
    const b2r = reBack(y2r, y2i, v128.load(group, 32), v128.load(group, 48))
    const b2i = imBack(y2r, y2i, v128.load(group, 32), v128.load(group, 48))
    const b3r = reBack(y3r, y3i, v128.load(group, 64), v128.load(group, 80))
    const b3i = imBack(y3r, y3i, v128.load(group, 64), v128.load(group, 80))
    // Lanes become the points of a block again.
    const low01r = low(b0r, b1r)
    const low01i = low(b0i, b1i)
    const low23r = low(b2r, b3r)
    const low23i = low(b2i, b3i)
    const high01r = high(b0r, b1r)
    const high01i = high(b0i, b1i)
    const high23r = high(b2r, b3r)
    const high23i = high(b2i, b3i)
    const o0r = lows(low01r, low23r)
    const o0i = lows(low01i, low23i)
    const o1r = highs(low01r, low23r)
    const o1i = highs(low01i, low23i)
    const o2r = lows(high01r, high23r)
    const o2i = lows(high01i, high23i)
    const o3r = highs(high01r, high23r)
    const o3i = highs(high01i, high23i)
    const s0r = f32x4.add(o0r, o1r)
    const s0i = f32x4.add(o0i, o1i)
    const s1r = f32x4.sub(o0r, o1r)
    const s1i = f32x4.sub(o0i, o1i)
    const d0r = f32x4.add(o2r, o3r)
    const d0i = f32x4.add(o2i, o3i)
    const d1r = f32x4.sub(o2r, o3r)
    const d1i = f32x4.sub(o2i, o3i)
    const factor = factorLane(block)
    const c1r = v128.load32_splat(factor)
    const c1i = v128.load32_splat(factor, 16)
    const c2r = v128.load32_splat(factor, 32)
    const c2i = v128.load32_splat(factor, 48)
    const c3r = v128.load32_splat(factor, 64)
    const c3i = v128.load32_splat(factor, 80)
    const a1r = f32x4.sub(s1r, d1i)
    const a1i = f32x4.add(s1i, d1r)
    const a2r = f32x4.sub(s0r, d0r)
    const a2i = f32x4.sub(s0i, d0i)
    const a3r = f32x4.add(s1r, d1i)
    const a3i = f32x4.sub(s1i, d1r)
    v128.store(at, f32x4.add(s0r, d0r))
    v128.store(at, f32x4.add(s0i, d0i), 16)
    v128.store(at, reBack(a1r, a1i, c1r, c1i), 32)
    v128.store(at, imBack(a1r, a1i, c1r, c1i), 48)
    v128.store(at, reBack(a2r, a2i, c2r, c2i), 64)
    v128.store(at, imBack(a2r, a2i, c2r, c2i), 80)
    v128.store(at, reBack(a3r, a3i, c3r, c3i), 96)
    v128.store(at, imBack(a3r, a3i, c3r, c3i), 112)
    at += 128
  }
}
