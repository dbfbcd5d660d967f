import { describe, expect, test } from 'vitest'
import { linesOf, snapMove } from '../gestures/snap'
import { arrange } from '../layout/arrange'
import { overlap, type Rect } from './curve'
import { freePlace } from './free-place'
import { nextBox } from './walk'

const box = (x: number, y: number, width = 100, height = 60): Rect => ({ x, y, width, height })

describe('E-01 places on the canvas', () => {
  test('a new node lies on no other, and as near as can be', () => {
    const boxes = [box(0, 0), box(120, 0), box(0, 80)]
    const place = freePlace({ x: 0, y: 0 }, { width: 100, height: 60 }, boxes)
    expect(boxes.some(other => overlap(other, { ...place, width: 100, height: 60 }))).toBe(false)
    expect(Math.hypot(place.x, place.y)).toBeLessThan(200)
    expect(freePlace({ x: 700, y: 0 }, { width: 100, height: 60 }, boxes)).toEqual({ x: 700, y: 0 })
  })

  test('a dragged node is drawn to the edges and middles of others, else to the grid', () => {
    const lines = linesOf([box(203, 400)])
    const drawn = snapMove(box(0, 0), { x: 205, y: 17 }, lines, 6)
    expect(drawn.by).toEqual({ x: 203, y: 16 })
    expect(drawn.guides).toEqual({ x: 203, y: undefined })
    // Its right edge on the other’s left one.
    expect(snapMove(box(0, 0), { x: 101, y: 90 }, lines, 6).by.x).toBe(103)
    expect(snapMove(box(0, 0), { x: 40, y: 90 }, lines, 6).guides.x).toBeUndefined()
  })

  test('arranging puts each node to the right of what feeds it, and none on another', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    const links = [
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'd'],
      ['d', 'c'],
      ['e', 'f'],
    ] as const
    const boxes = ids.map((id, index) => ({ id, width: 176, height: 90 + 20 * index, socket: 44 }))
    const places = arrange({ boxes, links })
    const rects = boxes.map(each => ({ ...each, ...(places[each.id] ?? { x: 0, y: 0 }) }))
    for (const [from, to] of links) {
      expect(places[to]?.x).toBeGreaterThan((places[from]?.x ?? 0) + 176)
    }
    for (const one of rects) {
      expect(rects.filter(other => other !== one && overlap(one, other))).toEqual([])
    }
  })

  test('a chain that is arranged has its sockets in one line', () => {
    const boxes = [44, 44, 44].map((socket, index) => ({
      ...{ id: `n${index}`, width: 176, height: 100 + 70 * index, socket },
    }))
    const places = arrange({
      boxes,
      links: [
        ['n0', 'n1'],
        ['n1', 'n2'],
      ],
    })
    expect(new Set(Object.values(places).map(({ y }) => Math.round(y))).size).toBe(1)
  })
})

describe('E-17 walking', () => {
  const boxes = [box(300, 10), box(300, 400), box(0, 200), box(-300, 0)]

  test('goes to what lies ahead, and rather straight on than aside', () => {
    expect(nextBox(box(0, 0), 'right', boxes)).toBe(boxes[0])
    expect(nextBox(box(0, 0), 'left', boxes)).toBe(boxes[3])
    expect(nextBox(box(0, 0), 'down', boxes)).toBe(boxes[2])
  })

  test('goes nowhere where nothing lies', () => {
    expect(nextBox(box(0, 0), 'up', boxes)).toBeUndefined()
  })
})
