import { create } from 'zustand'
import type { Point } from '#shared/graph'
import { newId } from '../kit'
import { canvasView, dispatch, onGrid, select, selectedNodes } from '../state'
import { around } from './scene/curve'
import { freePlace } from './scene/free-place'
import { scene } from './scene/scene'

/** Air between a comment's frame and the nodes that it is drawn around; above them stands its text. */
const AIR = 24
const TEXT = 40
const ALONE = { width: 240, height: 96 }

/** The comment that is being written. */
export const useWriting = create<{ readonly comment: string | undefined }>(() => ({
  comment: undefined,
}))

export function writeComment(comment: string): void {
  useWriting.setState({ comment })
}

export function stopWriting(comment: string): void {
  if (useWriting.getState().comment === comment) useWriting.setState({ comment: undefined })
}

/** Adds a comment: around the selected nodes, else at a place. */
export function addComment(at: Point = canvasView().center()): void {
  const frame = around(selectedNodes().flatMap(id => scene.nodes.get(id) ?? []))
  const id = newId()
  const free = freePlace(at, ALONE, scene.nodes.values())
  const note = {
    id,
    text: '',
    position: onGrid(frame === undefined ? free : { x: frame.x - AIR, y: frame.y - TEXT }),
    size:
      frame === undefined
        ? ALONE
        : {
            width: Math.round(frame.width) + 2 * AIR,
            height: Math.round(frame.height) + TEXT + AIR,
          },
  }
  if (!dispatch('Add comment', [{ kind: 'add-note', note }])) return
  select([id])
  writeComment(id)
}
