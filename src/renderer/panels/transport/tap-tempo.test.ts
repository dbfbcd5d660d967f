import { describe, expect, test } from 'vitest'
import { TapTempo } from './tap-tempo'

function taps(...times: readonly number[]) {
  const tempo = new TapTempo()
  return times.map(time => tempo.tap(time)).at(-1)
}

describe('E-10 tap tempo', () => {
  test('taps half a second apart are 120 beats a minute', () => {
    expect(taps(0)).toBeUndefined()
    expect(taps(0, 500)).toBe(120)
    expect(taps(0, 500, 1000, 1500)).toBe(120)
  })

  test('one slip does not count, and a pause begins anew', () => {
    expect(taps(0, 500, 1000, 1180, 2000, 2500, 3000)).toBe(120)
    expect(taps(0, 500, 1000, 9000, 9600)).toBe(100)
    expect(taps(0, 500, 9000)).toBeUndefined()
  })

  test('stays within the tempos that there are', () => {
    expect(taps(0, 1, 2, 3)).toBe(1000)
  })
})
