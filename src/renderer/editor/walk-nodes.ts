import { canvasView, catalog, graphNow, select, selectedNodes } from '../state'
import { announce } from './announce'
import { useFlow } from './flow'
import { contains, distanceTo } from './scene/curve'
import { scene, type SceneNode } from './scene/scene'
import { nodeName } from './scene/shape'
import { alongCable, nextBox, type Way } from './scene/walk'

/** Selects the node that lies next in a direction; from nowhere, the one nearest to the middle of the canvas. */
export function walk(way: Way): void {
  const from = here()
  goTo(from === undefined ? nearestToMiddle() : nextBox(from, way, scene.nodes.values()))
}

/** Selects what the node feeds, or is fed by. */
export function walkCable(way: 'left' | 'right'): void {
  const from = here()
  if (from === undefined) return goTo(nearestToMiddle())
  const next = alongCable(scene, from.id, way)
  if (next === undefined) {
    announce(way === 'right' ? 'Nothing is fed by it.' : 'Nothing feeds it.')
  } else goTo(next)
}

function here(): SceneNode | undefined {
  return scene.nodes.get(selectedNodes().at(-1) ?? '')
}

function nearestToMiddle(): SceneNode | undefined {
  const center = canvasView().center()
  let best: SceneNode | undefined
  let least = Number.POSITIVE_INFINITY
  for (const node of scene.nodes.values()) {
    const { x, y, width, height } = node
    const off = contains(node, center)
      ? 0
      : distanceTo([x, y, x, y, x + width, y + height, x + width, y + height], center)
    if (off >= least) continue
    least = off
    best = node
  }
  return best
}

function goTo(node: SceneNode | undefined): void {
  if (node === undefined) return
  select([node.id])
  canvasView().reveal(node.id)
  // As an element it takes the focus, so that Tab goes on from it; it may be made only when the view has come to rest.
  if (useFlow.getState().mounted.has(node.id)) {
    document
      .querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(node.id)}"]`)
      ?.focus({ preventScroll: true })
  }
  announce(described(node))
}

/** “Filter, effect. From Bass; to Mixer.” */
function described({ id, node, definition }: SceneNode): string {
  const from: string[] = []
  const to: string[] = []
  for (const { cable } of scene.cablesAt(id)) {
    if (cable.to.node === id) from.push(nameOf(cable.from.node))
    if (cable.from.node === id) to.push(nameOf(cable.to.node))
  }
  const ways = [
    from.length > 0 ? `from ${listed(from)}` : undefined,
    to.length > 0 ? `to ${listed(to)}` : undefined,
  ].filter(way => way !== undefined)
  const cables = ways.length === 0 ? 'No cables.' : `${ways.join('; ')}.`
  return `${nodeName(node, definition)}, ${definition?.kind ?? 'missing plugin'}. ${cables}`
}

function nameOf(id: string): string {
  const node = graphNow().nodes[id]
  return node === undefined ? id : nodeName(node, catalog().get(node.type))
}

function listed(names: readonly string[]): string {
  const most = 4
  return names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
}
