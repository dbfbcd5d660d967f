import { barPosition, barStart, type Note, type NoteClip, type Project } from '#shared/graph'
import { token } from '../../ui'
import { useRollState } from './roll-state'
import { inScale, isBlack, keyName } from './scales'
import { beatAtRoll, rollGrid, rollX, rollY, useRoll } from './view'

export const KEYS_WIDTH = 44
export const VELOCITY_HEIGHT = 48

export interface Box {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

let known: { readonly theme: string | undefined; readonly colors: Colors } | undefined

function read() {
  return {
    ...{ canvas: token('canvas'), ground: token('ground'), well: token('well') },
    ...{ line: token('line'), strong: token('line-strong'), text: token('text') },
    ...{ soft: token('text-soft'), accent: token('accent'), notes: token('notes') },
    control: token('control-port'),
  }
}
type Colors = ReturnType<typeof read>

export function rollColors(): Colors {
  const theme = document.documentElement.dataset['theme']
  if (known?.theme !== theme || known === undefined) known = { theme, colors: read() }
  return known.colors
}

/** The keys, the grid and the notes of a clip. */
export function drawRoll(
  context: CanvasRenderingContext2D,
  project: Project,
  clip: NoteClip,
  marquee: Box | undefined,
): void {
  const { width, height } = useRoll.getState()
  const colors = rollColors()
  context.font = '10px "Inter Variable", system-ui, sans-serif'
  drawRows(context, colors, width, height)
  drawGrid(context, project, clip, colors)
  for (const note of Object.values(clip.notes)) drawNote(context, clip, note, colors)
  drawEdges(context, clip, colors)
  if (marquee === undefined) return
  context.fillStyle = colors.accent
  context.globalAlpha = 0.14
  context.fillRect(marquee.x1, marquee.y1, marquee.x2 - marquee.x1, marquee.y2 - marquee.y1)
  context.globalAlpha = 1
}

function drawRows(
  context: CanvasRenderingContext2D,
  colors: Colors,
  width: number,
  height: number,
): void {
  const { top, row } = useRoll.getState()
  const { scale, root } = useRollState.getState()
  context.fillStyle = colors.canvas
  context.fillRect(0, 0, width, height)
  for (let key = Math.ceil(top) - 1; key >= 0; key--) {
    const y = rollY(key)
    if (y > height) break
    if (scale === 'none' ? !isBlack(key) : inScale(key, root, scale)) {
      context.fillStyle = scale !== 'none' && key % 12 === root ? colors.strong : colors.ground
      context.globalAlpha = scale !== 'none' && key % 12 === root ? 0.5 : 1
      context.fillRect(0, y, width, row)
      context.globalAlpha = 1
    }
    context.fillStyle = colors.line
    context.globalAlpha = key % 12 === 0 ? 1 : 0.35
    context.fillRect(0, Math.round(y + row) - 1, width, 1)
    context.globalAlpha = 1
  }
}

/** Bars and beats are those of the timeline, where the clip lies. */
function drawGrid(
  context: CanvasRenderingContext2D,
  { transport }: Project,
  clip: NoteClip,
  colors: Colors,
): void {
  const { width, height } = useRoll.getState()
  const origin = clip.start - clip.offset
  const grid = rollGrid()
  const step = typeof grid === 'number' ? grid : 1
  const from = Math.max(0, beatAtRoll(0) + origin)
  const to = beatAtRoll(width) + origin
  for (let { bar } = barPosition(transport, from); barStart(transport, bar) <= to; bar++) {
    const [start, next] = [barStart(transport, bar), barStart(transport, bar + 1)]
    for (let beat = start; beat < next - 1e-6 && beat <= to; beat += step) {
      context.fillStyle = beat === start ? colors.strong : colors.line
      context.globalAlpha = beat === start ? 0.9 : (beat - start) % 1 < 1e-6 ? 0.9 : 0.5
      context.fillRect(Math.round(rollX(beat - origin)), 0, 1, height)
    }
    context.globalAlpha = 1
    context.fillStyle = colors.soft
    context.fillText(String(bar), rollX(start - origin) + 4, 11)
  }
}

function drawNote(
  context: CanvasRenderingContext2D,
  clip: NoteClip,
  note: Note,
  colors: Colors,
): void {
  const { width, height, row, zoom } = useRoll.getState()
  const x = rollX(note.start)
  const y = rollY(note.key)
  const long = Math.max(3, note.length * zoom - 1)
  if (x > width || x + long < 0 || y > height || y + row < 0) return
  const selected = useRollState.getState().selected.has(note.id)
  const outside = note.start < clip.offset || note.start >= clip.offset + (clip.loop ?? clip.length)
  context.globalAlpha = outside ? 0.3 : 1
  context.fillStyle = selected ? colors.accent : colors.notes
  context.globalAlpha *= 0.45 + 0.55 * note.velocity
  context.fillRect(x, y + 1, long, row - 2)
  context.globalAlpha = outside ? 0.3 : 1
  context.strokeStyle = selected ? colors.text : colors.notes
  context.lineWidth = 1
  context.strokeRect(x + 0.5, y + 1.5, Math.max(1, long - 1), Math.max(1, row - 3))
  drawExpression(context, note, { x, y, row, zoom }, colors)
  if (long > 30 && row >= 11) {
    context.fillStyle = '#14171a'
    context.fillText(keyName(note.key), x + 4, y + row / 2 + 3.5)
  }
  context.globalAlpha = 1
}

/** How the note bends, and how hard it is pressed. */
function drawExpression(
  context: CanvasRenderingContext2D,
  { pitch, pressure, length }: Note,
  { x, y, row, zoom }: { x: number; y: number; row: number; zoom: number },
  colors: Colors,
): void {
  const lines = [
    { points: pitch, color: colors.control, up: (value: number) => row / 2 - value * row },
    { points: pressure, color: colors.text, up: (value: number) => row - 1 - value * (row - 2) },
  ]
  for (const { points, color, up } of lines) {
    if (points === undefined || points.length === 0) continue
    context.strokeStyle = color
    context.lineWidth = 1
    context.beginPath()
    let last = up(0)
    for (const { beat, value } of points) {
      if (beat > length) break
      context.lineTo(x + beat * zoom, y + last)
      last = up(value)
      context.lineTo(x + beat * zoom, y + last)
    }
    context.lineTo(x + length * zoom, y + last)
    context.stroke()
  }
}

/** What lies outside of the clip is dark: it is kept, and not played. */
function drawEdges(context: CanvasRenderingContext2D, clip: NoteClip, colors: Colors): void {
  const { width, height } = useRoll.getState()
  const from = rollX(clip.offset)
  const to = rollX(clip.offset + (clip.loop ?? clip.length))
  context.fillStyle = colors.canvas
  context.globalAlpha = 0.55
  if (from > 0) context.fillRect(0, 0, from, height)
  if (to < width) context.fillRect(to, 0, width - to, height)
  context.globalAlpha = 1
  context.fillStyle = clip.loop === undefined ? colors.strong : colors.accent
  context.fillRect(from, 0, 1, height)
  context.fillRect(to, 0, 1, height)
}

/** The velocities of the notes, as bars to be dragged. */
export function drawVelocities(context: CanvasRenderingContext2D, clip: NoteClip): void {
  const { width } = useRoll.getState()
  const colors = rollColors()
  const { selected } = useRollState.getState()
  context.fillStyle = colors.well
  context.fillRect(0, 0, width, VELOCITY_HEIGHT)
  for (const note of Object.values(clip.notes)) {
    const x = rollX(note.start)
    if (x < -8 || x > width) continue
    const tall = 4 + note.velocity * (VELOCITY_HEIGHT - 8)
    context.fillStyle = selected.has(note.id) ? colors.accent : colors.notes
    context.fillRect(x, VELOCITY_HEIGHT - tall, 3, tall)
    context.fillRect(x, VELOCITY_HEIGHT - tall, 8, 3)
  }
}

/** The keyboard at the side. */
export function drawKeys(context: CanvasRenderingContext2D, held: number | undefined): void {
  const { height, top, row } = useRoll.getState()
  const colors = rollColors()
  context.font = '9px "Inter Variable", system-ui, sans-serif'
  context.fillStyle = '#e8e9ec'
  context.fillRect(0, 0, KEYS_WIDTH, height)
  for (let key = Math.ceil(top) - 1; key >= 0; key--) {
    const y = rollY(key)
    if (y > height) break
    if (isBlack(key)) {
      context.fillStyle = '#23272d'
      context.fillRect(0, y, KEYS_WIDTH * 0.62, row)
    }
    if (key === held) {
      context.fillStyle = colors.accent
      context.fillRect(0, y, isBlack(key) ? KEYS_WIDTH * 0.62 : KEYS_WIDTH, row)
    }
    if (key % 12 === 0 || key % 12 === 5) {
      context.fillStyle = '#b9bdc4'
      context.fillRect(0, Math.round(y + row) - 1, KEYS_WIDTH, 1)
    }
    if (key % 12 === 0) {
      context.fillStyle = '#3a3f46'
      context.fillText(keyName(key), KEYS_WIDTH - 18, y + row - 2.5)
    }
  }
}
