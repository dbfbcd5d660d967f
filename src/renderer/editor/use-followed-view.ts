import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useEffect } from 'react'
import { fitGraph, showsFitted } from './fit'
import type { CableFlow, DeviceFlow } from './flow'
import { setView, viewNow, type View } from './scene/view'

/** The panels take what they need of a new window in several steps, each within so long of the one before. */
const STEP_MS = 500

/** Tells the scene which part of it is seen, and keeps that in the middle when the window gets another size. */
export function useFollowedView(): void {
  const store = useStoreApi()
  const flow = useReactFlow<DeviceFlow, CableFlow>()
  useEffect(() => {
    let [known, steppedAt] = [windowSize(), -Infinity]
    const follow = () => {
      const { transform, width, height, domNode } = store.getState()
      const [x, y, zoom] = transform
      const before = viewNow()
      const moves = x !== before.x || y !== before.y || zoom !== before.zoom
      const grows = width !== before.width || height !== before.height
      if (!moves && !grows) return
      const wasFitted = showsFitted()
      setView({ x, y, zoom, width, height })
      if (moves) lift(domNode)
      if (!grows || before.width === 0) return
      // A panel that opens makes the view smaller and leaves the nodes where they are.
      const [size, now] = [windowSize(), performance.now()]
      if (size === known && now - steppedAt > STEP_MS) return
      ;[known, steppedAt] = [size, now]
      if (wasFitted) fitGraph(flow, 0)
      else void flow.setViewport(centered({ ...before, x, y, zoom }, width, height))
    }
    follow()
    return store.subscribe(follow)
  }, [flow, store])
}

function windowSize(): string {
  return `${window.innerWidth} ${window.innerHeight}`
}

/** The view of a stage of another size that has the same place of the graph in its middle. */
function centered({ x, y, zoom, ...old }: View, width: number, height: number) {
  return { x: x + (width - old.width) / 2, y: y + (height - old.height) / 2, zoom }
}

let lifted: ReturnType<typeof setTimeout> | undefined

/** While the view moves, the nodes are a layer of their own: they need not be drawn anew; at rest they are crisp. */
function lift(flow: Element | null): void {
  const layer = flow?.querySelector<HTMLElement>('.react-flow__viewport')
  if (layer === null || layer === undefined) return
  layer.style.willChange = 'transform'
  clearTimeout(lifted)
  lifted = setTimeout(() => (layer.style.willChange = ''), 160)
}
