import { describe, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { gain } from '.'

describe('A-01 gain', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(gain)
  })
})
