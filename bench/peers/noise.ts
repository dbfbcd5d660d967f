/** Seconds of noise at a quarter of full scale, the same in every run and every implementation. */
export function noise(frames: number, seed: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(frames)
  let state = seed >>> 0
  for (let i = 0; i < frames; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    samples[i] = (state / 2147483648 - 1) * 0.25
  }
  return samples
}
