/** Samples of a table, and one more that repeats its start. */
const SIZE = 4096
const LEVELS = 41

/** A table of each level one after the other. */
export interface WaveTables {
  readonly samples: Float32Array
  readonly stride: number
}

const made = new Map<number, WaveTables>()

/** Saw (1), square (2) or triangle (3), with as many harmonics as fit each of four levels an octave. Made once. */
export function waveTables(wave: number): WaveTables {
  const known = made.get(wave)
  if (known !== undefined) return known
  const stride = SIZE + 1
  const samples = new Float32Array(stride * LEVELS)
  const sines = Float64Array.from({ length: SIZE }, (_, i) => Math.sin((2 * Math.PI * i) / SIZE))
  const sum = new Float64Array(SIZE)
  let done = 0
  for (let level = LEVELS - 1; level >= 0; level--) {
    const wanted = harmonicsOf(level)
    for (let n = done + 1; n <= wanted; n++) {
      const amplitude = amplitudeOf(wave, n)
      if (amplitude === 0) continue
      for (let i = 0; i < SIZE; i++) {
        sum[i] = (sum[i] ?? 0) + amplitude * (sines[(i * n) & (SIZE - 1)] ?? 0)
      }
    }
    done = Math.max(done, wanted)
    for (let i = 0; i <= SIZE; i++) samples[level * stride + i] = sum[i & (SIZE - 1)] ?? 0
  }
  const tables = { samples, stride }
  made.set(wave, tables)
  return tables
}

/** Of the Fourier series that Web Audio gives its oscillators. */
function amplitudeOf(wave: number, n: number): number {
  if (wave === 1) return (n % 2 === 1 ? 2 : -2) / (Math.PI * n)
  if (n % 2 === 0) return 0
  if (wave === 2) return 4 / (Math.PI * n)
  return (n % 4 === 1 ? 8 : -8) / (Math.PI * Math.PI * n * n)
}

/** The highest lies at 1.09 of half the sample rate where the level has faded away: it folds to no lower than 20 kHz. */
function harmonicsOf(level: number): number {
  const end = 2 ** ((level >> 2) - 11) * (1.25 + 0.25 * (level & 3))
  return Math.max(1, Math.floor((0.5 * 1.09) / end))
}
