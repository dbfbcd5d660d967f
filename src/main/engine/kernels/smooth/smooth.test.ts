import { describe, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { smooth } from '.'

describe('A-01 smooth', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(smooth)
  })
})
