import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pacedGesture } from './paced-gesture'

let frames: Map<number, () => void>

beforeEach(() => {
  frames = new Map()
  let next = 0
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
    frames.set(++next, run)
    return next
  })
  vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.delete(id))
})

afterEach(() => {
  vi.unstubAllGlobals()
})

test('the first value of a gesture goes out before any paint, later ones once a frame', () => {
  const { gesture, sent } = begun()
  gesture.change(1)
  expect(sent).toEqual([1])
  gesture.change(2)
  gesture.change(3)
  expect(sent).toEqual([1])
  paint()
  expect(sent).toEqual([1, 3])
})

test('after a frame without news the next value goes out at once again', () => {
  const { gesture, sent } = begun()
  gesture.change(1)
  paint()
  expect(frames.size).toBe(0)
  gesture.change(2)
  expect(sent).toEqual([1, 2])
})

test('the end sends what still waits, once, and leaves no frame behind', () => {
  const { gesture, sent } = begun()
  gesture.change(1)
  gesture.change(2)
  gesture[Symbol.dispose]()
  expect(sent).toEqual([1, 2])
  expect(frames.size).toBe(0)
})

test('all values of one movement have the same gesture, another movement has its own', () => {
  const ids: string[] = []
  for (let movement = 0; movement < 2; movement++) {
    const gesture = pacedGesture((_value: number, id) => ids.push(id))
    gesture.change(1)
    gesture.change(2)
    gesture[Symbol.dispose]()
  }
  expect(ids[0]).toBe(ids[1])
  expect(new Set(ids).size).toBe(2)
})

function begun() {
  const sent: number[] = []
  return { sent, gesture: pacedGesture((value: number) => sent.push(value)) }
}

function paint(): void {
  const due = [...frames.values()]
  frames.clear()
  for (const run of due) run()
}
