import { useKeyPress, useReactFlow, type ReactFlowInstance } from '@xyflow/react'
import { useEffect, useRef, type PointerEvent as ReactPointerEvent, type RefObject } from 'react'
import type { Point } from '#shared/graph'
import { clearSelection, select, usePrefs, useSelection } from '../../state'
import type { CableFlow, DeviceFlow } from '../flow'
import { cableNear, nodeAt } from '../scene/hit'
import { scene } from '../scene/scene'
import { toGraph, viewNow } from '../scene/view'
import { autoPan } from './auto-pan'
import { NodeDrag, type Held } from './drag-nodes'
import { Marquee } from './marquee'

/** A press becomes a drag when the pointer has gone so far, in pixels. */
const SLACK = 3
const CABLE_REACH = 8

type Flow = ReactFlowInstance<DeviceFlow, CableFlow>

/** What a press with the left button on nodes, cables and empty places does. */
export function usePress(
  stage: RefObject<HTMLElement | null>,
  frame: RefObject<HTMLElement | null>,
) {
  const flow = useReactFlow<DeviceFlow, CableFlow>()
  const space = useKeyPress('Space', { preventDefault: false })
  const current = useRef<Disposable>(undefined)
  useEffect(() => () => current.current?.[Symbol.dispose](), [])

  return (event: ReactPointerEvent) => {
    if (event.button !== 0 || !event.isPrimary || space) return
    const { target } = event
    if (!(target instanceof Element) || stage.current === null || frame.current === null) return
    const pressed = thingUnder(target, placeOn(stage.current, event))
    if (pressed === undefined) return
    if (
      pressed.kind === 'nothing' &&
      (usePrefs.getState().tool === 'pan' || event.pointerType === 'touch')
    ) {
      return
    }
    // A node that is only painted is not for the canvas below to pan with.
    if (pressed.kind === 'node' && !pressed.element) event.preventDefault()
    current.current?.[Symbol.dispose]()
    current.current = press(pressed, event.nativeEvent, stage.current, frame.current, flow)
  }
}

type Thing =
  | {
      readonly kind: 'node'
      readonly id: string
      readonly element: boolean
      readonly fixed: boolean
    }
  | { readonly kind: 'cable'; readonly id: string }
  | { readonly kind: 'nothing' }

function thingUnder(target: Element, stagePoint: Point): Thing | undefined {
  const element = target.closest('.react-flow__node')?.getAttribute('data-id')
  if (element !== null && element !== undefined) {
    if (target.closest('.react-flow__handle') !== null) return undefined
    return { kind: 'node', id: element, element: true, fixed: target.closest('.nodrag') !== null }
  }
  if (!target.classList.contains('react-flow__pane')) return undefined
  return paintedAt(stagePoint)
}

/** What is painted at a place of the stage, and not there as an element. */
export function paintedAt(stagePoint: Point): Thing {
  const place = toGraph(viewNow(), stagePoint)
  const node = nodeAt(scene, place)
  if (node !== undefined) return { kind: 'node', id: node.id, element: false, fixed: false }
  const cable = cableNear(scene, place, CABLE_REACH / viewNow().zoom)
  return cable === undefined ? { kind: 'nothing' } : { kind: 'cable', id: cable.id }
}

export function placeOn(
  stage: Element,
  { clientX, clientY }: { clientX: number; clientY: number },
): Point {
  const box = stage.getBoundingClientRect()
  return { x: clientX - box.x, y: clientY - box.y }
}

interface Motion {
  to(pointer: Point, held: Held): void
  drop(held: Held): void
  cancel(): void
}

function press(
  thing: Thing,
  first: PointerEvent,
  stage: HTMLElement,
  frame: HTMLElement,
  flow: Flow,
): Disposable {
  const more = first.shiftKey || first.ctrlKey || first.metaKey
  const wasSelected = thing.kind === 'node' && useSelection.getState().nodes.has(thing.id)
  if (thing.kind === 'node' && !wasSelected) {
    select(more ? [...useSelection.getState().nodes, thing.id] : [thing.id])
  }
  if (thing.kind === 'cable') select([], [thing.id])
  if (thing.kind === 'cable' || (thing.kind === 'node' && thing.fixed)) {
    return { [Symbol.dispose]() {} }
  }
  const begin = placeOn(stage, first)
  const from = toGraph(viewNow(), begin)
  let motion: Motion | undefined
  let pointer = begin
  let held = heldBy(first)
  let panning: number | undefined

  const moveOn = () => motion?.to(pointer, held)
  const pan = () => {
    panning = undefined
    if (motion === undefined) return
    const by = autoPan(pointer, stage.clientWidth, stage.clientHeight)
    if (by.x === 0 && by.y === 0) return
    const { x, y, zoom } = flow.getViewport()
    void flow.setViewport({ x: x + by.x, y: y + by.y, zoom })
    moveOn()
    panning = requestAnimationFrame(pan)
  }
  const move = (event: PointerEvent) => {
    if (event.pointerId !== first.pointerId) return
    pointer = placeOn(stage, event)
    held = heldBy(event)
    if (motion === undefined) {
      if (Math.hypot(pointer.x - begin.x, pointer.y - begin.y) < SLACK) return
      // Copies are of what is dragged, not of what was selected beside it.
      if (thing.kind === 'node' && !wasSelected && held.copies) select([thing.id])
      motion = thing.kind === 'node' ? new NodeDrag(thing.id, from) : marquee(frame, from, more)
    }
    moveOn()
    panning ??= requestAnimationFrame(pan)
  }
  const end = (event: PointerEvent) => {
    if (event.pointerId !== first.pointerId) return
    if (motion !== undefined) motion.drop(heldBy(event))
    else click(thing, more, wasSelected)
    motion = undefined
    stop()
  }
  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || motion === undefined) return
    event.stopPropagation()
    event.preventDefault()
    stop()
  }
  const stop = () => {
    motion?.cancel()
    motion = undefined
    if (panning !== undefined) cancelAnimationFrame(panning)
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', end)
    window.removeEventListener('pointercancel', stop)
    window.removeEventListener('keydown', escape, true)
  }
  window.addEventListener('pointermove', move)
  window.addEventListener('pointerup', end)
  window.addEventListener('pointercancel', stop)
  window.addEventListener('keydown', escape, true)
  return { [Symbol.dispose]: stop }
}

function heldBy({ altKey, ctrlKey, metaKey }: PointerEvent): Held {
  return { free: altKey, copies: ctrlKey || metaKey }
}

function marquee(frame: HTMLElement, from: Point, more: boolean): Motion {
  if (!more) clearSelection()
  const drawn = new Marquee(frame, from, more)
  return { to: pointer => drawn.to(pointer), drop: () => drawn.end(), cancel: () => drawn.end() }
}

/** A press that was no drag. */
function click(thing: Thing, more: boolean, wasSelected: boolean): void {
  if (thing.kind === 'nothing') {
    if (!more) clearSelection()
    return
  }
  if (thing.kind !== 'node' || !wasSelected) return
  const { nodes } = useSelection.getState()
  if (more) select([...nodes].filter(id => id !== thing.id))
  else if (nodes.size > 1 || useSelection.getState().cables.size > 0) select([thing.id])
}
