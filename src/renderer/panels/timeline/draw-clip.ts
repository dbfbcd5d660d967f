import {
  clipValueAt,
  toKnob,
  type AudioClip,
  type AutomationClip,
  type Clip,
  type NoteClip,
  type NumberParam,
  type Project,
} from '#shared/graph'
import { sharpPeaks } from '../../state'
import { clipSeconds, fadeGain, soundAt } from './sound-shape'

/** Where a clip is drawn. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface ClipLook {
  readonly color: string
  readonly text: string
  readonly selected: boolean
  readonly muted: boolean
  readonly accent: string
}

export const TITLE_HEIGHT = 14
/** A clip narrower than this is a bar of colour. */
const LEAST_DETAIL = 6

/** The frame of a clip, with its name. */
export function drawClipFrame(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  label: string,
  look: ClipLook,
  view: number,
): void {
  context.globalAlpha = look.muted ? 0.35 : 1
  context.fillStyle = look.color
  context.globalAlpha *= 0.28
  context.fillRect(x, y, width, height)
  context.globalAlpha = look.muted ? 0.35 : 1
  if (width >= LEAST_DETAIL) {
    context.globalAlpha *= 0.85
    context.fillRect(x, y, width, TITLE_HEIGHT)
    context.globalAlpha = look.muted ? 0.5 : 1
  }
  const left = Math.max(x, 0)
  if (Math.min(x + width, view) - left > 28 && label !== '') {
    context.save()
    context.beginPath()
    context.rect(left, y, Math.min(x + width, view) - left - 4, TITLE_HEIGHT)
    context.clip()
    context.fillStyle = '#14171a'
    context.fillText(label, left + 4, y + 10.5)
    context.restore()
  }
  context.strokeStyle = look.selected ? look.accent : look.color
  context.lineWidth = look.selected ? 2 : 1
  const inset = look.selected ? 1 : 0.5
  context.strokeRect(
    x + inset,
    y + inset,
    Math.max(1, width - 2 * inset),
    Math.max(1, height - 2 * inset),
  )
  context.globalAlpha = 1
}

/** Notes as bars, the highest at the top; a clip that repeats shows every pass. */
export function drawNotes(
  context: CanvasRenderingContext2D,
  clip: NoteClip,
  { x, y, height }: Box,
  { zoom, color, view }: { readonly zoom: number; readonly color: string; readonly view: number },
): void {
  const notes = Object.values(clip.notes)
  if (notes.length === 0) return
  let low = 127
  let high = 0
  for (const { key } of notes) {
    low = Math.min(low, key)
    high = Math.max(high, key)
  }
  const span = Math.max(12, high - low + 1)
  const bottom = (low + high) / 2 - span / 2
  const bar = Math.max(1, Math.min(4, (height - 4) / span))
  const { loop, offset, length } = clip
  const passes = loop === undefined ? 1 : Math.ceil(((offset % loop) + length) / loop)
  context.fillStyle = color
  context.beginPath()
  for (let pass = 0; pass < passes; pass++) {
    const origin = loop === undefined ? -offset : -(offset % loop) + pass * loop
    const passEnd = loop === undefined ? length : Math.min(length, origin + loop)
    // Of many passes only those that are seen are gone through.
    if (x + passEnd * zoom < 0 || x + origin * zoom > view) continue
    for (const note of notes) {
      const start = origin + note.start
      if (start < 0 || start >= passEnd || (loop !== undefined && note.start >= loop)) continue
      const from = x + start * zoom
      const to = x + Math.min(start + note.length, passEnd) * zoom
      if (to < 0 || from > view) continue
      const up = ((note.key - bottom) / span) * (height - 4)
      context.rect(from, y + height - 2 - up - bar / 2, Math.max(1, to - from - 0.5), bar)
    }
    if (pass > 0) context.rect(x + origin * zoom, y - TITLE_HEIGHT, 1, 4)
  }
  context.fill()
}

