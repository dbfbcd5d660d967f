// Between the transform of n complex numbers (even samples + i · odd samples) and the spectrum of 2n
// real ones, in place. `turns` holds e^(−iπk/n): see fft-twiddles.as.ts.

// @ts-ignore: decorator
@inline
function reverse(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 3, 2, 1, 0)
}

/** Complex values 0 … n − 1 to the bins 0 … n. */
export function splitReal(re: usize, im: usize, points: u32, turns: usize): void {
  const half = f32x4.splat(0.5)
  const bytes = <usize>points << 2
  const cosines = turns
  const sines = turns + (bytes >> 1) + 16
  for (let at: usize = 4; at < bytes >> 1; at += 16) {
    const back = bytes - at - 12
    const zr = v128.load(re + at)
    const zi = v128.load(im + at)
    const mr = reverse(v128.load(re + back))
    const mi = reverse(v128.load(im + back))
    const er = f32x4.mul(half, f32x4.add(zr, mr))
    const ei = f32x4.mul(half, f32x4.sub(zi, mi))
    const or = f32x4.mul(half, f32x4.add(zi, mi))
    const oi = f32x4.mul(half, f32x4.sub(mr, zr))
    const wr = v128.load(cosines + at)
    const wi = v128.load(sines + at)
    const tr = f32x4.sub(f32x4.mul(or, wr), f32x4.mul(oi, wi))
    const ti = f32x4.add(f32x4.mul(or, wi), f32x4.mul(oi, wr))
    v128.store(re + back, reverse(f32x4.sub(er, tr)))
    v128.store(im + back, reverse(f32x4.sub(ti, ei)))
    v128.store(re + at, f32x4.add(er, tr))
    v128.store(im + at, f32x4.add(ei, ti))
  }
  const r = load<f32>(re)
  const i = load<f32>(im)
  store<f32>(re, r + i)
  store<f32>(re + bytes, r - i)
  store<f32>(im, 0)
  store<f32>(im + bytes, 0)
}

/** The inverse of `splitReal`, over n, so that the transform's own inverse gives the samples. */
export function joinReal(re: usize, im: usize, points: u32, turns: usize): void {
  const share = <f32>0.5 / <f32>points
  const scale = f32x4.splat(share)
  const bytes = <usize>points << 2
  const cosines = turns
  const sines = turns + (bytes >> 1) + 16
  const first = load<f32>(re)
  const last = load<f32>(re + bytes)
  for (let at: usize = 4; at < bytes >> 1; at += 16) {
    const back = bytes - at - 12
    const xr = f32x4.mul(scale, v128.load(re + at))
    const xi = f32x4.mul(scale, v128.load(im + at))
    const mr = f32x4.mul(scale, reverse(v128.load(re + back)))
    const mi = f32x4.mul(scale, reverse(v128.load(im + back)))
    const er = f32x4.add(xr, mr)
    const ei = f32x4.sub(xi, mi)
    const tr = f32x4.sub(xr, mr)
    const ti = f32x4.add(xi, mi)
    const wr = v128.load(cosines + at)
    const wi = v128.load(sines + at)
    const or = f32x4.add(f32x4.mul(tr, wr), f32x4.mul(ti, wi))
    const oi = f32x4.sub(f32x4.mul(ti, wr), f32x4.mul(tr, wi))
    v128.store(re + back, reverse(f32x4.add(er, oi)))
    v128.store(im + back, reverse(f32x4.sub(or, ei)))
    v128.store(re + at, f32x4.sub(er, oi))
    v128.store(im + at, f32x4.add(ei, or))
  }
  store<f32>(re, share * (first + last))
  store<f32>(im, share * (first - last))
}
