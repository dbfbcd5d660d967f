/** fft.js 4.0.4 brings no types. Complex numbers lie as pairs. */
declare module 'fft.js' {
  export default class FFT {
    constructor(size: number)
    createComplexArray(): number[]
    realTransform(out: number[], real: readonly number[]): void
    completeSpectrum(spectrum: number[]): void
    inverseTransform(out: number[], spectrum: readonly number[]): void
  }
}
