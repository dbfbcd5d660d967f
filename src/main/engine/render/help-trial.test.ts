import { describe, expect, test } from 'vitest'
import { HelpTrial } from './help-trial'

/** The verdict over blocks that take so long with the others, and so long alone. */
function verdict(helped: readonly number[], alone: readonly number[]): boolean | undefined {
  const trial = new HelpTrial()
  const left = { helped: [...helped], alone: [...alone] }
  while (trial.helps === undefined) {
    const time = (trial.calls ? left.helped : left.alone).shift()
    if (time === undefined) return undefined
    trial.took(time)
  }
  return trial.helps
}

describe('A-06 threads that are tried', () => {
  test('help where blocks are sooner done with them, by the least of two each', () => {
    expect(verdict([5, 5], [8, 8])).toBe(true)
    expect(verdict([8, 8], [5, 5])).toBe(false)
    expect(verdict([5, 5], [5, 5])).toBe(false)
    // Something else had a core once.
    expect(verdict([50, 5], [8, 8])).toBe(true)
    expect(verdict([8, 8], [5, 50])).toBe(false)
  })

  test('are not judged before both ways were gone twice', () => {
    expect(verdict([5, 5], [8])).toBeUndefined()
    expect(verdict([5], [8])).toBeUndefined()
  })
})
