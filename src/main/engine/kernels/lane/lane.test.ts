import { expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { lane } from '.'

test('A-01 lane: sixteen values in a row, over and over', () => {
  const params = Object.fromEntries(Object.keys(lane.params).map((name, i) => [name, i + 1]))
  const [out] = renderOut(lane, { frames: 128, params })
  expect([...out!]).toEqual(Array.from({ length: 128 }, (_, i) => (i % 16) + 1))
  expectSameForAnyPartition(lane)
})
