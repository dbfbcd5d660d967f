import type { PortKind } from '#shared/graph'
import { GRID } from '../../state'
import type { Silence } from '../silence'
import type { Colors } from './colors'
import { overlap, type Curve, type Rect } from './curve'
import type { Scene, SceneCable, SceneNode } from './scene'
import { isComment } from './scene-graph'
import { HEADER, nodeName } from './shape'
import { seen, type View } from './view'

export interface Guides {
  readonly x: number | undefined
  readonly y: number | undefined
}

/** What decides how the scene looks, apart from where it lies. */
export interface Look {
  readonly colors: Colors
  readonly selectedNodes: ReadonlySet<string>
  readonly selectedCables: ReadonlySet<string>
  /** Nodes that stand on the page as elements, and are not painted. */
  readonly mounted: ReadonlySet<string>
  /** What mutes and solos keep from sounding. */
  readonly silent: Silence
  readonly guides: Guides
}

type Context = CanvasRenderingContext2D

/** More cables than this are drawn in one stroke a kind, without a gap where they cross. */
const FEW_CABLES = 500
/** The narrowest node on the screen whose name can be read, and whose title can be told from its body. */
const NAME_WIDTH = 84
const TITLE_WIDTH = 24

/** Paints the ground, the cables and the nodes that are no elements. The context is in pixels of the stage. */
export function paintScene(context: Context, scene: Scene, view: View, look: Look): void {
  const { colors } = look
  context.fillStyle = colors.canvas
  context.fillRect(0, 0, view.width, view.height)
  paintDots(context, view, colors)
  context.save()
  context.translate(view.x, view.y)
  context.scale(view.zoom, view.zoom)
  const area = seen(view)
  const boxes: SceneNode[] = []
  const comments: SceneNode[] = []
  for (const node of scene.nodes.values()) {
    if (!overlap(node, area)) continue
    if (isComment(node.node)) comments.push(node)
    else if (!look.mounted.has(node.id)) boxes.push(node)
  }
  paintComments(context, comments, view, look)
  paintCables(context, visibleCables(scene, area), view, look)
  paintBoxes(context, boxes, view, look)
  paintGuides(context, area, view, look)
  context.restore()
}

/** Those that lie on a part of the canvas. */
export function visibleCables(scene: Scene, area: Rect): SceneCable[] {
  const found: SceneCable[] = []
  for (const cable of scene.cables.values()) {
    if (cable.curve.length > 0 && overlap(cable.bounds, area)) found.push(cable)
  }
  return found
}

/** One by one: a pattern that is stretched takes the processor twenty times as long. */
function paintDots(context: Context, view: View, { dot }: Colors): void {
  let step = GRID * 3 * view.zoom
  while (step < 18) step *= 2
  const radius = Math.max(0.6, Math.min(1.6, view.zoom))
  const first = (at: number) => ((at % step) + step) % step
  context.fillStyle = dot
  context.beginPath()
  for (let x = first(view.x); x < view.width + radius; x += step) {
    for (let y = first(view.y); y < view.height + radius; y += step) {
      // What is as small as a pixel looks round as a square.
      if (radius < 1) context.rect(x - radius, y - radius, 2 * radius, 2 * radius)
      else {
        context.moveTo(x + radius, y)
        context.arc(x, y, radius, 0, 7)
      }
    }
  }
  context.fill()
}

export function trace(context: Context, curve: Curve): void {
  context.moveTo(curve[0] ?? 0, curve[1] ?? 0)
  for (let at = 2; at + 5 < curve.length; at += 6) {
    context.bezierCurveTo(
      curve[at] ?? 0,
      curve[at + 1] ?? 0,
      curve[at + 2] ?? 0,
      curve[at + 3] ?? 0,
      curve[at + 4] ?? 0,
      curve[at + 5] ?? 0,
    )
  }
}

function paintCables(context: Context, cables: SceneCable[], view: View, look: Look): void {
  const { colors } = look
  const width = view.zoom < 0.6 ? Math.min(4, 2.2 / view.zoom) : 2.5
  context.lineCap = cables.length > FEW_CABLES ? 'butt' : 'round'
  if (cables.length > FEW_CABLES) {
    paintCrowd(context, cables, Math.min(width, 1.25 / view.zoom), look)
  } else {
    for (const cable of cables) {
      context.beginPath()
      trace(context, cable.curve)
      context.strokeStyle = colors.canvas
      context.lineWidth = width + 3.5
      context.stroke()
      context.setLineDash(cable.feedback ? [7, 5] : [])
      context.strokeStyle = colors.port(cable.kind)
      context.globalAlpha = look.silent.cables.has(cable.id) ? 0.35 : 1
      context.lineWidth = width
      context.stroke()
      context.globalAlpha = 1
      context.setLineDash([])
    }
  }
  for (const cable of cables) {
    if (!look.selectedCables.has(cable.id)) continue
    context.beginPath()
    trace(context, cable.curve)
    context.strokeStyle = colors.accent
    context.lineWidth = width * 2
    context.stroke()
  }
}

