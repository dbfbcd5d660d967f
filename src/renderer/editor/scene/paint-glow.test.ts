import { expect, test } from 'vitest'
import { glowLevel } from './paint-glow'

test('a level glows in eight steps, and silence not at all', () => {
  expect([0, 0.01, 0.125, 0.13, 0.99, 1].map(level => glowLevel(level))).toEqual([0, 1, 1, 2, 8, 8])
})

test('a level that trembles about an edge glows steadily; one that moves on does not stay', () => {
  const trembling = [0.51, 0.49, 0.505, 0.48, 0.52]
  let glow = 0
  const glows = trembling.map(level => (glow = glowLevel(level, glow)))
  expect(glows).toEqual([5, 5, 5, 5, 5])
  expect(glowLevel(0.45, 5)).toBe(4)
  expect(glowLevel(0.66, 5)).toBe(6)
  expect(glowLevel(0, 1)).toBe(0)
})
