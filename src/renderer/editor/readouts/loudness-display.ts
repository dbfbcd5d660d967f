import type { LookSections } from '#shared/contract'
import { figure, type Display, type DisplayKind } from './display'
import { clear, rule, write, type Pen } from './pen'

const TOP = 0
const BOTTOM = -45
/** The level that broadcasts aim at (EBU R 128). */
const TARGET = -23
/** A true peak above it is too high for most encoders. */
const HIGHEST_PEAK = -1
const HISTORY = 600

/** Loudness by EBU R 128: momentary and short-term as bars, integrated, range and true peak as numbers, and how it went. */
export class LoudnessDisplay implements Display {
  #values: readonly number[] = []
  readonly #history: number[] = []
  #historyAt = 0

  take(sections: LookSections, now: number): void {
    this.#values = sections.map(section => section[0] ?? -120)
    if (now - this.#historyAt < 100) return
    this.#historyAt = now
    this.#history.push(this.#values[1] ?? -120)
    if (this.#history.length > HISTORY) this.#history.shift()
  }

  draw(pen: Pen): boolean {
    clear(pen)
    const { width, height, large, colors } = pen
    const [momentary = -120, short = -120, integrated = -120, range = 0, peak = -120] = this.#values
    const bars = large ? 84 : 56
    this.#bar(pen, 'M', momentary, 6, (bars - 18) / 2)
    this.#bar(pen, 'S', short, 12 + (bars - 18) / 2, (bars - 18) / 2)
    const lines = [
      ['Integrated', figure(integrated), 'LUFS', colors.text],
      ['Range', range > -119 ? figure(range) : '–', 'LU', colors.text],
      ['True peak', figure(peak), 'dBTP', peak > HIGHEST_PEAK ? colors.bad : colors.text],
    ] as const
    const step = large ? 22 : (height - 8) / 3
    for (const [index, [name, value, unit, color]] of lines.entries()) {
      const y = 6 + step * (index + 0.65)
      const size = large ? 15 : 12
      write(pen, name, bars + 6, y)
      const right = large ? bars + 170 : width - 30
      write(pen, value, right, y, { align: 'right', color, size })
      write(pen, unit, right + 3, y)
    }
    if (large) this.#course(pen, bars + 6, 6 + 3 * step + 10)
    return false
  }

  figures(): string {
    const [, , integrated, range, peak] = this.#values
    const spread = range === undefined || range <= -119 ? '–' : figure(range)
    return `I ${figure(integrated)} LUFS · LRA ${spread} LU · TP ${figure(peak)} dBTP`
  }

  #bar(pen: Pen, name: string, level: number, x: number, width: number): void {
    const { context, height, colors } = pen
    const [top, bottom] = [14, height - 5]
    const place = (value: number) =>
      top + ((TOP - Math.max(BOTTOM, Math.min(TOP, value))) / (TOP - BOTTOM)) * (bottom - top)
    context.fillStyle = colors.line
    context.fillRect(x, top, width, bottom - top)
    context.fillStyle = level > TARGET + 9 ? colors.warn : colors.good
    context.fillRect(x, place(level), width, bottom - place(level))
    context.fillStyle = colors.text
    context.fillRect(x, place(TARGET), width, 1)
    write(pen, level > -100 ? `${name} ${figure(level, 0)}` : name, x + width / 2, 10, {
      align: 'center',
    })
  }

  /** Short-term loudness of the last minute. */
  #course(pen: Pen, left: number, top: number): void {
    const { context, width, height, colors } = pen
    const [right, bottom] = [width - 6, height - 6]
    const place = (value: number) =>
      top + ((TOP - Math.max(BOTTOM, Math.min(TOP, value))) / (TOP - BOTTOM)) * (bottom - top)
    for (const level of [-9, TARGET, -36]) {
      rule(pen, [left, place(level)], [right, place(level)])
      write(pen, figure(level, 0), right, place(level) - 2, { align: 'right' })
    }
    context.strokeStyle = colors.trace
    context.lineWidth = 1.25
    context.beginPath()
    for (const [index, level] of this.#history.entries()) {
      const from = HISTORY - this.#history.length + index
      context.lineTo(left + (from / (HISTORY - 1)) * (right - left), place(level))
    }
    context.stroke()
  }
}

export const loudnessKind: DisplayKind = {
  readouts: ['momentary', 'short', 'integrated', 'range', 'true-peak'],
  height: 84,
  largeHeight: 200,
  begin: () => new LoudnessDisplay(),
}
