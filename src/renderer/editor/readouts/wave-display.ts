import type { LookSections } from '#shared/contract'
import type { Display, DisplayKind } from './display'
import { clear, rule, write, type Pen } from './pen'

/** Columns of a sweep that the kernel gives: pairs of lowest and highest sample. */
const PAIR = 2

/** How much a trace is drawn taller than it is, so that soft sounds have a shape: whole steps, with some rest between. */
const GAINS = [1, 2, 4, 8, 16, 32] as const

/** An oscilloscope: a sweep of lowest and highest samples. */
export class WaveDisplay implements Display {
  #trace: Float32Array = new Float32Array(0)
  #peak = 0
  #gain = 1

  take([trace]: LookSections): void {
    this.#trace = trace ?? this.#trace
    this.#peak = 0
    for (const sample of this.#trace) this.#peak = Math.max(this.#peak, Math.abs(sample))
    this.#gain = gainFor(this.#peak, this.#gain)
  }

  draw(pen: Pen): boolean {
    clear(pen)
    const { context, width, height, colors } = pen
    const middle = height / 2
    for (const part of [1, 2, 3]) rule(pen, [(width * part) / 4, 0], [(width * part) / 4, height])
    for (const level of [-0.5, 0, 0.5]) {
      rule(pen, [0, middle * (1 - level)], [width, middle * (1 - level)])
    }
    const columns = this.#trace.length / PAIR
    const scale = (middle - 2) * this.#gain
    const place = (sample: number) => middle - Math.max(-middle, Math.min(middle, sample * scale))
    if (columns > 0) {
      // One path there and back: where the lowest and the highest are one, it is a line.
      context.beginPath()
      for (let column = 0; column < columns; column++) {
        context.lineTo((column / (columns - 1)) * width, place(this.#trace[column * PAIR + 1] ?? 0))
      }
      for (let column = columns - 1; column >= 0; column--) {
        context.lineTo((column / (columns - 1)) * width, place(this.#trace[column * PAIR] ?? 0))
      }
      context.closePath()
      context.fillStyle = colors.trace
      context.strokeStyle = colors.trace
      context.lineWidth = 1.25
      context.lineJoin = 'round'
      context.fill()
      context.stroke()
    }
    if (this.#gain > 1) write(pen, `× ${this.#gain}`, width - 4, 11, { align: 'right' })
    return false
  }

  figures(): string {
    return `Peak ${this.#peak.toFixed(3)}`
  }
}

/** Another gain only where the present one is far off: a picture that jumps cannot be read. */
export function gainFor(peak: number, present: number): number {
  const fits = GAINS.findLast(gain => peak * gain <= 0.95) ?? 1
  if (peak <= 1e-5) return present
  if (peak * present > 1) return fits
  return peak * present < 0.3 ? fits : present
}

export const waveKind: DisplayKind = {
  readouts: ['trace'],
  height: 72,
  largeHeight: 180,
  begin: () => new WaveDisplay(),
}
