// Band-limited wavetables: four levels an octave, each a sum of the harmonics that fit its span.

/** Samples in a table, before 4 that repeat its start. */
export const TABLE: i32 = 4096

/** Bytes from one level to the next. */
export const LEVEL_BYTES: usize = 4 * (4096 + 4)

/**
 * Levels: spans of a quarter octave-step from 2^−11 to 2^−1 cycles a frame, and one past the end.
 */
export const LEVELS: i32 = 41

const WAVES: usize = 3
const tables: usize = memory.data(4 * (4096 + 4) * 41 * 3, 16)
const sines: usize = memory.data(8 * 4096, 16)
const sum: usize = memory.data(8 * 4096, 16)
let built: bool = false

/** Where the levels of a wave begin: 0 saw, 1 square, 2 triangle. */
// @ts-ignore: decorator
@inline
export function waveTables(wave: i32): usize {
  return tables + <usize>wave * (<usize>LEVELS * LEVEL_BYTES)
}

/** Amplitude of a harmonic in the Fourier series that Web Audio gives its oscillator types. */
function harmonic(wave: i32, n: i32): f64 {
  const order = <f64>n
  if (wave == 0) return ((n & 1) != 0 ? 2 : -2) / (Math.PI * order)
  if ((n & 1) == 0) return 0
  if (wave == 1) return 4 / (Math.PI * order)
  return ((n & 2) == 0 ? 8 : -8) / (Math.PI * Math.PI * order * order)
}

/**
 * Harmonics of a level. Its span ends where its weight has faded to nothing, and there the highest
 * harmonic lies at 1.09 of the Nyquist frequency: it folds to no lower than 20 kHz at 44.1 kHz.
 */
function harmonics(level: i32): i32 {
  const quarter = level & 3
  const end = Math.pow(2, <f64>((level >> 2) - 11)) * (1.25 + 0.25 * <f64>quarter)
  return max(1, <i32>Math.floor((0.5 * 1.09) / end))
}

function buildWave(wave: i32): void {
  memory.fill(sum, 0, 8 * TABLE)
  let done: i32 = 0
  for (let level = LEVELS - 1; level >= 0; level--) {
    const wanted = harmonics(level)
    for (let n = done + 1; n <= wanted; n++) {
      const amplitude = harmonic(wave, n)
      if (amplitude == 0) continue
      for (let i: i32 = 0; i < TABLE; i++) {
        const at = sum + (<usize>i << 3)
        const sine = load<f64>(sines + (<usize>((i * n) & (TABLE - 1)) << 3))
        store<f64>(at, load<f64>(at) + amplitude * sine)
      }
    }
    done = max(done, wanted)
    const to = waveTables(wave) + <usize>level * LEVEL_BYTES
    for (let i: i32 = 0; i < TABLE + 4; i++) {
      store<f32>(to + (<usize>i << 2), <f32>load<f64>(sum + (<usize>(i & (TABLE - 1)) << 3)))
    }
  }
}

/** Builds all tables, once in the module's life (some 20 ms). */
export function buildTables(): void {
  if (built) return
  built = true
  for (let i: i32 = 0; i < TABLE; i++) {
    store<f64>(sines + (<usize>i << 3), Math.sin((2 * Math.PI * <f64>i) / <f64>TABLE))
  }
  for (let wave: i32 = 0; wave < <i32>WAVES; wave++) buildWave(wave)
}
