// The steps down the tree of fft-tree.as.ts.

import { high, highs, im, low, lows, re } from './fft-complex.as'
import { factorGroup, factorLane } from './fft-twiddles.as'

/** One block into two, of `half` points each. */
export function split2(at: usize, half: u32, block: u32): void {
  const factor = factorLane(block)
  const cr = v128.load32_splat(factor, 32)
  const ci = v128.load32_splat(factor, 48)
  const bytes = <usize>half << 3
  let p0 = at
  for (const end = at + bytes; p0 < end; p0 += 32) {
    const p1 = p0 + bytes
    const ar = v128.load(p0)
    const ai = v128.load(p0, 16)
    const xr = v128.load(p1)
    const xi = v128.load(p1, 16)
    const br = re(xr, xi, cr, ci)
    const bi = im(xr, xi, cr, ci)
    v128.store(p0, f32x4.add(ar, br))
    v128.store(p0, f32x4.add(ai, bi), 16)
    v128.store(p1, f32x4.sub(ar, br))
    v128.store(p1, f32x4.sub(ai, bi), 16)
  }
}

/** Each of `count` blocks from number `block` on into four, of `quarter` points each. */
export function split4(at: usize, quarter: u32, count: u32, block: u32): void {
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
      const x1r = v128.load(p1)
      const x1i = v128.load(p1, 16)
      const x3r = v128.load(p3)
      const x3i = v128.load(p3, 16)
      const a1r = re(x1r, x1i, c1r, c1i)
      const a1i = im(x1r, x1i, c1r, c1i)
      const a3r = re(x3r, x3i, c3r, c3i)
      const a3i = im(x3r, x3i, c3r, c3i)
      const s1r = f32x4.add(a1r, a3r)
      const s1i = f32x4.add(a1i, a3i)
      const d1r = f32x4.sub(a1r, a3r)
      const d1i = f32x4.sub(a1i, a3i)
      const x2r = v128.load(p2)
      const x2i = v128.load(p2, 16)
      const a0r = v128.load(p0)
      const a0i = v128.load(p0, 16)
      const a2r = re(x2r, x2i, c2r, c2i)
      const a2i = im(x2r, x2i, c2r, c2i)
      const s0r = f32x4.add(a0r, a2r)
      const s0i = f32x4.add(a0i, a2i)
      const d0r = f32x4.sub(a0r, a2r)
      const d0i = f32x4.sub(a0i, a2i)
      v128.store(p0, f32x4.add(s0r, s1r))
      v128.store(p0, f32x4.add(s0i, s1i), 16)
      v128.store(p1, f32x4.sub(s0r, s1r))
      v128.store(p1, f32x4.sub(s0i, s1i), 16)
      v128.store(p2, f32x4.add(d0r, d1i))
      v128.store(p2, f32x4.sub(d0i, d1r), 16)
      v128.store(p3, f32x4.sub(d0r, d1i))
      v128.store(p3, f32x4.add(d0i, d1r), 16)
    }
    p0 += 3 * bytes
  }
}

/** Blocks of 16 points down to single ones: two levels, with a transposition between. */
export function split16(at: usize, count: u32, block: u32): void {
  for (const last = block + count; block < last; block++) {
    const factor = factorLane(block)
    const c1r = v128.load32_splat(factor)
    const c1i = v128.load32_splat(factor, 16)
    const c2r = v128.load32_splat(factor, 32)
    const c2i = v128.load32_splat(factor, 48)
    const c3r = v128.load32_splat(factor, 64)
    const c3i = v128.load32_splat(factor, 80)
    const x1r = v128.load(at, 32)
    const x1i = v128.load(at, 48)
    const x2r = v128.load(at, 64)
    const x2i = v128.load(at, 80)
    const x3r = v128.load(at, 96)
    const x3i = v128.load(at, 112)
    const a0r = v128.load(at)
    const a0i = v128.load(at, 16)
    const a1r = re(x1r, x1i, c1r, c1i)
    const a1i = im(x1r, x1i, c1r, c1i)
    const a2r = re(x2r, x2i, c2r, c2i)
    const a2i = im(x2r, x2i, c2r, c2i)
    const a3r = re(x3r, x3i, c3r, c3i)
    const a3i = im(x3r, x3i, c3r, c3i)
    const s0r = f32x4.add(a0r, a2r)
    const s0i = f32x4.add(a0i, a2i)
    const d0r = f32x4.sub(a0r, a2r)
    const d0i = f32x4.sub(a0i, a2i)
    const s1r = f32x4.add(a1r, a3r)
    const s1i = f32x4.add(a1i, a3i)
    const d1r = f32x4.sub(a1r, a3r)
    const d1i = f32x4.sub(a1i, a3i)
    const o0r = f32x4.add(s0r, s1r)
    const o0i = f32x4.add(s0i, s1i)
    const o1r = f32x4.sub(s0r, s1r)
    const o1i = f32x4.sub(s0i, s1i)
    const o2r = f32x4.add(d0r, d1i)
    const o2i = f32x4.sub(d0i, d1r)
    const o3r = f32x4.sub(d0r, d1i)
    const o3i = f32x4.add(d0i, d1r)
    // Lanes become the four new blocks.
    const low01r = low(o0r, o1r)
    const low01i = low(o0i, o1i)
    const low23r = low(o2r, o3r)
    const low23i = low(o2i, o3i)
    const high01r = high(o0r, o1r)
    const high01i = high(o0i, o1i)
    const high23r = high(o2r, o3r)
    const high23i = high(o2i, o3i)
    const b0r = lows(low01r, low23r)
    const b0i = lows(low01i, low23i)
    const b1r = highs(low01r, low23r)
    const b1i = highs(low01i, low23i)
    const b2r = lows(high01r, high23r)
    const b2i = lows(high01i, high23i)
    const b3r = highs(high01r, high23r)
    const b3i = highs(high01i, high23i)
    const group = factorGroup(block)
    const e1r = re(b1r, b1i, v128.load(group), v128.load(group, 16))
    const e1i = im(b1r, b1i, v128.load(group), v128.load(group, 16))
    const e2r = re(b2r, b2i, v128.load(group, 32), v128.load(group, 48))
    const e2i = im(b2r, b2i, v128.load(group, 32), v128.load(group, 48))
    const e3r = re(b3r, b3i, v128.load(group, 64), v128.load(group, 80))
    const e3i = im(b3r, b3i, v128.load(group, 64), v128.load(group, 80))
    const t0r = f32x4.add(b0r, e2r)
    const t0i = f32x4.add(b0i, e2i)
    const f0r = f32x4.sub(b0r, e2r)
    const f0i = f32x4.sub(b0i, e2i)
    const t1r = f32x4.add(e1r, e3r)
    const t1i = f32x4.add(e1i, e3i)
    const f1r = f32x4.sub(e1r, e3r)
    const f1i = f32x4.sub(e1i, e3i)
    v128.store(at, f32x4.add(t0r, t1r))
    v128.store(at, f32x4.add(t0i, t1i), 16)
    v128.store(at, f32x4.sub(t0r, t1r), 32)
    v128.store(at, f32x4.sub(t0i, t1i), 48)
    v128.store(at, f32x4.add(f0r, f1i), 64)
    v128.store(at, f32x4.sub(f0i, f1r), 80)
    v128.store(at, f32x4.sub(f0r, f1i), 96)
    v128.store(at, f32x4.add(f0i, f1r), 112)
    at += 128
  }
}
