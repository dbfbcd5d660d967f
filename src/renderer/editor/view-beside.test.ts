import { describe, expect, test } from 'vitest'
import { overlap, type Rect } from './scene/curve'
import { MAP, TOOLS, viewBeside } from './view-beside'

const stage = { width: 950, height: 480 }
const corner = (size: { width: number; height: number }, right: boolean): Rect => ({
  x: right ? stage.width - 12 - size.width : 12,
  y: stage.height - 12 - size.height,
  ...size,
})

function shown(rects: readonly Rect[], options = { largest: 1, map: true }) {
  const view = viewBeside(rects, stage, options)
  if (view === undefined) throw new Error('There is something to show')
  const { x, y, zoom } = view
  return {
    zoom,
    rects: rects.map(rect => ({
      x: x + rect.x * zoom,
      y: y + rect.y * zoom,
      width: rect.width * zoom,
      height: rect.height * zoom,
    })),
  }
}

const row = (count: number, y: number): Rect[] =>
  Array.from({ length: count }, (_, index) => ({ x: index * 240, y, width: 200, height: 120 }))

describe('E-01 the view that shows everything', () => {
  test('a lone node stands in the middle of the stage, as large as it is', () => {
    const { zoom, rects } = shown([{ x: 300, y: 40, width: 200, height: 100 }])
    expect(zoom).toBe(1)
    expect(rects).toEqual([{ x: 375, y: 190, width: 200, height: 100 }])
  })

  test.each([
    ['a wide graph', row(9, 0)],
    ['a graph that fills the stage', [...row(8, 0), ...row(8, 300), ...row(8, 600)]],
    ['a tall one', Array.from({ length: 12 }, (_, at) => row(2, at * 160)).flat()],
    [
      'one node in each lower corner',
      [...row(1, 0), { x: 2400, y: 1100, width: 300, height: 200 }],
    ],
  ])('%s has no node under the tools or the overview, and none outside', (_, rects) => {
    const view = shown(rects)
    for (const rect of view.rects) {
      expect(overlap(rect, corner(TOOLS, false))).toBe(false)
      expect(overlap(rect, corner(MAP, true))).toBe(false)
      expect(rect.x).toBeGreaterThanOrEqual(0)
      expect(rect.y).toBeGreaterThanOrEqual(0)
      expect(rect.x + rect.width).toBeLessThanOrEqual(stage.width)
      expect(rect.y + rect.height).toBeLessThanOrEqual(stage.height)
    }
  })

  test('corners that are empty cost no room', () => {
    // A wide graph, too low to reach down to the corners.
    expect(shown(row(6, 0)).zoom).toBeCloseTo((950 - 48) / 1400)
    expect(shown(row(6, 0), { largest: 1, map: false }).zoom).toBeCloseTo((950 - 48) / 1400)
  })

  test('nothing has no view', () => {
    expect(viewBeside([], stage, { largest: 1, map: true })).toBeUndefined()
  })
})
