import { expect, test } from 'vitest'
import { isBlack, keysFrom, velocityAt } from './key-layout'

test('E-13 two octaves from middle C have fourteen white keys and ten black ones between them', () => {
  const keys = keysFrom(60, 26 * 14)
  const whites = keys.filter(({ black }) => !black)
  expect(whites.map(({ key }) => key)).toEqual([
    ...[60, 62, 64, 65, 67, 69, 71],
    ...[72, 74, 76, 77, 79, 81, 83],
  ])
  expect(keys.filter(({ black }) => black).map(({ key, place }) => [key, place])).toEqual([
    ...[
      [61, 1],
      [63, 2],
      [66, 4],
      [68, 5],
      [70, 6],
    ],
    ...[
      [73, 8],
      [75, 9],
      [78, 11],
      [80, 12],
      [82, 13],
    ],
  ])
  expect(isBlack(61)).toBe(true)
})

test('E-13 no key is above the highest of MIDI, and a key is louder the lower it is struck', () => {
  expect(Math.max(...keysFrom(108, 2000).map(({ key }) => key))).toBe(127)
  expect(velocityAt(0)).toBeCloseTo(0.2)
  expect(velocityAt(1)).toBe(1)
  expect(velocityAt(-3)).toBe(0.1)
})
