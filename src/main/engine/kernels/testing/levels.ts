/** Amplitude and phase of one frequency in samples from `from` on, by correlation over whole cycles. */
export function toneAt(
  samples: Float32Array,
  hertz: number,
  sampleRate: number,
  from = 0,
): { readonly amplitude: number; readonly phase: number } {
  const cycles = Math.floor(((samples.length - from) * hertz) / sampleRate)
  const frames = Math.round((cycles * sampleRate) / hertz)
  let re = 0
  let im = 0
  for (let i = from; i < from + frames; i++) {
    const phase = (2 * Math.PI * hertz * i) / sampleRate
    re += (samples[i] ?? 0) * Math.sin(phase)
    im += (samples[i] ?? 0) * Math.cos(phase)
  }
  return { amplitude: (2 * Math.hypot(re, im)) / frames, phase: Math.atan2(im, re) }
}

/** A number of the same samples. */
export function steady(frames: number, value: number): Float32Array {
  return new Float32Array(frames).fill(value)
}

/** Largest absolute sample. */
export function peakOf(samples: Float32Array): number {
  return samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0)
}

/** Decibels of an amplitude. */
export function amplitudeDecibels(amplitude: number): number {
  return 20 * Math.log10(amplitude + 1e-30)
}
