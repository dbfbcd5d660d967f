import { useReactFlow } from '@xyflow/react'
import { useState, type DragEvent } from 'react'
import { insertOnCable, type Cable, type Edit, type Point } from '#shared/graph'
import { fail } from '#shared/kit'
import { newId } from '../kit'
import {
  addNode,
  bringTrack,
  catalog,
  DRAGGED_NODE,
  DRAGGED_SOUND,
  graphNow,
  soundParam,
  toastFailure,
} from '../state'
import { cableAt, setCableTarget, useCableTarget } from './cable-target'
import { droppedFiles } from './dropped-files'
import { dropHint, type DropTarget } from './file-kinds'
import type { CableFlow, DeviceFlow } from './flow'
import { importFiles } from './imports'

/** Drops from outside the canvas: files from the desktop, nodes from the browser. */
export function useDrops() {
  const flow = useReactFlow<DeviceFlow, CableFlow>()
  const [hint, setHint] = useState<string>()

  function leave(): void {
    setHint(undefined)
    setCableTarget(undefined)
  }

  return {
    hint,
    onDragOver(event: DragEvent) {
      const isNode = event.dataTransfer.types.includes(DRAGGED_NODE)
      const isSound = event.dataTransfer.types.includes(DRAGGED_SOUND)
      if (!isNode && !isSound && !event.dataTransfer.types.includes('Files')) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      if (isNode) setCableTarget(cableAt(event.clientX, event.clientY))
      else if (isSound) setHint(dropHint(['audio/wav'], targetUnder(event)))
      else setHint(dropHint(typesOf(event), targetUnder(event)))
    },
    onDragLeave(event: DragEvent) {
      const to = event.relatedTarget
      if (!(to instanceof Element && event.currentTarget.contains(to))) leave()
    },
    onDrop(event: DragEvent) {
      const type = event.dataTransfer.getData(DRAGGED_NODE)
      const track = event.dataTransfer.getData(DRAGGED_SOUND)
      if (type + track === '' && !event.dataTransfer.types.includes('Files')) return
      event.preventDefault()
      const { cable } = useCableTarget.getState()
      const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const onto = nodeUnder(event)
      leave()
      if (type !== '') return dropNode(type, { x: point.x - 88, y: point.y - 14 }, cable)
      if (track !== '') return void bringTrack(Number(track), point, onto)
      dropFilesOn(event.dataTransfer, point, onto)
    },
  }
}

/** Takes the files of a drop in, at a place of the canvas or onto a node. */
export function dropFilesOn(data: DataTransfer, at: Point, onto?: string): void {
  void droppedFiles(data).then(files => takeFiles(files, at, onto))
}

function takeFiles(files: readonly File[], at: Point, onto: string | undefined): void {
  if (files.length > 0) return void importFiles(files, at, onto)
  toastFailure(fail('drop-unsupported', 'There is no sound and no MIDI file in it.'))
}

/** Kinds of the files that hover; their names are told only when they are dropped. */
export function typesOf(event: { readonly dataTransfer: DataTransfer }): readonly string[] {
  return [...event.dataTransfer.items].map(item => item.type)
}

function targetUnder(event: DragEvent): DropTarget {
  const node = nodeUnder(event)
  if (node === undefined) return 'canvas'
  return soundParam(node) === undefined ? 'node' : 'player'
}

function nodeUnder({ target }: DragEvent): string | undefined {
  const node = target instanceof Element ? target.closest('.react-flow__node') : undefined
  const id = node?.getAttribute('data-id') ?? undefined
  return id !== undefined && graphNow().nodes[id] !== undefined ? id : undefined
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
