import { useReactFlow } from '@xyflow/react'
import { useEffect, useRef, type PointerEvent as ReactPointerEvent } from 'react'
import { usePrefs, useSelection } from '../state'
import { sharpContext } from '../ui'
import type { CableFlow, DeviceFlow } from './flow'
import { colorsNow } from './scene/colors'
import { around, type Rect } from './scene/curve'
import { isComment } from './scene/scene-graph'
import { scene, type SceneNode } from './scene/scene'
import { onView, seen, viewNow } from './scene/view'
import { MAP } from './view-beside'

const { width: WIDTH, height: HEIGHT } = MAP
const AIR = 8

interface Scale {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

/** All of the graph in small: press or drag to go there. */
export function Minimap() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const flow = useReactFlow<DeviceFlow, CableFlow>()

  useEffect(() => {
    using stack = new DisposableStack()
    let requested: number | undefined
    const ask = () => {
      requested ??= requestAnimationFrame(() => {
        requested = undefined
        if (canvas.current !== null) paint(canvas.current)
      })
    }
    stack.use(scene.onChange(ask))
    stack.use(onView(ask))
    stack.defer(useSelection.subscribe(ask))
    stack.defer(
      usePrefs.subscribe(({ theme }, before) => {
        if (theme !== before.theme) setTimeout(ask)
      }),
    )
    stack.defer(() => {
      if (requested !== undefined) cancelAnimationFrame(requested)
    })
    ask()
    const kept = stack.move()
    return () => kept.dispose()
  }, [])

  function goTo(event: ReactPointerEvent<HTMLCanvasElement>): void {
    const box = event.currentTarget.getBoundingClientRect()
    const { x, y, zoom } = scaleNow()
    const at = { x: (event.clientX - box.x - x) / zoom, y: (event.clientY - box.y - y) / zoom }
    void flow.setCenter(at.x, at.y, { zoom: viewNow().zoom, duration: 0 })
  }

  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label="Overview of the graph"
      data-testid="minimap"
      className="canvas-map absolute right-3 bottom-3 z-10 touch-none rounded-md border border-line-strong shadow-float"
      style={{ width: WIDTH, height: HEIGHT }}
      onPointerDown={event => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        goTo(event)
      }}
      onPointerMove={event => {
        if (event.buttons === 1) goTo(event)
      }}
      onWheel={event => void flow.zoomTo(viewNow().zoom * 2 ** (-event.deltaY / 300))}
    />
  )
}

/** How the graph and the view together fit into it. */
function scaleNow(): Scale {
  const all: Rect = around([...scene.nodes.values(), seen(viewNow())]) ?? {
    ...{ x: 0, y: 0, width: 1, height: 1 },
  }
  const zoom = Math.min((WIDTH - 2 * AIR) / all.width, (HEIGHT - 2 * AIR) / all.height)
  return {
    zoom,
    x: (WIDTH - all.width * zoom) / 2 - all.x * zoom,
    y: (HEIGHT - all.height * zoom) / 2 - all.y * zoom,
  }
}

/** Which node was painted with which picture of the graph, so that moving the view paints no nodes anew. */
let picture: { key: string; canvas: HTMLCanvasElement } | undefined

function paint(canvas: HTMLCanvasElement): void {
  const context = sharpContext(canvas)
  if (context === undefined) return
  const colors = colorsNow()
  const scale = scaleNow()
  const key = [scene.version, scale.zoom, scale.x, scale.y, colors.canvas, canvas.width].join(' ')
  if (picture?.key !== key) {
    picture = { key, canvas: picture?.canvas ?? document.createElement('canvas') }
    paintNodes(picture.canvas, canvas, scale)
  }
  context.clearRect(0, 0, WIDTH, HEIGHT)
  context.drawImage(picture.canvas, 0, 0, WIDTH, HEIGHT)
  context.fillStyle = colors.accent
  const { nodes } = useSelection.getState()
  for (const id of nodes) {
    const node = scene.nodes.get(id)
    if (node !== undefined) fill(context, node, scale)
  }
  const view = seen(viewNow())
  context.strokeStyle = colors.token('text-soft')
  context.lineWidth = 1
  context.strokeRect(
    view.x * scale.zoom + scale.x,
    view.y * scale.zoom + scale.y,
    view.width * scale.zoom,
    view.height * scale.zoom,
  )
}

function paintNodes(to: HTMLCanvasElement, like: HTMLCanvasElement, scale: Scale): void {
  to.width = like.width
  to.height = like.height
  const context = to.getContext('2d')
  if (context === null) return
  const colors = colorsNow()
  context.scale(like.width / WIDTH, like.height / HEIGHT)
  context.fillStyle = colors.token('panel')
  context.fillRect(0, 0, WIDTH, HEIGHT)
  const [comments, devices] = split(scene.nodes.values())
  context.globalAlpha = 0.2
  context.fillStyle = colors.faint
  for (const comment of comments) fill(context, comment, scale)
  context.globalAlpha = 1
  for (const [kind, nodes] of Map.groupBy(devices, node => node.definition?.kind)) {
    context.fillStyle = colors.kind(kind)
    for (const node of nodes) fill(context, node, scale)
  }
}

function split(nodes: Iterable<SceneNode>): [comments: SceneNode[], devices: SceneNode[]] {
  const comments: SceneNode[] = []
  const devices: SceneNode[] = []
  for (const node of nodes) (isComment(node.node) ? comments : devices).push(node)
  return [comments, devices]
}

function fill(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Rect,
  scale: Scale,
): void {
  context.fillRect(
    x * scale.zoom + scale.x,
    y * scale.zoom + scale.y,
    Math.max(1, width * scale.zoom),
    Math.max(1, height * scale.zoom),
  )
}
