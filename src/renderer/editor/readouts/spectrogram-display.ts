import type { LookSections } from '#shared/contract'
import type { Display, DisplayKind } from './display'
import { frequencyAt, hertz, placeOf } from './spectrum-display'
import { clear, write, type Pen } from './pen'

const COLUMNS = 512
const BANDS = 256
const TOP = 0
const BOTTOM = -90
const FREQUENCIES = [100, 1000, 10_000] as const

/**
 * Steps of the colour scale, from silence to 0 dB: black through violet and orange to pale yellow, as in matplotlib's
 * “inferno”; lightness alone tells the level.
 */
const STEPS = [
  [0, 0, 4],
  [31, 12, 72],
  [85, 15, 109],
  [136, 34, 106],
  [186, 54, 85],
  [227, 89, 51],
  [249, 140, 10],
  [249, 201, 50],
  [252, 255, 164],
] as const

/** Levels of bands over time: the newest column on the right. */
export class SpectrogramDisplay implements Display {
  readonly #image = new OffscreenCanvas(COLUMNS, BANDS)
  readonly #column = new ImageData(1, BANDS)
  #next = 0
  #spectra = -1
  #loudest = ''

  take([bands, spectra]: LookSections): void {
    const count = spectra?.[0] ?? 0
    // No news while nothing goes through.
    if (bands === undefined || bands.length !== BANDS || count === this.#spectra) return
    this.#spectra = count
    let best = 0
    for (let band = 0; band < BANDS; band++) {
      const level = bands[band] ?? BOTTOM
      if (level > (bands[best] ?? BOTTOM)) best = band
      paint(this.#column.data, BANDS - 1 - band, (level - BOTTOM) / (TOP - BOTTOM))
    }
    this.#loudest =
      (bands[best] ?? BOTTOM) <= BOTTOM ? '' : hertz(frequencyAt((best + 0.5) / BANDS))
    this.#image.getContext('2d')?.putImageData(this.#column, this.#next, 0)
    this.#next = (this.#next + 1) % COLUMNS
  }

  draw(pen: Pen): boolean {
    clear(pen)
    const { context, width, height } = pen
    context.imageSmoothingEnabled = true
    const part = (from: number, to: number, at: number) => {
      if (to <= from) return
      const left = (at / COLUMNS) * width
      const wide = ((to - from) / COLUMNS) * width
      context.drawImage(this.#image, from, 0, to - from, BANDS, left, 0, wide, height)
    }
    part(this.#next, COLUMNS, 0)
    part(0, this.#next, COLUMNS - this.#next)
    for (const frequency of FREQUENCIES) {
      const y = (1 - placeOf(frequency)) * height
      context.fillStyle = 'rgb(255 255 255 / 0.25)'
      context.fillRect(0, y, 6, 0.5)
      const name = frequency >= 1000 ? `${frequency / 1000}k` : String(frequency)
      write(pen, name, 8, y + 3, { color: 'rgb(255 255 255 / 0.75)' })
    }
    return false
  }

  figures(): string {
    return this.#loudest === '' ? 'Silence' : `Loudest at ${this.#loudest}`
  }

  reset(): void {
    this.#image.getContext('2d')?.clearRect(0, 0, COLUMNS, BANDS)
  }
}

/** A pixel of the column, by a level from 0 to 1. */
function paint(data: Uint8ClampedArray, row: number, level: number): void {
  const place = Math.max(0, Math.min(1, level)) * (STEPS.length - 1)
  const step = Math.min(STEPS.length - 2, Math.floor(place))
  const part = place - step
  for (let channel = 0; channel < 3; channel++) {
    const low = STEPS[step]?.[channel] ?? 0
    const high = STEPS[step + 1]?.[channel] ?? 0
    data[row * 4 + channel] = low + (high - low) * part
  }
  data[row * 4 + 3] = 255
}

export const spectrogramKind: DisplayKind = {
  readouts: ['bands', 'spectra'],
  height: 80,
  largeHeight: 220,
  begin: () => new SpectrogramDisplay(),
}
