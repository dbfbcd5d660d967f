import { describe, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { oscillator } from '.'

describe('A-01 oscillator', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(oscillator)
  })
})
