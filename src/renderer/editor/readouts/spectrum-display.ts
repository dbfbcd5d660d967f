import type { LookSections } from '#shared/contract'
import { figure, type Display, type DisplayKind } from './display'
import { clear, rule, write, type Pen } from './pen'

const LOWEST = 20
const OCTAVES = Math.log2(1000)
const TOP = 6
const BOTTOM = -96
/** Decibels a second that the held peaks fall by, after they stood. */
const FALL = 12
const HOLD_MS = 1500
const FREQUENCIES = [50, 100, 200, 500, 1000, 2000, 5000, 10_000] as const

/** Hertz of a place from the left, 0 to 1. */
export function frequencyAt(place: number): number {
  return LOWEST * 2 ** (place * OCTAVES)
}

/** Place from the left, 0 to 1, of a frequency. */
export function placeOf(frequency: number): number {
  return Math.log2(frequency / LOWEST) / OCTAVES
}

/** Levels of bands evenly spaced by ratio from 20 Hz to 20 kHz, with the peaks that they had. */
export class SpectrumDisplay implements Display {
  #bands: Float32Array = new Float32Array(0)
  #held = new Float32Array(0)
  #heldAt = new Float64Array(0)
  #at = 0

  take([bands]: LookSections, now: number): void {
    if (bands === undefined || bands.length === 0) return
    this.#bands = bands
    if (this.#held.length !== bands.length) {
      this.#held = Float32Array.from(bands, () => BOTTOM)
      this.#heldAt = new Float64Array(bands.length)
    }
    for (const [index, level] of bands.entries()) {
      if (level < (this.#held[index] ?? 0)) continue
      this.#held[index] = level
      this.#heldAt[index] = now
    }
  }

  draw(pen: Pen, now: number): boolean {
    const moves = this.#fall(now)
    clear(pen)
    this.#grid(pen)
    if (this.#bands.length === 0) return false
    const { context, height, colors } = pen
    const line = this.#path(pen, this.#bands)
    context.fillStyle = colors.trace
    context.globalAlpha = 0.22
    const area = new Path2D(line)
    area.lineTo(pen.width, height)
    area.lineTo(0, height)
    // A path, not an array.
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type
    context.fill(area)
    context.globalAlpha = 1
    context.lineWidth = 1.25
    context.strokeStyle = colors.trace
    context.stroke(line)
    context.lineWidth = 0.75
    context.strokeStyle = colors.faint
    context.stroke(this.#path(pen, this.#held))
    this.#pointer(pen)
    return moves
  }

  figures(): string {
    const [level, index] = this.#loudest()
    if (index === undefined || level <= BOTTOM) return 'Silence'
    const frequency = frequencyAt(bandCentre(index, this.#bands.length))
    return `${hertz(frequency)} ${figure(level)} dB`
  }

  reset(): void {
    this.#held = this.#held.map(() => BOTTOM)
  }

  #loudest(): readonly [level: number, index?: number] {
    let best: readonly [number, number?] = [-Infinity]
    for (const [index, level] of this.#bands.entries()) if (level > best[0]) best = [level, index]
    return best
  }

  #fall(now: number): boolean {
    const step = (FALL * Math.min(100, Math.max(0, now - this.#at))) / 1000
    this.#at = now
    let moves = false
    for (let index = 0; index < this.#held.length; index++) {
      const held = this.#held[index] ?? 0
      if (held > BOTTOM) moves = true
      if (now - (this.#heldAt[index] ?? 0) > HOLD_MS) {
        this.#held[index] = Math.max(this.#bands[index] ?? BOTTOM, held - step, BOTTOM)
      }
    }
    return moves
  }

  #grid(pen: Pen): void {
    const { width, height, large } = pen
    for (const frequency of FREQUENCIES) {
      const x = placeOf(frequency) * width
      rule(pen, [x, 0], [x, height])
      const decade = [100, 1000, 10_000].includes(frequency)
      if (large || decade) write(pen, shortHertz(frequency), x + 2, height - 3)
    }
    for (let level = 0; level > BOTTOM; level -= 24) {
      const y = heightOf(level) * height
      rule(pen, [0, y], [width, y])
      if (large) write(pen, figure(level, 0), 2, y + 9)
    }
  }

  #path({ width, height }: Pen, levels: Float32Array): Path2D {
    const path = new Path2D()
    for (const [index, level] of levels.entries()) {
      path.lineTo(bandCentre(index, levels.length) * width, heightOf(level) * height)
    }
    return path
  }

  /** The frequency under the pointer, and its level. */
  #pointer(pen: Pen): void {
    const { context, pointer, width, height, colors } = pen
    if (pointer === undefined) return
    const place = Math.max(0, Math.min(1, pointer.x / width))
    const index = Math.min(this.#bands.length - 1, Math.floor(place * this.#bands.length))
    const text = `${hertz(frequencyAt(place))}  ${figure(this.#bands[index])} dB`
    context.fillStyle = colors.soft
    context.fillRect(pointer.x, 0, 0.5, height)
    const right = pointer.x > width / 2
    write(pen, text, pointer.x + (right ? -6 : 6), 12, {
      align: right ? 'right' : 'left',
      color: colors.text,
      size: 10,
    })
  }
}

function bandCentre(index: number, bands: number): number {
  return (index + 0.5) / bands
}

/** Part of the height from the top. */
function heightOf(level: number): number {
  return (TOP - Math.max(BOTTOM, Math.min(TOP, level))) / (TOP - BOTTOM)
}

function shortHertz(frequency: number): string {
  return frequency >= 1000 ? `${frequency / 1000}k` : String(frequency)
}

export function hertz(frequency: number): string {
  return frequency >= 1000 ? `${(frequency / 1000).toFixed(2)} kHz` : `${frequency.toFixed(0)} Hz`
}

export const spectrumKind: DisplayKind = {
  readouts: ['bands'],
  height: 80,
  largeHeight: 220,
  begin: () => new SpectrumDisplay(),
}
