import { describe, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { constant } from '.'

describe('A-01 constant', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(constant)
  })
})
