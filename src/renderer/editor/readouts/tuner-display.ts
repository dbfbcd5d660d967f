import type { LookSections } from '#shared/contract'
import { figure, type Display, type DisplayKind } from './display'
import { clear, write, type Pen } from './pen'

const NAMES = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'] as const
/** Less than this is no note. */
const CLEAR = 0.8

/** “A4” of 69. */
export function noteName(note: number): string {
  const key = Math.round(note)
  return `${NAMES[((key % 12) + 12) % 12] ?? ''}${Math.floor(key / 12) - 1}`
}

/** The note that is heard, and by how many cents it is off. */
export class TunerDisplay implements Display {
  #note = 0
  #cents = 0
  #frequency = 0
  #clarity = 0

  take([note, cents, frequency, clarity]: LookSections): void {
    this.#clarity = clarity?.[0] ?? 0
    if (this.#clarity < CLEAR) return
    this.#note = note?.[0] ?? 0
    this.#cents = cents?.[0] ?? 0
    this.#frequency = frequency?.[0] ?? 0
  }

  draw(pen: Pen): boolean {
    clear(pen)
    const { context, width, height, colors, large } = pen
    const heard = this.#clarity >= CLEAR
    const tuned = heard && Math.abs(this.#cents) <= 3
    const color = !heard ? colors.faint : tuned ? colors.good : colors.text
    const name = this.#frequency > 0 ? noteName(this.#note) : '–'
    write(pen, name, width / 2, height * 0.5, { align: 'center', color, size: large ? 40 : 20 })
    const y = height * 0.72
    const span = width - 24
    context.fillStyle = colors.line
    context.fillRect(12, y, span, 2)
    for (let mark = -50; mark <= 50; mark += 10) {
      const x = 12 + ((mark + 50) / 100) * span
      context.fillStyle = mark === 0 ? colors.soft : colors.strong
      context.fillRect(x - 0.5, y - (mark === 0 ? 6 : 3), 1, mark === 0 ? 14 : 8)
    }
    if (!heard) return false
    const x = 12 + ((Math.max(-50, Math.min(50, this.#cents)) + 50) / 100) * span
    context.fillStyle = tuned ? colors.good : colors.accent
    context.fillRect(x - 1.5, y - 8, 3, 18)
    return false
  }

  figures(): string {
    if (this.#frequency <= 0) return 'No note'
    const cents = `${this.#cents > 0 ? '+' : ''}${figure(this.#cents)}`
    return `${noteName(this.#note)} ${cents} ct · ${this.#frequency.toFixed(2)} Hz`
  }
}

export const tunerKind: DisplayKind = {
  readouts: ['note', 'cents', 'frequency', 'clarity'],
  height: 60,
  largeHeight: 140,
  begin: () => new TunerDisplay(),
}
