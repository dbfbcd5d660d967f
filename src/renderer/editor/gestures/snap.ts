import type { Point } from '#shared/graph'
import { GRID } from '../../state'
import type { Guides } from '../scene/paint'
import type { Rect } from '../scene/curve'

/** Where nodes could stand in a line with others: left, middle and right, top, middle and bottom of each. */
export interface Lines {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

export function linesOf(boxes: Iterable<Rect>): Lines {
  const x: number[] = []
  const y: number[] = []
  for (const box of boxes) {
    x.push(box.x, box.x + box.width / 2, box.x + box.width)
    y.push(box.y, box.y + box.height / 2, box.y + box.height)
  }
  return { x, y }
}

export interface Snapped {
  readonly by: Point
  readonly guides: Guides
}

/** A move of a box, drawn to the nearest lines within `reach`, and to the grid where there are none. */
export function snapMove(box: Rect, by: Point, lines: Lines, reach: number): Snapped {
  const x = snapAxis([box.x, box.x + box.width / 2, box.x + box.width], by.x, lines.x, reach)
  const y = snapAxis([box.y, box.y + box.height / 2, box.y + box.height], by.y, lines.y, reach)
  return {
    by: { x: x.by ?? onGrid(box.x, by.x), y: y.by ?? onGrid(box.y, by.y) },
    guides: { x: x.line, y: y.line },
  }
}

function snapAxis(
  own: readonly number[],
  by: number,
  lines: readonly number[],
  reach: number,
): { by: number | undefined; line: number | undefined } {
  let nearest = reach
  let found: number | undefined
  let at: number | undefined
  for (const line of lines) {
    for (const edge of own) {
      const off = line - (edge + by)
      if (Math.abs(off) >= nearest) continue
      nearest = Math.abs(off)
      found = by + off
      at = line
    }
  }
  return { by: found, line: at }
}

function onGrid(from: number, by: number): number {
  return Math.round((from + by) / GRID) * GRID - from
}