/** One stroke a kind. Short ones on the screen are straight. */
function paintCrowd(context: Context, cables: SceneCable[], width: number, look: Look): void {
  const kinds = Map.groupBy(cables, ({ kind }): PortKind | undefined => kind)
  for (const [kind, same] of kinds) {
    context.beginPath()
    for (const { curve } of same) {
      const last = curve.length - 2
      context.moveTo(curve[0] ?? 0, curve[1] ?? 0)
      context.lineTo(curve[last] ?? 0, curve[last + 1] ?? 0)
    }
    context.strokeStyle = look.colors.port(kind)
    context.lineWidth = width
    context.stroke()
  }
}

function paintBoxes(context: Context, boxes: SceneNode[], view: View, look: Look): void {
  if (176 * view.zoom < TITLE_WIDTH) paintSpecks(context, boxes, look)
  else paintDevices(context, boxes, view, look)
  const { colors } = look
  context.strokeStyle = colors.accent
  context.lineWidth = Math.max(2, 1.5 / view.zoom)
  for (const { id, x, y, width, height } of boxes) {
    if (look.selectedNodes.has(id)) context.strokeRect(x, y, width, height)
  }
}

/** So far away a node is no more than its colour. */
function paintSpecks(context: Context, boxes: SceneNode[], { colors }: Look): void {
  for (const [kind, same] of Map.groupBy(boxes, ({ definition }) => definition?.kind)) {
    context.fillStyle = colors.speck(kind)
    for (const { node, x, y, width, height } of same) {
      if (node.color !== undefined) continue
      context.fillRect(x, y, width, height)
    }
  }
  for (const { node, x, y, width, height } of boxes) {
    if (node.color === undefined) continue
    context.fillStyle = colors.token(`mark-${node.color}`)
    context.fillRect(x, y, width, height)
  }
}

function paintDevices(context: Context, boxes: SceneNode[], view: View, look: Look): void {
  const { colors } = look
  const named = 176 * view.zoom > NAME_WIDTH
  const rim = 1 / view.zoom
  context.fillStyle = colors.rim
  for (const { x, y, width, height } of boxes) {
    context.fillRect(x - rim, y - rim, width + 2 * rim, height + 2 * rim)
  }
  context.fillStyle = colors.body
  for (const { x, y, width, height } of boxes) context.fillRect(x, y, width, height)
  context.fillStyle = colors.head
  for (const { x, y, width, height } of boxes) {
    context.fillRect(x, y, width, Math.min(height, HEADER))
  }
  const strip = named ? 3 : Math.max(6, 2 / view.zoom)
  for (const [kind, same] of Map.groupBy(boxes, ({ definition }) => definition?.kind)) {
    for (const { node, x, y, height } of same) {
      context.fillStyle =
        node.color === undefined ? colors.kind(kind) : colors.token(`mark-${node.color}`)
      if (named) context.fillRect(x + 6, y + 8, strip, Math.min(height, HEADER) - 16)
      else context.fillRect(x, y, strip, height)
    }
  }
  if (named) paintNames(context, boxes, view, look)
}

/** The ground of comments, which lies below the cables; their text is on the elements, and painted without them. */
function paintComments(context: Context, comments: SceneNode[], view: View, look: Look): void {
  const { colors } = look
  for (const { id, node, x, y, width, height } of comments) {
    const color = node.color === undefined ? colors.faint : colors.token(`mark-${node.color}`)
    context.globalAlpha = 0.1
    context.fillStyle = color
    context.fillRect(x, y, width, height)
    context.globalAlpha = 0.5
    context.strokeStyle = look.selectedNodes.has(id) ? colors.accent : color
    context.lineWidth = 1 / view.zoom
    context.strokeRect(x, y, width, height)
    context.globalAlpha = 1
    if (look.mounted.has(id) || 13 * view.zoom < 5) continue
    context.fillStyle = colors.text
    context.font = `13px ${colors.font}`
    context.textBaseline = 'top'
    context.fillText((node.label ?? '').split('\n')[0] ?? '', x + 10, y + 8, width - 20)
  }
}

function paintNames(context: Context, boxes: SceneNode[], view: View, look: Look): void {
  const size = view.zoom < 0.6 ? 19 : 12
  context.font = `600 ${size}px ${look.colors.font}`
  context.textBaseline = 'middle'
  context.fillStyle = look.colors.text
  for (const { node, definition, x, y, width } of boxes) {
    const room = width - 28
    const name = nodeName(node, definition)
    const fits = Math.max(1, Math.floor(room / (size * 0.56)))
    const shown = name.length > fits ? `${name.slice(0, fits - 1)}…` : name
    context.fillText(shown, x + 14, y + HEADER / 2 + 1, room)
  }
}

function paintGuides(context: Context, area: Rect, view: View, { guides, colors }: Look): void {
  context.strokeStyle = colors.accent
  context.lineWidth = 1 / view.zoom
  context.beginPath()
  if (guides.x !== undefined) {
    context.moveTo(guides.x, area.y)
    context.lineTo(guides.x, area.y + area.height)
  }
  if (guides.y !== undefined) {
    context.moveTo(area.x, guides.y)
    context.lineTo(area.x + area.width, guides.y)
  }
  context.stroke()
}
