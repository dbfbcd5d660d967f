import { dispatch, onGrid, selectedNodes, toast } from '../../state'
import type { Point } from '#shared/graph'
import { moveMs } from '../fit'
import { hold, release } from '../flow'
import { MovedElements } from '../gestures/moved-elements'
import { around } from '../scene/curve'
import { scene, type SceneNode } from '../scene/scene'
import type { LayoutJob } from './arrange'

/** Nodes beyond this are put in their places at once. */
const ANIMATED = 400
const SLOW = 300

/** Puts the selected nodes in order along the way of the sound, or all where fewer than two are selected. One undo step. */
export async function arrangeNodes(): Promise<void> {
  const chosen = selectedNodes().flatMap(id => scene.nodes.get(id) ?? [])
  const nodes = chosen.length > 1 ? chosen : [...scene.nodes.values()]
  const before = around(nodes)
  if (nodes.length < 2 || before === undefined) return
  if (nodes.length > SLOW) toast({ tone: 'info', text: `Arranging ${nodes.length} nodes.` })
  const found = await inWorker(jobOf(nodes))
  const [left, top] = [
    Math.min(...Object.values(found).map(place => place.x)),
    Math.min(...Object.values(found).map(place => place.y)),
  ]
  const places = Object.entries(found)
    .filter(([id]) => scene.nodes.has(id))
    .map(
      ([id, { x, y }]) => [id, onGrid({ x: before.x + x - left, y: before.y + y - top })] as const,
    )
  const animated = moveMs() > 0 && places.length <= ANIMATED
  if (animated) hold(new Set(places.map(([id]) => id)))
  const positions = Object.fromEntries(places)
  const moved = dispatch(`Arrange ${places.length} nodes`, [{ kind: 'move-nodes', positions }])
  if (animated && moved) await glide(places)
  if (animated) release()
}

function jobOf(nodes: readonly SceneNode[]): LayoutJob {
  const ids = new Set(nodes.map(({ id }) => id))
  return {
    boxes: nodes.map(({ id, x, y, width, height }) => ({
      ...{ id, x, y, width, height },
      socket: firstSocket(id),
    })),
    links: [...scene.cables.values()]
      .filter(
        ({ cable, feedback }) => !feedback && ids.has(cable.from.node) && ids.has(cable.to.node),
      )
      .map(({ cable }) => [cable.from.node, cable.to.node] as const),
  }
}

function firstSocket(id: string): number {
  const node = scene.nodes.get(id)
  const [first] = node?.shape.sockets.values() ?? []
  return first?.y ?? (node?.height ?? 0) / 2
}

function inWorker(job: LayoutJob): Promise<Record<string, Point>> {
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
  return new Promise<Record<string, Point>>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Record<string, Point>>) =>
      resolve(data),
    )
    worker.addEventListener('error', event => reject(new Error(event.message)))
    worker.postMessage(job)
  }).finally(() => worker.terminate())
}

/** Moves nodes from where they are seen to where they belong. */
async function glide(places: readonly (readonly [id: string, place: Point])[]): Promise<void> {
  const starts = new Map(places.map(([id]) => [id, { ...pointOf(id) }]))
  const elements = new MovedElements(new Set(starts.keys()))
  const ms = moveMs(280)
  const began = performance.now()
  for (let part = 0; part < 1;) {
    const now = await new Promise<number>(resolve => requestAnimationFrame(resolve))
    part = Math.min(1, (now - began) / ms)
    const eased = 1 - (1 - Math.max(0, part)) ** 3
    scene.move(
      places.map(([id, to]) => {
        const from = starts.get(id) ?? to
        return [id, { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased }]
      }),
    )
    elements.follow()
  }
}

function pointOf(id: string): Point {
  const { x, y } = scene.nodes.get(id) ?? { x: 0, y: 0 }
  return { x, y }
}
