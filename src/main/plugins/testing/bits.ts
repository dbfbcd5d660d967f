/** The first sample that differs, or undefined where all bits agree. */
export function difference(a: Float32Array, b: Float32Array): string | undefined {
  if (a.length !== b.length) return `${a.length} samples against ${b.length}`
  const [one, other] = [words(a), words(b)]
  const at = one.findIndex((word, index) => word !== other[index])
  return at < 0 ? undefined : `frame ${at >> 1}: ${a[at]} against ${b[at]}`
}

function words(samples: Float32Array): Uint32Array {
  return new Uint32Array(samples.buffer, samples.byteOffset, samples.length)
}

/** The largest sample, either way. */
export function peakOf(samples: Float32Array): number {
  let peak = 0
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
  return peak
}
