import { useReactFlow } from '@xyflow/react'
import { useState, type DragEvent } from 'react'
import { insertOnCable, type Cable, type Edit } from '#shared/graph'
import { newId } from '../kit'
import { addNode, catalog, DRAGGED_NODE, graphNow, soundParam } from '../state'
import { cableAt, setCableTarget, useCableTarget } from './cable-target'
import type { CableFlow, DeviceFlow } from './flow'
import { importFiles } from './imports'

/** What a drop would do now, for the hint over the canvas. */
export interface DropHint {
  readonly kind: 'sound' | 'replace' | 'node'
}

/** Drops from outside the canvas: sound files from the desktop, nodes from the browser. */
export function useDrops() {
  const flow = useReactFlow<DeviceFlow, CableFlow>()
  const [hint, setHint] = useState<DropHint>()

  function leave(): void {
    setHint(undefined)
    setCableTarget(undefined)
  }

  return {
    hint,
    onDragOver(event: DragEvent) {
      const kind = dragged(event)
      if (kind === undefined) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      if (kind === 'node') setCableTarget(cableAt(event.clientX, event.clientY))
      if (hint?.kind !== kind) setHint({ kind })
    },
    onDragLeave(event: DragEvent) {
      const to = event.relatedTarget
      if (!(to instanceof Element && event.currentTarget.contains(to))) leave()
    },
    onDrop(event: DragEvent) {
      if (dragged(event) === undefined) return
      event.preventDefault()
      const { cable } = useCableTarget.getState()
      const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const type = event.dataTransfer.getData(DRAGGED_NODE)
      leave()
      if (type !== '') dropNode(type, { x: point.x - 88, y: point.y - 14 }, cable)
      else void importFiles([...event.dataTransfer.files], point, playerUnder(event))
    },
  }
}

function dragged(event: DragEvent): DropHint['kind'] | undefined {
  if (event.dataTransfer.types.includes(DRAGGED_NODE)) return 'node'
  if (!event.dataTransfer.types.includes('Files')) return undefined
  return playerUnder(event) === undefined ? 'sound' : 'replace'
}

function playerUnder(event: DragEvent): string | undefined {
  const { target } = event
  const node = target instanceof Element ? target.closest('.react-flow__node') : undefined
  const id = node?.getAttribute('data-id') ?? undefined
  return id !== undefined && soundParam(id) !== undefined ? id : undefined
}

function dropNode(type: string, at: { x: number; y: number }, cableId: string | undefined): void {
  const cable = cableId === undefined ? undefined : graphNow().cables[cableId]
  addNode(type, { at, after: id => insert(type, id, cable) })
}

function insert(type: string, id: string, cable: Cable | undefined): readonly Edit[] {
  const definition = catalog().get(type)
  if (definition === undefined || cable === undefined) return []
  return insertOnCable(graphNow(), definition, id, cable, newId)
}
