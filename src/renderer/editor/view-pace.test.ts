import { expect, test } from 'vitest'
import { ViewPace, ViewTurns } from './view-pace'

test('S1-27 a view is heard sixty times a second, and stopped where it floods', () => {
  const pace = new ViewPace()
  const second = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => pace.take(from + i / count))
  const all = second(1000, 300)
  expect(all.filter(said => said === 'hear')).toHaveLength(60)
  expect(all).not.toContain('stop')
  expect(second(2000, 1)).toEqual(['hear'])
  expect(second(2001, 300).at(-1)).toBe('stop')
})

test('what a view turns without a pause is one movement, and undone at once', () => {
  const turns = new ViewTurns()
  const first = turns.gestureOf('gain', 0)
  expect(turns.gestureOf('gain', 400)).toBe(first)
  expect(turns.gestureOf('tone', 400)).not.toBe(first)
  expect(turns.gestureOf('gain', 800)).toBe(first)
  expect(turns.gestureOf('gain', 1400)).not.toBe(first)
})
