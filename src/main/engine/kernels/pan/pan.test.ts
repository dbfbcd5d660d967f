import { describe, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { pan } from '.'

describe('A-01 pan', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(pan)
  })
})
