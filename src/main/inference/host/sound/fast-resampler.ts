import { loadKernels, type KernelModule } from '../../../engine/render/kernel-module'

/** Samples that are taken in at once. */
const MOST = 16_384
/** Rows of the table; rates whose ratio needs more are left to others. */
const MOST_ROWS = 1024
/** What would fold back lies so much lower, in dB; the filter falls from 80 % of the band to all of it. */
const STOP = 80
const EDGE = 0.8

let kernels: KernelModule | undefined

interface Table {
  readonly rows: number
  readonly taps: number
  readonly source: number
  readonly target: number
}

const tables = new Map<string, Table>()

/**
 * Resamples one channel for what only listens: a windowed sinc (Kaiser, 80 dB, flat to 80 % of the band), a row of it for each phase of the
 * ratio. Nothing where the ratio of the rates is an odd one.
 */
export class FastResampler {
  readonly #kernels: KernelModule
  readonly #table: Table
  readonly #up: number
  readonly #down: number
  readonly #resample
  /** What was taken in and may still be needed; it begins with the silence before the sound. */
  #held: Float32Array<ArrayBuffer>
  #filled: number
  #phase = 0

  static between(from: number, to: number): FastResampler | undefined {
    const common = gcd(from, to)
    const [up, down] = [to / common, from / common]
    return up > MOST_ROWS || down > 16 * up ? undefined : new FastResampler(up, down)
  }

  private constructor(up: number, down: number) {
    kernels ??= loadKernels()
    this.#kernels = kernels
    this.#up = up
    this.#down = down
    this.#resample = kernels.call('op_resample')
    this.#table = tables.get(`${up}/${down}`) ?? tableOf(kernels, up, down)
    tables.set(`${up}/${down}`, this.#table)
    const { taps } = this.#table
    this.#held = new Float32Array(MOST + 2 * taps)
    this.#filled = taps / 2 - 1
  }

  next(piece: Float32Array): Float32Array<ArrayBuffer> {
    const made: Float32Array[] = []
    for (let at = 0; at < piece.length; at += MOST) {
      made.push(this.#take(piece.subarray(at, at + MOST)))
    }
    const whole = new Float32Array(made.reduce((sum, { length }) => sum + length, 0))
    let to = 0
    for (const part of made) {
      whole.set(part, to)
      to += part.length
    }
    return whole
  }

  #take(piece: Float32Array): Float32Array {
    const { taps, rows, source, target } = this.#table
    this.#held.set(piece, this.#filled)
    this.#filled += piece.length
    // The last output whose samples are all there: its first one is at floor((phase + n · down) / up).
    const room = this.#filled - taps
    const count =
      room < 0 ? 0 : Math.floor((this.#up * (room + 1) - 1 - this.#phase) / this.#down) + 1
    const { arena } = this.#kernels
    arena.floats.set(this.#held.subarray(0, this.#filled), source >>> 2)
    const used = this.#resample(
      source,
      target,
      count,
      rows,
      taps,
      this.#up,
      this.#down,
      this.#phase,
    )
    this.#phase = (this.#phase + count * this.#down) % this.#up
    this.#held.copyWithin(0, used, this.#filled)
    this.#filled -= used
    return arena.floats.slice(target >>> 2, (target >>> 2) + count)
  }
}

function tableOf({ arena }: KernelModule, up: number, down: number): Table {
  // In samples of the sound: half the band that both rates have.
  const cutoff = 0.5 * Math.min(1, up / down)
  const width = (1 - EDGE) * cutoff
  const wanted = (STOP - 8) / (2.285 * 2 * Math.PI * width)
  const taps = Math.ceil(wanted / 8) * 8
  const rows = arena.allocate(up * taps * 4)
  const middle = cutoff - width / 2
  for (let row = 0; row < up; row++) {
    const weights = Float64Array.from({ length: taps }, (_, tap) => {
      // The sample of an output is number taps / 2 − 1 of its row.
      const off = tap - (taps / 2 - 1) - row / up
      return sinc(2 * middle * off) * kaiser(off / (taps / 2))
    })
    const sum = weights.reduce((all, weight) => all + weight, 0)
    arena.floats.set(
      weights.map(weight => weight / sum),
      (rows >>> 2) + row * taps,
    )
  }
  const most = MOST + 2 * taps
  const source = arena.allocate(4 * most)
  const target = arena.allocate(4 * (Math.ceil((most * up) / down) + 8))
  return { rows, taps, source, target }
}

/** For 80 dB (J. Kaiser, 1974). */
const BETA = 0.1102 * (STOP - 8.7)

function kaiser(place: number): number {
  return Math.abs(place) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - place * place)) / bessel(BETA)
}

/** Of the first kind, order 0, modified. */
function bessel(x: number): number {
  let [sum, term] = [1, 1]
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

function gcd(one: number, other: number): number {
  return other === 0 ? one : gcd(other, one % other)
}
