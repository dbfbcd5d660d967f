import { expect, test } from 'vitest'
import { stepsTo } from './steps-to'

const entries = [{ done: true }, { done: true }, { done: false }, { done: false }]

test.each([
  [-1, -2],
  [0, -1],
  [1, 0],
  [2, 1],
  [3, 2],
])('entry %i is %i steps away', (index, steps) => {
  expect(stepsTo(entries, index)).toBe(steps)
})

test('with everything undone, the first entry is one redo away', () => {
  expect(stepsTo([{ done: false }], 0)).toBe(1)
})
