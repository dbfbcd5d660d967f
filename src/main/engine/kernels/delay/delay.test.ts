import { describe, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { delay } from '.'

describe('A-01 delay', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(delay)
  })
})
