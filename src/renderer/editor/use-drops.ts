import { useReactFlow } from '@xyflow/react'
import { useState, type DragEvent } from 'react'
import type { Point } from '#shared/graph'
import { fail } from '#shared/kit'
import {
  bringTrack,
  catalog,
  DRAGGED_NODE,
  DRAGGED_PRESET,
  DRAGGED_SOUND,
  draggedNode,
  graphNow,
  soundJoins,
  soundParam,
  toastFailure,
} from '../state'
import { cableAt, setCableTarget } from './cable-target'
import { droppedFiles } from './dropped-files'
import { areSounds, dropHint, mayBePreset, type DropTarget } from './file-kinds'
import type { CableFlow, DeviceFlow } from './flow'
import { importFiles, type DroppedOn } from './imports'
import { goesInto, insertNode } from './insert-node'
import { dropPreset, presetDrop, presetGoesInto } from './preset-drop'

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
      const isPreset = event.dataTransfer.types.includes(DRAGGED_PRESET)
      if (!isNode && !isSound && !isPreset && !event.dataTransfer.types.includes('Files')) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      if (isPreset) {
        const on = presetUnder(event)
        const { hint, fits } = presetDrop(on)
        if (!fits) event.dataTransfer.dropEffect = 'none'
        setCableTarget(on.cable)
        return setHint(hint)
      }
      if (isNode) return setCableTarget(cableFor(draggedNode(), event))
      const types = isSound ? ['audio/wav'] : typesOf(event)
      const on = placeUnder(event, types)
      setCableTarget(on.cable)
      setHint(dropHint(types, targetOf(on)))
    },
    onDragLeave(event: DragEvent) {
      const to = event.relatedTarget
      if (!(to instanceof Element && event.currentTarget.contains(to))) leave()
    },
    onDrop(event: DragEvent) {
      const type = event.dataTransfer.getData(DRAGGED_NODE)
      const track = event.dataTransfer.getData(DRAGGED_SOUND)
      const preset = event.dataTransfer.getData(DRAGGED_PRESET)
      if (type + track + preset === '' && !event.dataTransfer.types.includes('Files')) return
      event.preventDefault()
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const on = placeUnder(event, track === '' ? typesOf(event) : ['audio/wav'])
      leave()
      if (preset !== '') return dropPreset(preset, at, presetUnder(event))
      if (type !== '') return insertNode(type, at, cableFor(type, event))
      if (track !== '') return void bringTrack(Number(track), { at, ...on })
      dropFilesOn(event.dataTransfer, at, on)
    },
  }
}

/** Takes the files of a drop in, at a place of the canvas or onto a node. */
export function dropFilesOn(data: DataTransfer, at: Point, on: DroppedOn): void {
  void droppedFiles(data).then(files => takeFiles(files, at, on))
}

function takeFiles(files: readonly File[], at: Point, on: DroppedOn): void {
  if (files.length > 0) return void importFiles(files, at, on)
  toastFailure(fail('drop-unsupported', 'There is no sound and no MIDI file in it.'))
}

/** Kinds of the files that hover; their names are told only when they are dropped. */
export function typesOf(event: { readonly dataTransfer: DataTransfer }): readonly string[] {
  return [...event.dataTransfer.items].map(item => item.type)
}

function targetOf({ node, cable }: DroppedOn): DropTarget {
  if (node !== undefined) return soundParam(node) === undefined ? 'node' : 'player'
  return cable === undefined ? 'canvas' : 'cable'
}

/** The node under the pointer, or the cable that sounds can join and a preset's node can go into. */
function placeUnder(event: DragEvent, types: readonly string[]): DroppedOn {
  const node = nodeUnder(event)
  if (node !== undefined) return { node }
  const sounds = areSounds(types)
  if (!sounds && !mayBePreset(types)) return {}
  const cable = cableAt(event.clientX, event.clientY)
  return cable !== undefined && (!sounds || soundJoins(cable)) ? { cable } : {}
}

/** The node under a preset out of the list, or the cable that its node can go into. */
function presetUnder(event: DragEvent): DroppedOn {
  const node = nodeUnder(event)
  if (node !== undefined) return { node }
  const cable = cableAt(event.clientX, event.clientY)
  return cable !== undefined && presetGoesInto(cable) ? { cable } : {}
}

/** The cable under the pointer, if a node of a type can go into it. */
function cableFor(type: string | undefined, { clientX, clientY }: DragEvent): string | undefined {
  const cable = cableAt(clientX, clientY)
  const definition = catalog().get(type ?? '')
  if (cable === undefined || definition === undefined) return undefined
  return goesInto(definition, cable) ? cable : undefined
}

function nodeUnder({ target }: DragEvent): string | undefined {
  const node = target instanceof Element ? target.closest('.react-flow__node') : undefined
  const id = node?.getAttribute('data-id') ?? undefined
  return id !== undefined && graphNow().nodes[id] !== undefined ? id : undefined
}
