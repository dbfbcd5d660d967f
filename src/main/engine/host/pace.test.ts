import { expect, test } from 'vitest'
import { Pace } from './pace'

const RATE = 48_000

test('between two reports the clock goes on', () => {
  const pace = new Pace(RATE)
  pace.report(1152, 1000)
  expect(pace.dueAt(1000)).toBe(1152)
  expect(pace.dueAt(1010)).toBe(1152 + 480)
  expect(pace.until(1152 + 480, 1002)).toBeCloseTo(8)
})

test('a report that was held up on its way says nothing about where the page is', () => {
  const pace = new Pace(RATE)
  pace.report(1152, 1000)
  // Said 50 ms later, heard 58 ms later.
  pace.report(1152 + 2400, 1058)
  expect(pace.dueAt(1058)).toBeCloseTo(1152 + 2784)
})

test('a page that stopped hearing is not filled with sound', () => {
  const pace = new Pace(RATE)
  pace.report(1152, 1000)
  for (let at = 1040; at <= 1400; at += 40) pace.report(1152, at)
  // Ten milliseconds more than it wants.
  expect(pace.dueAt(1400)).toBeCloseTo(1152 + 480)
})

test('of a page that says nothing more nothing is due after a quarter of a second', () => {
  const pace = new Pace(RATE)
  pace.report(0, 1000)
  expect(pace.dueAt(5000)).toBe(12_000)
  expect(pace.until(20_000, 5000)).toBeUndefined()
})

test('a clock that goes slower than ours is followed', () => {
  const pace = new Pace(RATE)
  // 0.1 % slower, for a minute.
  for (let at = 0; at <= 60_000; at += 40) pace.report(at * 48 * 0.999, at)
  expect(Math.abs(pace.dueAt(60_000) - 60_000 * 48 * 0.999)).toBeLessThan(80)
})