/** The wave of a clip of sound, as loud as it is heard: with its gain and its fades. */
export function drawSound(
  context: CanvasRenderingContext2D,
  project: Project,
  clip: AudioClip,
  { x, y, width, height }: Box,
  { color, view, onLoad }: { color: string; view: number; onLoad: () => void },
): void {
  const times = clipSeconds(project, clip)
  const middle = y + height / 2
  if (times.sound <= 0) return
  const whole = (times.sound / times.length) * width * (1 / (clip.speed ?? 1))
  const peaks = sharpPeaks(clip.asset, whole, onLoad)
  context.fillStyle = color
  if (peaks === undefined) {
    context.fillRect(Math.max(0, x), middle, Math.min(width, view), 1)
    return
  }
  const steps = peaks.length / 2
  const from = Math.max(0, Math.floor(x))
  const to = Math.min(view, Math.ceil(x + width))
  const half = height / 2 - 1
  context.beginPath()
  for (let column = from; column < to; column++) {
    const first = ((column - x) / width) * times.length
    const last = ((column + 1 - x) / width) * times.length
    const [begin, end] = [soundAt(clip, times.sound, first), soundAt(clip, times.sound, last)]
    if (begin === undefined) continue
    const one = Math.floor((begin / times.sound) * steps)
    const past = Math.max(one + 1, Math.ceil(((end ?? times.sound) / times.sound) * steps))
    let low = 0
    let high = 0
    for (let step = one; step < Math.min(past, steps); step++) {
      low = Math.min(low, peaks[step * 2] ?? 0)
      high = Math.max(high, peaks[step * 2 + 1] ?? 0)
    }
    const gain = fadeGain(clip, times.length, (first + last) / 2)
    const top = Math.max(-1, (-high / 127) * gain) * half
    const bottom = Math.min(1, (-low / 127) * gain) * half
    context.rect(column, middle + top, 1, Math.max(0.75, bottom - top))
  }
  context.fill()
}

/** The lines of the fades, and the handles that they are dragged by. */
export function drawFades(
  context: CanvasRenderingContext2D,
  project: Project,
  clip: AudioClip,
  { x, y, width, height }: Box,
  { color, handles }: { color: string; handles: boolean },
): void {
  const { length } = clipSeconds(project, clip)
  const perSecond = width / length
  context.strokeStyle = color
  context.lineWidth = 1
  for (const side of ['fadeIn', 'fadeOut'] as const) {
    const fade = clip[side]
    const size = Math.min(fade?.length ?? 0, length) * perSecond
    const at = side === 'fadeIn' ? x + size : x + width - size
    if (size > 1) {
      context.beginPath()
      for (let step = 0; step <= 16; step++) {
        const along = step / 16
        const gain = along / (along + (1 - along) * 8 ** -(fade?.bend ?? 0))
        const px = side === 'fadeIn' ? x + along * size : x + width - along * size
        const py = y + TITLE_HEIGHT + (1 - gain) * (height - TITLE_HEIGHT - 1)
        if (step === 0) context.moveTo(px, py)
        else context.lineTo(px, py)
      }
      context.stroke()
    }
    if (handles && width > 24) {
      context.fillStyle = color
      context.fillRect(Math.round(at) - 3, y + TITLE_HEIGHT - 3, 6, 6)
    }
  }
}

/** The curve of a clip of automation. */
export function drawCurve(
  context: CanvasRenderingContext2D,
  project: Project,
  clip: AutomationClip,
  box: Box,
  { spec, color, view }: { spec: NumberParam; color: string; view: number },
): void {
  if (clip.points.length === 0) return
  const { x, y, width, height } = box
  const [from, to] = [Math.max(0, x), Math.min(view, x + width)]
  context.strokeStyle = color
  context.lineWidth = 1.5
  context.beginPath()
  for (let column = from; column <= to; column += 2) {
    const value = clipValueAt(project, clip, ((column - x) / width) * clip.length)
    const at = y + height - 2 - toKnob(spec, value) * (height - 4)
    if (column === from) context.moveTo(column, at)
    else context.lineTo(column, at)
  }
  context.stroke()
}

/** What a clip is called: by its user, or by what is in it. */
export function clipName(project: Pick<Project, 'assets'>, clip: Clip, param?: string): string {
  if (clip.name !== undefined) return clip.name
  if (clip.kind === 'audio') return project.assets[clip.asset]?.name ?? 'Missing sound'
  return clip.kind === 'automation' ? (param ?? clip.param) : 'Notes'
}
