import type { LookSections } from '#shared/contract'
import type { Display, DisplayKind } from './display'
import { clear, write, type Pen } from './pen'

const NAMES = ['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B'] as const

/** The tempo, and how sure it is. */
class TempoDisplay implements Display {
  #bpm = 0
  #confidence = 0
  #other = 0

  take([bpm, confidence, other]: LookSections): void {
    this.#bpm = bpm?.[0] ?? 0
    this.#confidence = confidence?.[0] ?? 0
    this.#other = other?.[0] ?? 0
  }

  draw(pen: Pen): boolean {
    clear(pen)
    const { width, height, large, colors } = pen
    const text = this.#bpm > 0 ? this.#bpm.toFixed(1) : '–'
    write(pen, text, width / 2, height * 0.55, {
      align: 'center',
      color: colors.text,
      size: large ? 36 : 20,
    })
    drawSure(pen, this.#confidence)
    return false
  }

  figures(): string {
    if (this.#bpm <= 0) return 'No tempo yet'
    const other = this.#other > 0 ? ` · or ${this.#other.toFixed(1)}` : ''
    return `${this.#bpm.toFixed(1)} BPM${other}`
  }
}

/** The key, and how strong the twelve notes are. */
class KeyDisplay implements Display {
  #key = -1
  #confidence = 0
  #classes: Float32Array = new Float32Array(12)

  take([key, confidence, classes]: LookSections): void {
    this.#key = key?.[0] ?? -1
    this.#confidence = confidence?.[0] ?? 0
    if (classes?.length === 12) this.#classes = classes
  }

  draw(pen: Pen): boolean {
    clear(pen)
    const { context, width, height, colors } = pen
    const step = (width - 8) / 12
    for (const [index, strength] of this.#classes.entries()) {
      const tall = strength * (height - 30)
      context.fillStyle = index === this.#key % 12 ? colors.accent : colors.trace
      context.fillRect(4 + index * step + 1, height - 16 - tall, step - 2, tall)
      write(pen, NAMES[index] ?? '', 4 + (index + 0.5) * step, height - 6, {
        align: 'center',
        size: 8,
      })
    }
    drawSure(pen, this.#confidence, 2)
    return false
  }

  figures(): string {
    if (this.#key < 0) return 'No key yet'
    return `${NAMES[this.#key % 12] ?? ''} ${this.#key < 12 ? 'major' : 'minor'}`
  }
}

/** A light that flashes with every onset, and how many there were. */
class OnsetDisplay implements Display {
  #onsets = -1
  #flux = 0
  #flashed = -1e9

  take([onsets, flux]: LookSections, now: number): void {
    const count = onsets?.[0] ?? 0
    if (this.#onsets >= 0 && count > this.#onsets) this.#flashed = now
    this.#onsets = count
    this.#flux = flux?.[0] ?? 0
  }

  draw(pen: Pen, now: number): boolean {
    clear(pen)
    const { context, width, height, colors } = pen
    const glow = Math.max(0, 1 - (now - this.#flashed) / 250)
    context.globalAlpha = 0.15 + 0.85 * glow
    context.fillStyle = colors.accent
    context.beginPath()
    context.arc(18, height / 2, Math.min(10, height / 3), 0, 2 * Math.PI)
    context.fill()
    context.globalAlpha = 1
    context.fillStyle = colors.line
    context.fillRect(38, height / 2 - 3, width - 46, 6)
    context.fillStyle = colors.trace
    context.fillRect(38, height / 2 - 3, (width - 46) * Math.min(1, this.#flux / 100), 6)
    return glow > 0
  }

  figures(): string {
    return `${Math.max(0, this.#onsets)} onsets`
  }
}

/** How sure it is: a line along the edge. */
function drawSure({ context, width, height, colors }: Pen, part: number, y = height - 4): void {
  context.fillStyle = colors.line
  context.fillRect(4, y, width - 8, 2)
  context.fillStyle = colors.good
  context.fillRect(4, y, (width - 8) * Math.max(0, Math.min(1, part)), 2)
}

export const tempoKind: DisplayKind = {
  readouts: ['bpm', 'confidence', 'other'],
  height: 44,
  largeHeight: 100,
  begin: () => new TempoDisplay(),
}

export const keyKind: DisplayKind = {
  readouts: ['key', 'confidence', 'classes'],
  height: 68,
  largeHeight: 140,
  begin: () => new KeyDisplay(),
}

export const onsetKind: DisplayKind = {
  readouts: ['onsets', 'flux'],
  height: 32,
  largeHeight: 48,
  begin: () => new OnsetDisplay(),
}
