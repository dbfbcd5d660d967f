import type { Point } from '#shared/graph'
import { dispatch, onGrid, selectedNodes } from '../state'
import { scene } from './scene/scene'

export type Alignment = 'left' | 'right' | 'top' | 'bottom' | 'across' | 'down'

interface Box extends Point {
  readonly id: string
  readonly width: number
  readonly height: number
}

/** Aligns the selected nodes to one edge, or spreads them evenly. */
export function alignSelection(alignment: Alignment): void {
  const boxes = selectedBoxes()
  if (boxes.length < 2) return
  const placed = aligned(boxes, alignment).map(({ id, x, y }) => [id, onGrid({ x, y })] as const)
  dispatch('Align nodes', [{ kind: 'move-nodes', positions: Object.fromEntries(placed) }])
}

export function aligned(boxes: readonly Box[], alignment: Alignment): readonly Box[] {
  const right = Math.max(...boxes.map(box => box.x + box.width))
  const bottom = Math.max(...boxes.map(box => box.y + box.height))
  const left = Math.min(...boxes.map(box => box.x))
  const top = Math.min(...boxes.map(box => box.y))
  switch (alignment) {
    case 'left':
      return boxes.map(box => ({ ...box, x: left }))
    case 'right':
      return boxes.map(box => ({ ...box, x: right - box.width }))
    case 'top':
      return boxes.map(box => ({ ...box, y: top }))
    case 'bottom':
      return boxes.map(box => ({ ...box, y: bottom - box.height }))
    case 'across': {
      const room = right - left - boxes.reduce((sum, box) => sum + box.width, 0)
      const gap = Math.max(32, room / (boxes.length - 1))
      let x = left
      return boxes
        .toSorted((a, b) => a.x - b.x)
        .map(box => {
          const placed = { ...box, x }
          x += box.width + gap
          return placed
        })
    }
    case 'down': {
      const room = bottom - top - boxes.reduce((sum, box) => sum + box.height, 0)
      const gap = Math.max(24, room / (boxes.length - 1))
      let y = top
      return boxes
        .toSorted((a, b) => a.y - b.y)
        .map(box => {
          const placed = { ...box, y }
          y += box.height + gap
          return placed
        })
    }
  }
}

function selectedBoxes(): Box[] {
  return selectedNodes().flatMap(id => scene.nodes.get(id) ?? [])
}
