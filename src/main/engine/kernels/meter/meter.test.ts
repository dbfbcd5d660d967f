import { describe, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { meter } from '.'

describe('A-01 meter', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(meter)
  })
})
