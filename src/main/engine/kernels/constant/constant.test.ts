import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { wander } from '../testing/signals'
import { constant } from '.'

describe('A-01 constant', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(constant)
  })

  test('is its value, holding or moving', () => {
    const curve = wander(1_280, -3, 5, 1)
    expect(renderOut(constant, { frames: 1_280, params: { value: curve } })).toEqual([curve])
    const [held] = renderOut(constant, { frames: 256, params: { value: 2.5 } })
    expect(held).toEqual(new Float32Array(256).fill(2.5))
  })
})
