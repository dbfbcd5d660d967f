// The transforms of lib/fft.as.ts as exports of the module: for the tests, and for hosts that need one.

import { fftPrepare, realForward, realInverse } from '../lib/fft.as'

/** Builds the tables. */
export function fft_prepare(): void {
  fftPrepare()
}

/** See `realForward`. */
export function fft_real_forward(
  samples: usize,
  re: usize,
  im: usize,
  size: u32,
  scratch: usize,
): void {
  realForward(samples, re, im, size, scratch)
}

/** See `realInverse`. */
export function fft_real_inverse(
  re: usize,
  im: usize,
  samples: usize,
  size: u32,
  scratch: usize,
): void {
  realInverse(re, im, samples, size, scratch)
}
