import { barStart, type Beats, type Project } from '#shared/graph'
import { formatTime } from '../../kit'
import { barStride, eachLine } from './draw-grid'
import { palette, type Palette } from './palette'
import { beatAtX, beatOfTime, timeOf, useView, xOf } from './view'

/** From top to bottom: markers and the loop; bars and time; tempo and signatures. */
export const RULER = { loop: 16, bars: 24, changes: 16 } as const
export const RULER_HEIGHT = RULER.loop + RULER.bars + RULER.changes

/** A sign of the ruler that can be taken hold of. */
export interface RulerSign {
  readonly kind: 'marker' | 'tempo' | 'signature'
  /** Of a marker its id, else the beat or the bar. */
  readonly id: string
  readonly beat: Beats
  readonly text: string
}

/** The signs, in the order of their places. */
export function signsOf({ transport }: Pick<Project, 'transport'>): readonly RulerSign[] {
  const { tempo, tempoMap, signature, signatures, markers } = transport
  const tempos = [{ beat: 0, bpm: tempo, curve: transport.tempoCurve }, ...tempoMap]
  return [
    ...markers.map(({ id, beat, name }): RulerSign => ({ kind: 'marker', id, beat, text: name })),
    ...tempos.map(({ beat, bpm, curve }): RulerSign => {
      const text = `${Math.round(bpm * 100) / 100}${curve === 'linear' ? ' ↗' : ''}`
      return { kind: 'tempo', id: String(beat), beat, text }
    }),
    ...[{ bar: 1, ...signature }, ...signatures].map(({ bar, beats, unit }): RulerSign => {
      const beat = barStart(transport, bar)
      return { kind: 'signature', id: String(bar), beat, text: `${beats}/${unit}` }
    }),
  ]
}

/** Where a sign begins: that of a signature stands beside that of a tempo. */
export function signX(
  { kind, beat }: RulerSign,
  { transport }: Pick<Project, 'transport'>,
): number {
  const beside =
    kind === 'signature' &&
    (beat === 0 || transport.tempoMap.some(point => Math.abs(point.beat - beat) < 1e-6))
  return xOf(beat) + (beside ? TEMPO_WIDTH : 0)
}

export function drawRuler(context: CanvasRenderingContext2D, project: Project): void {
  const { width } = useView.getState()
  const colors = palette()
  context.fillStyle = colors.panel
  context.fillRect(0, 0, width, RULER_HEIGHT)
  context.font = '10px "Inter Variable", system-ui, sans-serif'
  context.fillStyle = colors.line
  context.fillRect(0, RULER.loop, width, 1)
  context.fillRect(0, RULER.loop + RULER.bars, width, 1)
  context.fillRect(0, RULER_HEIGHT - 1, width, 1)
  drawBars(context, project, colors)
  drawLoop(context, project, colors)
  const signs = signsOf(project)
  for (const [index, sign] of signs.entries()) {
    const x = signX(sign, project)
    if (x < -200 || x > width) continue
    if (sign.kind === 'marker') drawMarker(context, sign, x, roomAfter(signs, index), colors)
    else drawSign(context, sign, x, colors)
  }
}

/** The sign of a marker, before its name. */
const FLAG = 10
const LONGEST_NAME = 160

/** So many pixels there are for a marker with its name, before the next marker. */
export function roomAfter(signs: readonly RulerSign[], index: number): number {
  const [own, next] = [signs[index], signs[index + 1]]
  if (own === undefined || next?.kind !== 'marker') return FLAG + LONGEST_NAME
  return Math.min(FLAG + LONGEST_NAME, Math.max(FLAG, xOf(next.beat) - xOf(own.beat)))
}

function drawBars(context: CanvasRenderingContext2D, project: Project, colors: Palette): void {
  const { left, zoom, width } = useView.getState()
  const { transport } = project
  const stride = barStride(transport, left, zoom)
  const top = RULER.loop
  eachLine(transport, left, beatAtX(width), { grid: 1, stride }, (beat, kind, bar) => {
    const x = Math.round(xOf(beat))
    context.fillStyle = kind === 'part' ? colors.line : colors['line-strong']
    context.fillRect(x, top + (kind === 'part' ? 18 : 12), 1, kind === 'part' ? 6 : 12)
    if (kind !== 'stride') return
    context.fillStyle = colors['text-soft']
    context.fillText(String(bar), x + 3, top + 10)
    context.fillStyle = colors['text-faint']
    context.fillText(shortTime(timeOf(beat)), x + 3, top + 20)
  })
}

/** Without thousandths where they are none. */
function shortTime(time: number): string {
  return formatTime(time).replace(/\.000$/, '')
}

function drawLoop(
  context: CanvasRenderingContext2D,
  { transport }: Project,
  colors: Palette,
): void {
  const { loop } = transport
  const [from, to] = [xOf(beatOfTime(loop.start)), xOf(beatOfTime(loop.end))]
  context.fillStyle = loop.enabled ? colors.accent : colors['text-faint']
  context.globalAlpha = loop.enabled ? 0.55 : 0.25
  context.fillRect(from, 0, to - from, 5)
  context.globalAlpha = 1
  context.fillRect(from, 0, 2, RULER.loop)
  context.fillRect(to - 2, 0, 2, RULER.loop)
}

function drawMarker(
  context: CanvasRenderingContext2D,
  { text }: RulerSign,
  x: number,
  room: number,
  colors: Palette,
): void {
  context.fillStyle = colors.accent
  context.beginPath()
  context.moveTo(x, 6)
  context.lineTo(x + 7, 6)
  context.lineTo(x + 4, 10)
  context.lineTo(x + 7, 14)
  context.lineTo(x, 14)
  context.fill()
  context.fillRect(x, 6, 1, RULER.loop - 6)
  context.fillStyle = colors.text
  context.fillText(shortened(context, text, room - FLAG - 4), x + FLAG, 13.5)
}

const segmenter = new Intl.Segmenter()

/** As much of a text as there is room for. */
function shortened(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text
  const letters = Array.from(segmenter.segment(text), ({ segment }) => segment)
  let [fits, most] = [0, letters.length]
  while (fits < most) {
    const middle = Math.ceil((fits + most) / 2)
    const part = `${letters.slice(0, middle).join('')}…`
    if (context.measureText(part).width <= room) fits = middle
    else most = middle - 1
  }
  return fits === 0 ? '' : `${letters.slice(0, fits).join('')}…`
}

function drawSign(
  context: CanvasRenderingContext2D,
  sign: RulerSign,
  x: number,
  colors: Palette,
): void {
  const top = RULER.loop + RULER.bars + 2
  const text = sign.kind === 'tempo' ? `♩ ${sign.text}` : sign.text
  const width = context.measureText(text).width + 8
  context.fillStyle = colors.raised
  context.fillRect(x, top, width, RULER.changes - 4)
  context.fillStyle = sign.kind === 'tempo' ? colors['text-soft'] : colors.text
  context.fillText(text, x + 4, top + 9.5)
}

/** How wide the sign of a tempo is taken to be: a signature at the same place stands beside it. */
export const TEMPO_WIDTH = 44
