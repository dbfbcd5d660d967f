import { toDecibels } from '#shared/kit'
import { LOOK_WINDOW, type LookSections } from '#shared/contract'
import { Spectrum } from '../../kit'
import { useTransport } from '../../state'
import { figure, type Display } from '../readouts/display'
import { write, type Pen } from '../readouts/pen'
import { SpectrumDisplay } from '../readouts/spectrum-display'
import { WaveDisplay } from '../readouts/wave-display'

/** Frames of the wave that is shown. */
const SHOWN = 1024
const COLUMNS = 512
const BANDS = 256

/** The wave and the spectrum of what a cable carries, and its level. */
export class ProbeDisplay implements Display {
  readonly #wave = new WaveDisplay()
  readonly #spectrum = new SpectrumDisplay()
  readonly #analysis = new Spectrum(LOOK_WINDOW)
  readonly #bands = new Float32Array(BANDS)
  readonly #trace = new Float32Array(2 * COLUMNS)
  #peak = 0
  #rms = 0
  #mean = 0

  take([, left, right]: LookSections, now: number): void {
    if (left === undefined || left.length === 0) return
    this.#measure(right === undefined ? [left] : [left, right])
    this.#draw(left)
    this.#wave.take([this.#trace])
    if (left.length < LOOK_WINDOW) return
    this.#analysis.bands(left, useTransport.getState().sampleRate, this.#bands)
    this.#spectrum.take([this.#bands], now)
  }

  draw(pen: Pen, now: number): boolean {
    const { context, height, width } = pen
    const upper = Math.round(height * 0.45)
    this.#wave.draw({ ...pen, height: upper })
    write(pen, `${((1000 * SHOWN) / pen.sampleRate).toFixed(0)} ms`, width - 4, upper - 4, {
      align: 'right',
    })
    context.save()
    context.translate(0, upper + 1)
    const moves = this.#spectrum.draw(belowOf(pen, upper + 1), now)
    context.restore()
    return moves
  }

  figures(): string {
    const peak = figure(toDecibels(this.#peak))
    // What hardly moves is a control signal, or an offset that should be known.
    if (Math.abs(this.#mean) > 0.5 * this.#rms && this.#rms > 1e-4) {
      return `Value ${this.#mean.toFixed(3).replace('-', '−')} · peak ${peak} dBFS`
    }
    return `Peak ${peak} · RMS ${figure(toDecibels(this.#rms))} dBFS`
  }

  reset(): void {
    this.#spectrum.reset()
  }

  #measure(channels: readonly Float32Array[]): void {
    this.#peak = 0
    this.#rms = 0
    this.#mean = 0
    for (const samples of channels) {
      let [sum, squares] = [0, 0]
      for (const sample of samples) {
        this.#peak = Math.max(this.#peak, Math.abs(sample))
        sum += sample
        squares += sample * sample
      }
      this.#rms = Math.max(this.#rms, Math.sqrt(squares / samples.length))
      this.#mean += sum / samples.length / channels.length
    }
  }

  /** From the last place where it rises through zero, so that a steady sound stands still. */
  #draw(samples: Float32Array): void {
    const last = Math.max(0, samples.length - SHOWN)
    let from = last
    for (let frame = last; frame > 1; frame--) {
      if ((samples[frame - 1] ?? 0) < 0 && (samples[frame] ?? 0) >= 0) {
        from = frame
        break
      }
    }
    const step = SHOWN / COLUMNS
    for (let column = 0; column < COLUMNS; column++) {
      let [low, high] = [Infinity, -Infinity]
      for (let i = 0; i < step; i++) {
        const sample = samples[from + column * step + i] ?? 0
        low = Math.min(low, sample)
        high = Math.max(high, sample)
      }
      this.#trace[2 * column] = low
      this.#trace[2 * column + 1] = high
    }
  }
}

function belowOf(pen: Pen, top: number): Pen {
  const { pointer, ...rest } = { ...pen, height: pen.height - top }
  const isBelow = pointer !== undefined && pointer.y > top
  return { ...rest, ...(isBelow && { pointer: { x: pointer.x, y: pointer.y - top } }) }
}
