import { describe, expect, test } from 'vitest'
import { IsolateClock } from './isolate-clock'

describe('S1-13 what a call had of the processor', () => {
  function clocked(at = 0) {
    const had = { ms: at, looks: 0 }
    const clock = new IsolateClock(() => {
      had.looks += 1
      return had.ms
    })
    clock.settle()
    had.looks = 0
    return { had, clock }
  }

  test('a long call counts as what its isolate worked, not as what the machine did meanwhile', () => {
    const { had, clock } = clocked(500)
    had.ms += 3
    expect(clock.spent(900, 1)).toBe(3)
    had.ms += 7
    expect(clock.spent(7, 1)).toBe(7)
  })

  test('short calls count as long as they lasted, and are not counted again with the long one behind them', () => {
    const { had, clock } = clocked()
    for (let call = 0; call < 10; call++) {
      had.ms += 0.5
      expect(clock.spent(0.5, 1)).toBe(0.5)
    }
    had.ms += 40
    expect(clock.spent(60, 1)).toBe(40)
  })

  test('V8 is asked once in 64 short calls', () => {
    const { had, clock } = clocked()
    for (let call = 0; call < 650; call++) {
      had.ms += 0.001
      clock.spent(0.002, 1)
    }
    expect(had.looks).toBe(10)
  })

  test('a call never had less than nothing, nor more than it lasted', () => {
    const { had, clock } = clocked()
    for (let call = 0; call < 20; call++) clock.spent(0.9, 1)
    expect(clock.spent(5, 1)).toBe(0)
    had.ms += 100
    expect(clock.spent(5, 1)).toBe(5)
  })

  test('setting up is no call', () => {
    const { had, clock } = clocked()
    had.ms += 300
    clock.settle()
    had.ms += 2
    expect(clock.spent(4, 1)).toBe(2)
  })
})
