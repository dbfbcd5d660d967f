import type { LookSections } from '#shared/contract'
import type { Pen } from './pen'

/** One drawing of what a node measures: it keeps what falls and holds. */
export interface Display {
  /** Takes in news; the sections are those of the kind's `readouts`. */
  take(sections: LookSections, now: number): void
  /** Answers whether it moves on without news. */
  draw(pen: Pen, now: number): boolean
  /** The figures, in words and numbers. */
  figures(): string
  /** Forgets peaks and holds. */
  reset?(): void
}

/** A kind of display. */
export interface DisplayKind {
  /** The names of readouts in the manifest, in the order in which the display takes them. */
  readonly readouts: readonly string[]
  /** CSS pixels on a node. */
  readonly height: number
  /** CSS pixels where there is room. */
  readonly largeHeight: number
  begin(): Display
}

/** “−6.0”; what is far below everything is “−∞”. */
export function figure(value: number | undefined, digits = 1, floor = -119): string {
  if (value === undefined || value <= floor) return '−∞'
  return value.toFixed(digits).replace('-', '−')
}
