import { describe, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { lfo } from '.'

describe('A-01 lfo', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(lfo)
  })
})
