import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearOrder } from './near-order'

test('three tracks of two into a sum: track by track, and the sum behind them', () => {
  // Sources 0 to 2, effects 3 to 5, the sum 6.
  const readers = [[3], [4], [5], [6], [6], [6], []]
  expect(nearOrder(readers)).toEqual([0, 3, 1, 4, 2, 5, 6])
})

test('of a source that two hear the lower one follows first, with all that waits for it alone', () => {
  expect(nearOrder([[1, 2], [3], [4], [], []])).toEqual([0, 1, 3, 2, 4])
})

test('a source with 200,000 readers, and one that hears another twice', () => {
  const many = Array.from({ length: 200_000 }, (_, index) => index + 1)
  const order = nearOrder([many, ...many.map(() => [])])
  expect(order).toEqual([0, ...many])
  expect(nearOrder([[1, 1], []])).toEqual([0, 1])
})

test('any graph without loops: all of it, once, and each behind what it hears', () => {
  const pair = fc.tuple(fc.nat(19), fc.nat(19)).filter(([from, to]) => from < to)
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 60 }), pairs => {
      const readers = Array.from({ length: 20 }, (_, thing) =>
        pairs.filter(([from]) => from === thing).map(([, to]) => to),
      )
      const order = nearOrder(readers)
      expect(order.toSorted((a, b) => a - b)).toEqual([...readers.keys()])
      for (const [from, to] of pairs) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to))
    }),
  )
})
