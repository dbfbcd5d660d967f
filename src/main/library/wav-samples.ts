import type { WavEncoding } from './wav-format'

/** Samples of a WAV file as floats of ±1, in the file's own order. `bytes` hold whole frames from offset 0. */
export function wavSamples(
  bytes: Uint8Array<ArrayBuffer>,
  { sample, bits }: Pick<WavEncoding, 'sample' | 'bits'>,
): Float32Array {
  const count = bytes.length / (bits / 8)
  if (sample === 'float') {
    return bits === 64
      ? Float32Array.from(new Float64Array(bytes.buffer, 0, count))
      : new Float32Array(bytes.buffer, 0, count)
  }
  switch (bits) {
    case 8:
      // The one unsigned width: 128 is silence.
      return Float32Array.from(bytes, value => (value - 128) / 128)
    case 16:
      return scaled(new Int16Array(bytes.buffer, 0, count), 1 / 0x8000)
    case 24:
      return from24(bytes, count)
    default:
      return scaled(new Int32Array(bytes.buffer, 0, count), 1 / 0x8000_0000)
  }
}

function scaled(values: Int16Array | Int32Array, factor: number): Float32Array {
  const samples = new Float32Array(values.length)
  for (let index = 0; index < values.length; index++) samples[index] = (values[index] ?? 0) * factor
  return samples
}

function from24(bytes: Uint8Array, count: number): Float32Array {
  const samples = new Float32Array(count)
  for (let index = 0, at = 0; index < count; index++, at += 3) {
    const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
    // The top byte goes to the top of an int32, so that its sign comes along.
    const value = (low << 8) | ((bytes[at + 2] ?? 0) << 24)
    samples[index] = (value >> 8) / 0x80_0000
  }
  return samples
}
