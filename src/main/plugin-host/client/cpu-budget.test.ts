import { expect, test } from 'vitest'
import { CpuBudget, usualCpuLimits } from './cpu-budget'

const seconds = (each: number, count: number, isAsked = false) => {
  const budget = new CpuBudget(usualCpuLimits)
  budget.add(0, 0, false)
  return Array.from({ length: count }, (_, i) =>
    budget.add((i + 1) * each, (i + 1) * 1000, isAsked),
  )
}

test('S1-13 half a core for ten seconds is the most that a plugin has unasked', () => {
  expect(seconds(450, 60)).not.toContain(true)
  expect(seconds(900, 60).indexOf(true)).toBe(5)
  expect(seconds(1000, 60, true)).not.toContain(true)
})
