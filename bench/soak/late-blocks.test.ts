import { expect, test } from 'vitest'
import { chanceOf, leastTold } from './late-blocks'

const late = (count: number, ms = 60_000) => ({ count, ms })

test.each([
  // Ten tosses of a coin.
  [late(10), late(0), 2 ** -10],
  [late(9), late(1), 11 / 1024],
  [late(5), late(5), 638 / 1024],
  [late(0), late(10), 1],
  // One of six sides of a die: 1 − (5/6)^3.
  [late(1, 1000), late(2, 5000), 1 - (5 / 6) ** 3],
])('of %o beside %o chance makes so many with %f', (first, second, chance) => {
  expect(chanceOf(first, second)).toBeCloseTo(chance, 12)
})

test('thousands are as exact: as many in both come about half of the time', () => {
  expect(chanceOf(late(5000), late(5000))).toBeCloseTo(0.504, 3)
})

test('beside none at all five in as much time are more than chance', () => {
  expect(leastTold(60_000, late(0))).toBe(5)
})

test('beside eight it takes eighteen', () => {
  expect(leastTold(60_000, late(8))).toBe(18)
})
