// Products of spectra, in chunks of four real and four imaginary parts.

/** sum = x · h, or sum += x · h. */
export function multiplyOne(sum: usize, x: usize, h: usize, bytes: usize, first: bool): void {
  for (const end = sum + bytes; sum < end; sum += 32) {
    const xr = v128.load(x)
    const xi = v128.load(x, 16)
    const hr = v128.load(h)
    const hi = v128.load(h, 16)
    let re = f32x4.sub(f32x4.mul(xr, hr), f32x4.mul(xi, hi))
    let im = f32x4.add(f32x4.mul(xr, hi), f32x4.mul(xi, hr))
    if (!first) {
      re = f32x4.add(re, v128.load(sum))
      im = f32x4.add(im, v128.load(sum, 16))
    }
    v128.store(sum, re)
    v128.store(sum, im, 16)
    x += 32
    h += 32
  }
}

/** As `multiplyOne`, for four pairs of addresses at `pairs`. */
export function multiplyFour(sum: usize, pairs: usize, bytes: usize, first: bool): void {
  let x0 = <usize>load<u32>(pairs)
  const h0 = <usize>load<u32>(pairs, 4) - x0
  const x1 = <usize>load<u32>(pairs, 8) - x0
  const h1 = <usize>load<u32>(pairs, 12) - x0
  const x2 = <usize>load<u32>(pairs, 16) - x0
  const h2 = <usize>load<u32>(pairs, 20) - x0
  const x3 = <usize>load<u32>(pairs, 24) - x0
  const h3 = <usize>load<u32>(pairs, 28) - x0
  for (const end = sum + bytes; sum < end; sum += 32) {
    let ar = v128.load(x0)
    let ai = v128.load(x0, 16)
    let br = v128.load(x0 + h0)
    let bi = v128.load(x0 + h0, 16)
    let re = f32x4.sub(f32x4.mul(ar, br), f32x4.mul(ai, bi))
    let im = f32x4.add(f32x4.mul(ar, bi), f32x4.mul(ai, br))
    ar = v128.load(x0 + x1)
    ai = v128.load(x0 + x1, 16)
    br = v128.load(x0 + h1)
    bi = v128.load(x0 + h1, 16)
    re = f32x4.add(re, f32x4.sub(f32x4.mul(ar, br), f32x4.mul(ai, bi)))
    im = f32x4.add(im, f32x4.add(f32x4.mul(ar, bi), f32x4.mul(ai, br)))
    ar = v128.load(x0 + x2)
    ai = v128.load(x0 + x2, 16)
    br = v128.load(x0 + h2)
    bi = v128.load(x0 + h2, 16)
    re = f32x4.add(re, f32x4.sub(f32x4.mul(ar, br), f32x4.mul(ai, bi)))
    im = f32x4.add(im, f32x4.add(f32x4.mul(ar, bi), f32x4.mul(ai, br)))
    ar = v128.load(x0 + x3)
    ai = v128.load(x0 + x3, 16)
    br = v128.load(x0 + h3)
    bi = v128.load(x0 + h3, 16)
    re = f32x4.add(re, f32x4.sub(f32x4.mul(ar, br), f32x4.mul(ai, bi)))
    im = f32x4.add(im, f32x4.add(f32x4.mul(ar, bi), f32x4.mul(ai, br)))
    if (!first) {
      re = f32x4.add(re, v128.load(sum))
      im = f32x4.add(im, v128.load(sum, 16))
    }
    v128.store(sum, re)
    v128.store(sum, im, 16)
    x0 += 32
  }
}
