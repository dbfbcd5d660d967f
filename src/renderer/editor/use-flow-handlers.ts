import {
  useReactFlow,
  useStoreApi,
  type ReactFlowInstance,
  type ReactFlowProps,
} from '@xyflow/react'
import { useMemo } from 'react'
import type { Point } from '#shared/graph'
import { select, selectedCables } from '../state'
import { startConnecting, stopConnecting } from './connecting'
import type { CableFlow, DeviceFlow } from './flow'
import { panWhileConnecting } from './gestures/auto-pan'
import { knobAt } from './knobs'
import { openQuickAdd } from './quick-add-state'
import { isFitting, plug, plugIntoKnob, replug, replugIntoKnob, unplug } from './wiring'

type Handlers = Pick<
  ReactFlowProps<DeviceFlow, CableFlow>,
  | 'isValidConnection'
  | 'onConnect'
  | 'onConnectStart'
  | 'onConnectEnd'
  | 'onReconnect'
  | 'onReconnectStart'
  | 'onReconnectEnd'
  | 'onEdgeClick'
>

/** What React Flow's gestures do to the document. */
export function useFlowHandlers(): Handlers {
  const flow = useReactFlow<DeviceFlow, CableFlow>()
  const store = useStoreApi<DeviceFlow, CableFlow>()
  return useMemo(() => flowHandlers(flow, () => panWhileConnecting(store)), [flow, store])
}

function flowHandlers(
  flow: ReactFlowInstance<DeviceFlow, CableFlow>,
  startPanning: () => void,
): Handlers {
  let replugging = false
  let replugged = false
  return {
    isValidConnection: ends => isFitting(ends),
    onConnect: plug,
    onConnectStart(_event, { nodeId, handleId, handleType }) {
      if (nodeId === null || handleId === null) return
      startPanning()
      const side = handleType === 'source' ? 'outputs' : 'inputs'
      startConnecting({ node: nodeId, port: handleId }, side)
    },
    onConnectEnd(event, { fromHandle, toHandle }) {
      stopConnecting()
      if (replugging || fromHandle === null) return
      const screen = pointOf(event)
      const knob = knobAt(screen)
      if (knob !== undefined) return plugIntoKnob(fromHandle, knob)
      if (toHandle !== null || !overPane(event)) return
      const end = { node: fromHandle.nodeId, port: fromHandle.id ?? '' }
      const side = fromHandle.type === 'source' ? 'outputs' : 'inputs'
      openQuickAdd(screen, flow.screenToFlowPosition(screen), { end, side })
    },
    onReconnectStart() {
      replugging = true
      replugged = false
    },
    onReconnect(old, ends) {
      replugged = true
      replug(old, ends)
    },
    onReconnectEnd(event, cable, _handle, { toHandle }) {
      stopConnecting()
      const knob = replugged ? undefined : knobAt(pointOf(event))
      if (knob !== undefined) replugIntoKnob(cable.id, knob)
      // Let go over nothing, a cable is pulled out.
      if (!replugged && toHandle === null && overPane(event)) unplug(cable.id)
      replugging = false
    },
    onEdgeClick(event, { id }) {
      const more = event.shiftKey || event.ctrlKey || event.metaKey
      const others = more ? selectedCables().filter(cable => cable !== id) : []
      select([], [...others, id])
    },
  }
}

function overPane(event: MouseEvent | TouchEvent): boolean {
  const { x, y } = pointOf(event)
  const under = document.elementFromPoint(x, y)
  return under?.classList.contains('react-flow__pane') === true
}

function pointOf(event: Pick<MouseEvent, 'clientX' | 'clientY'> | TouchEvent | object): Point {
  if (event instanceof TouchEvent) {
    const touch = event.changedTouches[0]
    return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 }
  }
  if ('clientX' in event && 'clientY' in event) return { x: event.clientX, y: event.clientY }
  return { x: 0, y: 0 }
}
