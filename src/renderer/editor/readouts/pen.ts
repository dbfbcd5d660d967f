import { token } from '../../ui'

export interface Colors {
  readonly well: string
  readonly line: string
  readonly strong: string
  readonly text: string
  readonly soft: string
  readonly faint: string
  readonly good: string
  readonly warn: string
  readonly bad: string
  readonly trace: string
  readonly second: string
  readonly accent: string
  readonly dark: boolean
}

/** What a display is drawn with: CSS pixels, whatever the screen. */
export interface Pen {
  readonly context: CanvasRenderingContext2D
  readonly width: number
  readonly height: number
  /** There is room for scales and their numbers. */
  readonly large: boolean
  readonly colors: Colors
  /** Where the pointer is, if it is above. */
  readonly pointer?: { readonly x: number; readonly y: number }
  readonly sampleRate: number
}

let theme: string | undefined
let colors: Colors | undefined

/** The tokens of the present theme. */
export function colorsNow(): Colors {
  const present = document.documentElement.dataset['theme'] ?? 'dark'
  if (colors !== undefined && theme === present) return colors
  theme = present
  colors = {
    well: token('well'),
    line: token('line'),
    strong: token('line-strong'),
    text: token('text'),
    soft: token('text-soft'),
    faint: token('text-faint'),
    good: token('good'),
    warn: token('warn'),
    bad: token('bad'),
    trace: token('audio'),
    second: token('control-port'),
    accent: token('accent'),
    dark: present !== 'light',
  }
  return colors
}

/** Small writing on a display. */
export function write(
  { context, colors: { faint } }: Pen,
  text: string,
  x: number,
  y: number,
  { align = 'left', color = faint, size = 9 }: WriteOptions = {},
): void {
  context.font = `500 ${size}px "Inter Variable", sans-serif`
  context.textAlign = align
  context.fillStyle = color
  context.fillText(text, x, y)
}

interface WriteOptions {
  readonly align?: CanvasTextAlign
  readonly color?: string
  readonly size?: number
}

export function clear({ context, width, height, colors: { well } }: Pen): void {
  context.fillStyle = well
  context.fillRect(0, 0, width, height)
}

/** A hairline, sharp on any screen. */
export function rule(
  pen: Pen,
  from: readonly [number, number],
  to: readonly [number, number],
): void {
  const { context, colors: own } = pen
  context.strokeStyle = own.line
  context.lineWidth = 0.5
  context.beginPath()
  context.moveTo(...from)
  context.lineTo(...to)
  context.stroke()
}
