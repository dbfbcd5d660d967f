import { paramNumber, playedClip, type Clip, type Project } from '#shared/graph'
import { catalog, useTimeline } from '../../state'
import { barStride, eachLine } from './draw-grid'
import {
  clipName,
  drawClipFrame,
  drawCurve,
  drawFades,
  drawNotes,
  drawSound,
  TITLE_HEIGHT,
  type Box,
} from './draw-clip'
import { drawLane } from './draw-lane'
import { useLanes } from './lane-state'
import { clipColor, palette, type Palette } from './palette'
import { rowsOf, type LaneRow, type Row } from './rows'
import { beatAtX, beatOfTime, gridNow, timeOf, useView, xOf } from './view'

/** A rectangle that is drawn to select what lies in it; in pixels of the surface. */
export interface Marquee {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

export interface Scene {
  readonly project: Project
  readonly marquee: Marquee | undefined
  readonly hovered: string | undefined
  readonly onLoad: () => void
}

/** Draws the tracks: what is seen of them and nothing else. */
export function drawTimeline(context: CanvasRenderingContext2D, scene: Scene): void {
  const { width, height, top } = useView.getState()
  const colors = palette()
  const rows = rowsOf(scene.project)
  context.fillStyle = colors.canvas
  context.fillRect(0, 0, width, height)
  context.font = '10px "Inter Variable", system-ui, sans-serif'
  for (const row of rows) {
    const y = row.y - top
    if (y > height || y + row.height < 0) continue
    context.fillStyle = row.kind === 'lane' ? colors.well : colors.ground
    context.fillRect(0, y, width, row.height - 1)
  }
  drawLines(context, scene.project, colors)
  for (const row of rows) {
    const y = row.y - top
    if (y > height || y + row.height < 0) continue
    context.fillStyle = colors.line
    context.fillRect(0, y + row.height - 1, width, 1)
    if (row.kind === 'track') drawTrack(context, scene, row, colors)
    else drawLaneRow(context, row, y, colors)
  }
  drawEnds(context, scene.project, colors)
  if (scene.marquee !== undefined) drawMarquee(context, scene.marquee, colors)
}

function drawLines(
  context: CanvasRenderingContext2D,
  { transport }: Project,
  colors: Palette,
): void {
  const { left, zoom, width, height } = useView.getState()
  const stride = barStride(transport, left, zoom)
  const lines = { grid: gridNow(), stride }
  eachLine(transport, left, beatAtX(width), lines, (beat, kind) => {
    context.fillStyle = kind === 'part' ? colors.line : colors['line-strong']
    context.globalAlpha = kind === 'part' ? 0.55 : 0.6
    context.fillRect(Math.round(xOf(beat)), 0, 1, height)
  })
  context.globalAlpha = 1
}

/** The loop, where it is on, and the end of the project. */
function drawEnds(
  context: CanvasRenderingContext2D,
  { transport }: Project,
  colors: Palette,
): void {
  const { width, height } = useView.getState()
  const { loop, length } = transport
  if (loop.enabled) {
    const [from, to] = [xOf(beatOfTime(loop.start)), xOf(beatOfTime(loop.end))]
    context.fillStyle = colors.accent
    context.globalAlpha = 0.06
    context.fillRect(from, 0, to - from, height)
    context.globalAlpha = 1
  }
  const end = xOf(beatOfTime(length))
  if (end >= width) return
  context.fillStyle = colors.canvas
  context.globalAlpha = 0.6
  context.fillRect(end, 0, width - end, height)
  context.globalAlpha = 1
  context.fillStyle = colors['line-strong']
  context.fillRect(end, 0, 1, height)
}

function drawMarquee(context: CanvasRenderingContext2D, box: Marquee, colors: Palette): void {
  const [x, y] = [Math.min(box.x1, box.x2), Math.min(box.y1, box.y2)]
  const [width, height] = [Math.abs(box.x2 - box.x1), Math.abs(box.y2 - box.y1)]
  context.fillStyle = colors.accent
  context.globalAlpha = 0.12
  context.fillRect(x, y, width, height)
  context.globalAlpha = 1
  context.strokeStyle = colors.accent
  context.lineWidth = 1
  context.strokeRect(x + 0.5, y + 0.5, width, height)
}

/** The clips of a row, and before them what a player plays. */
export function shownClips(
  project: Pick<Project, 'assets' | 'transport'>,
  { track }: Extract<Row, { kind: 'track' }>,
): readonly Clip[] {
  const played = track.plays ? playedClip(project, track.node) : undefined
  return played === undefined ? track.clips : [played, ...track.clips]
}

/** Where a clip lies on the surface. */
export function boxOf(clip: Clip, row: Row): Box {
  const { zoom, top } = useView.getState()
  const x = xOf(clip.start)
  return { x, y: row.y - top + 2, width: Math.max(2, clip.length * zoom), height: row.height - 5 }
}

function drawTrack(
  context: CanvasRenderingContext2D,
  scene: Scene,
  row: Extract<Row, { kind: 'track' }>,
  colors: Palette,
): void {
  const { width } = useView.getState()
  const { clips: selected } = useTimeline.getState()
  const { node } = row.track
  for (const clip of shownClips(scene.project, row)) {
    const box = boxOf(clip, row)
    if (box.x > width) continue
    if (box.x + box.width < 0) continue
    const isSelected = selected.has(clip.id)
    const color = clipColor(clip, node, colors)
    const muted = clip.muted === true || node.muted === true
    const look = { color, text: colors.text, selected: isSelected, muted, accent: colors.accent }
    drawClipFrame(context, box, labelOf(scene.project, clip), look, width)
    if (box.width < 4) continue
    context.save()
    context.beginPath()
    context.rect(
      Math.max(0, box.x),
      box.y,
      Math.min(width, box.x + box.width) - Math.max(0, box.x),
      box.height,
    )
    context.clip()
    context.globalAlpha = muted ? 0.4 : 1
    drawContent(context, scene, clip, box, color, isSelected)
    context.restore()
  }
}

function drawContent(
  context: CanvasRenderingContext2D,
  scene: Scene,
  clip: Clip,
  box: Box,
  color: string,
  selected: boolean,
): void {
  const { width: view, zoom } = useView.getState()
  const colors = palette()
  const inner = { ...box, y: box.y + TITLE_HEIGHT, height: box.height - TITLE_HEIGHT }
  switch (clip.kind) {
    case 'notes':
      drawNotes(context, clip, inner, { zoom, color, view })
      break
    case 'audio':
      drawSound(context, scene.project, clip, inner, { color, view, onLoad: scene.onLoad })
      // What a player plays has no fades.
      if (clip.id.startsWith('~')) break
      drawFades(context, scene.project, clip, box, {
        color: colors.text,
        handles: selected || scene.hovered === clip.id,
      })
      break
    case 'automation': {
      const type = scene.project.graph.nodes[clip.node]?.type ?? ''
      const spec = catalog().get(type)?.params[clip.param]
      if (spec?.kind === 'number') {
        drawCurve(context, scene.project, clip, inner, { spec, color, view })
      }
    }
  }
}

function labelOf(project: Project, clip: Clip): string {
  if (clip.kind !== 'automation') return clipName(project, clip)
  const type = project.graph.nodes[clip.node]?.type ?? ''
  return clipName(project, clip, catalog().get(type)?.params[clip.param]?.label)
}

function drawLaneRow(
  context: CanvasRenderingContext2D,
  row: LaneRow,
  y: number,
  colors: Palette,
): void {
  const { width } = useView.getState()
  const { node } = row.track
  const { lane, points, hovered } = useLanes.getState()
  context.save()
  context.beginPath()
  context.rect(0, y, width, row.height - 1)
  context.clip()
  drawLane(context, node.automation?.[row.param] ?? [], {
    ...{ y, height: row.height - 1, width, spec: row.spec, colors },
    value: paramNumber(row.spec, node.params[row.param] ?? row.spec.default),
    selected: lane === row.key ? points : new Set(),
    hovered: hovered === row.key,
    xOfTime: time => xOf(beatOfTime(time)),
    timeOfX: x => timeOf(beatAtX(x)),
  })
  context.restore()
}
