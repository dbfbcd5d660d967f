import { describe, expect, test } from 'vitest'
import { boundsOf, contains, distanceTo, hanging, pointsAlong, svgPath, type Rect } from './curve'
import { route } from './route'

const box = (x: number, y: number, width = 176, height = 120): Rect => ({ x, y, width, height })
const runsThrough = (curve: readonly number[], rect: Rect): boolean =>
  pointsAlong(curve, 40).some(point => contains(rect, point))

describe('E-03 the way of a cable', () => {
  test('begins and ends at its sockets, level with them', () => {
    const curve = hanging({ x: 10, y: 20 }, { x: 300, y: 90 })
    expect(curve.slice(0, 2)).toEqual([10, 20])
    expect(curve.slice(-2)).toEqual([300, 90])
    expect(svgPath(curve)).toMatch(/^M10,20C[-\d.]+,[-\d.]+ [-\d.]+,[-\d.]+ 300,90$/)
  })

  test('goes past a node that stands in the middle of it', () => {
    const from = { x: 0, y: 60 }
    const to = { x: 600, y: 60 }
    const middle = box(212, 0)
    expect(runsThrough(hanging(from, to), middle)).toBe(true)
    expect(runsThrough(route(from, to, 0, [middle]), middle)).toBe(false)
  })

  test('takes the shorter side', () => {
    const way = route({ x: 0, y: 100 }, { x: 600, y: 100 }, 0, [box(212, 0)])
    expect(boundsOf(way).y).toBeGreaterThanOrEqual(90)
  })

  test('finds a gap between two nodes', () => {
    const boxes = [box(212, -160, 176, 200), box(212, 80, 176, 200)]
    const way = route({ x: 0, y: 0 }, { x: 600, y: 0 }, 0, boxes)
    for (const each of boxes) expect(runsThrough(way, each)).toBe(false)
  })

  test('one that runs back goes around its own two nodes', () => {
    const source = box(0, 0)
    const target = box(0, 300)
    const way = route({ x: 176, y: 44 }, { x: 0, y: 344 }, 0, [], [source, target])
    const inner = (rect: Rect) => ({ ...rect, x: rect.x + 6, width: rect.width - 12 })
    expect(runsThrough(way, inner(source))).toBe(false)
    expect(runsThrough(way, inner(target))).toBe(false)
  })

  test('cables between the same two nodes stand apart in the middle', () => {
    const [a, b] = [-0.5, 0.5].map(lane => hanging({ x: 0, y: 0 }, { x: 300, y: 0 }, lane))
    const middle = pointsAlong(b ?? [], 2)[1] ?? { x: 0, y: 0 }
    expect(distanceTo(a ?? [], middle)).toBeGreaterThan(6)
  })

  test('how far a place is from a cable is what a fine sampling of it says', () => {
    const curve = hanging({ x: 0, y: 0 }, { x: 400, y: 200 })
    for (const place of [
      { x: 120, y: 90 },
      { x: 390, y: 120 },
      { x: -30, y: 10 },
    ]) {
      const sampled = Math.min(
        ...pointsAlong(curve, 4000).map(({ x, y }) => Math.hypot(x - place.x, y - place.y)),
      )
      expect(distanceTo(curve, place)).toBeCloseTo(sampled, 0)
    }
  })
})
