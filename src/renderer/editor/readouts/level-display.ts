import { toDecibels } from '#shared/kit'
import type { LookSections } from '#shared/contract'
import { onScale, peakOnScale } from '../../kit'
import { figure, type Display, type DisplayKind } from './display'
import { clear, write, type Pen } from './pen'

/** Decibels a second that the peak falls by, and how long a hold stands. */
const FALL = 26
const HOLD_MS = 1500
const MARKS = [-48, -36, -24, -12, -6, 0] as const

interface Bar {
  rms: number
  peak: number
  hold: number
  heldAt: number
}

/** Peak, RMS, hold and clip of each channel. */
export class LevelDisplay implements Display {
  #bars: Bar[] = []
  #highest = 0
  /** What `maximum` was when it was forgotten: it counts on. */
  #forgotten = 0
  #clipped = false
  #at = 0

  take([peaks, squares, maxima]: LookSections, now: number): void {
    const fall = this.#fall(now)
    const channels = peaks?.length ?? 0
    this.#bars.length = Math.min(this.#bars.length, channels)
    for (let channel = 0; channel < channels; channel++) {
      const bar = (this.#bars[channel] ??= { rms: 0, peak: 0, hold: 0, heldAt: now })
      const peak = peaks?.[channel] ?? 0
      bar.rms = Math.sqrt(Math.max(0, squares?.[channel] ?? 0))
      bar.peak = Math.max(peak, bar.peak * fall)
      if (peak >= bar.hold) {
        bar.hold = peak
        bar.heldAt = now
      }
      this.#highest = Math.max(this.#highest, peak)
      const maximum = maxima?.[channel] ?? 0
      if (maximum > Math.max(1, this.#forgotten)) this.#clipped = true
      if (maximum < this.#forgotten) this.#forgotten = 0
    }
  }

  draw(pen: Pen, now: number): boolean {
    const fall = this.#fall(now)
    this.#at = now
    let moves = false
    for (const bar of this.#bars) {
      if (now - bar.heldAt > HOLD_MS) bar.hold = Math.max(bar.peak, bar.hold * fall)
      moves ||= bar.hold > 1e-3
    }
    clear(pen)
    const { context, width, height, colors } = pen
    const foot = pen.large ? 14 : 11
    const room = (height - foot - 3) / Math.max(1, this.#bars.length)
    for (const [index, bar] of this.#bars.entries()) {
      drawBar(pen, bar, 2 + index * room, Math.max(2, Math.min(18, room - 2)))
    }
    for (const mark of MARKS) {
      const x = 4 + onScale(mark) * (width - 20)
      context.fillStyle = colors.line
      context.fillRect(x, 2, 0.5, height - foot - 2)
      write(pen, mark === 0 ? '0' : String(-mark), x, height - 3, { align: 'center' })
    }
    context.fillStyle = this.#clipped ? colors.bad : colors.line
    context.fillRect(width - 12, 3, 8, height - foot - 5)
    return moves
  }

  figures(): string {
    const rms = Math.max(0, ...this.#bars.map(bar => bar.rms))
    const peak = figure(toDecibels(this.#highest))
    return `Peak ${peak} · RMS ${figure(toDecibels(rms))} dBFS${this.#clipped ? ' · clipped' : ''}`
  }

  reset(): void {
    this.#highest = 0
    this.#clipped = false
    this.#forgotten = 1e9
    for (const bar of this.#bars) bar.hold = bar.peak
  }

  #fall(now: number): number {
    return 10 ** ((-FALL * Math.min(100, Math.max(0, now - this.#at))) / 20_000)
  }
}

/** RMS is solid, the peak above it pale, and the hold a mark. */
function drawBar({ context, width, colors }: Pen, bar: Bar, y: number, height: number): void {
  const span = width - 20
  const stretch = (from: number, to: number, pale: boolean) => {
    for (const [low, high, color] of [
      [-60, -12, colors.good],
      [-12, 0, colors.warn],
      [0, 6, colors.bad],
    ] as const) {
      const left = Math.max(from, onScale(low))
      const right = Math.min(to, onScale(high))
      if (right <= left) continue
      context.globalAlpha = pale ? 0.45 : 1
      context.fillStyle = color
      context.fillRect(4 + left * span, y, (right - left) * span, height)
    }
    context.globalAlpha = 1
  }
  context.fillStyle = colors.line
  context.fillRect(4, y, span, height)
  const rms = peakOnScale(bar.rms)
  stretch(0, rms, false)
  stretch(rms, peakOnScale(bar.peak), true)
  if (bar.hold <= 1e-3) return
  context.fillStyle = bar.hold > 1 ? colors.bad : colors.text
  context.fillRect(4 + peakOnScale(bar.hold) * span - 1, y, 1.5, height)
}

export const levelKind: DisplayKind = {
  readouts: ['peak', 'mean-square', 'maximum'],
  height: 44,
  largeHeight: 72,
  begin: () => new LevelDisplay(),
}
