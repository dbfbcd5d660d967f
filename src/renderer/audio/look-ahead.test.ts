import { expect, test } from 'vitest'
import { LONGEST_LOOK_AHEAD, LookAhead } from './look-ahead'

test('three gaps in two seconds are forgiven, a fourth doubles the look-ahead', () => {
  const ahead = new LookAhead(2048)
  expect(ahead.watch(2, 0)).toBe(false)
  expect(ahead.watch(3, 1000)).toBe(false)
  expect(ahead.watch(4, 1900)).toBe(true)
  expect(ahead.frames).toBe(4096)
})

test('gaps that lie further apart are forgiven', () => {
  const ahead = new LookAhead(2048)
  for (let second = 0; second < 20; second++) {
    expect(ahead.watch(second, second * 1000)).toBe(false)
  }
})

test('one long gap doubles it once, the next after two seconds again, up to the longest', () => {
  const ahead = new LookAhead(4096)
  const grown = Array.from({ length: 10 }, (_, second) =>
    ahead.watch(100 * (second + 1), second * 1000),
  )
  expect(grown.filter(Boolean)).toHaveLength(2)
  expect(ahead.frames).toBe(LONGEST_LOOK_AHEAD)
})
