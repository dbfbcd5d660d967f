import { describe, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { noise } from '.'

describe('A-01 noise', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(noise)
  })
})
