import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { listChange, withListChange } from './list-change'

interface Item {
  readonly key: string
  readonly value: number
}

const keyOf = ({ key }: Item) => key
const isSame = (a: Item, b: Item) => a.value === b.value
const lists = fc.uniqueArray(
  fc.record({ key: fc.stringMatching(/^[a-h]$/), value: fc.integer({ min: 0, max: 2 }) }),
  { selector: keyOf, maxLength: 8 },
)

describe('S1-34 the difference of two lists', () => {
  test('makes the one of the other, whatever they hold', () => {
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const change = listChange(before, after, keyOf, isSame)
        expect(withListChange(before, change, keyOf)).toEqual(after)
      }),
    )
  })

  test('is none between a list and its copy, whose objects stay', () => {
    fc.assert(
      fc.property(lists, list => {
        const copy = list.map(item => ({ ...item }))
        const change = listChange(list, copy, keyOf, isSame)
        expect(change).toEqual({ gone: [], put: [] })
        expect(withListChange(list, change, keyOf)).toBe(list)
      }),
    )
  })

  test('names one that came, with the one before it, and nothing else', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(key => ({ key, value: 0 }))
    if (a === undefined || b === undefined || c === undefined) throw new Error('There are three.')
    const change = listChange([a, c], [a, b, c], keyOf, isSame)
    expect(change).toEqual({ gone: [], put: [{ after: 'a', item: b }] })
    expect(withListChange([a, c], change, keyOf)[2]).toBe(c)
  })
})
