import { describe, expect, test } from 'vitest'
import { TookTooLong, withDeadline } from './with-deadline'

describe('S20 work that a plugin’s data steers', () => {
  test('yields its value, or throws what it throws', () => {
    expect(withDeadline(1000, () => 7)).toBe(7)
    expect(() =>
      withDeadline(1000, () => {
        throw new RangeError('too deep')
      }),
    ).toThrow(RangeError)
  })

  test('ends where it does not end by itself: loops, and patterns that backtrack', () => {
    const began = performance.now()
    expect(() =>
      withDeadline(20, () => {
        for (;;);
      }),
    ).toThrow(TookTooLong)
    expect(() => withDeadline(20, () => /^(a+)+$/.test(`${'a'.repeat(60)}!`))).toThrow(TookTooLong)
    expect(performance.now() - began).toBeLessThan(2000)
  })

  test('is tried again where the machine, not the work, took the time', () => {
    let tries = 0
    const asleep = new Int32Array(new SharedArrayBuffer(4))
    const value = withDeadline(50, () => {
      // The first time the thread sleeps through the deadline.
      if (++tries === 1) Atomics.wait(asleep, 0, 0, 200)
      return 'done'
    })
    expect([value, tries]).toEqual(['done', 2])
  })
})
