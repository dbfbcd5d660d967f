import { describe, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { biquad } from '.'

describe('A-01 biquad', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(biquad)
  })
})
