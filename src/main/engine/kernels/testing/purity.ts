import { LOBE, powerSpectrum } from './spectrum'

const SIZE = 16_384

/** Level of sines at `tones` (Hz) over all else, in decibels, in the last 16,384 frames of a signal at 48 kHz. */
export function purity(samples: Float32Array, tones: readonly number[]): number {
  const power = powerSpectrum(samples.subarray(samples.length - SIZE))
  let [inside, outside] = [0, 0]
  power.forEach((value, bin) => {
    const near = tones.some(hertz => Math.abs(bin - (hertz / 48_000) * SIZE) <= LOBE + 1)
    if (near) inside += value
    else outside += value
  })
  return 10 * Math.log10(inside / outside)
}
