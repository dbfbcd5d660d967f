import { expect, test } from 'vitest'
import { formatBars, formatTime, parseTime } from './format-time'

test('time is minutes, seconds and milliseconds, rounded as a whole', () => {
  expect(formatTime(0)).toBe('0:00.000')
  expect(formatTime(62.3456)).toBe('1:02.346')
  expect(formatTime(59.9996)).toBe('1:00.000')
})

test('bars count from one, by tempo and signature', () => {
  const fourFour = { beats: 4, unit: 4 }
  expect(formatBars(0, 120, fourFour)).toBe('1.1.00')
  expect(formatBars(2, 120, fourFour)).toBe('2.1.00')
  expect(formatBars(2.75, 120, fourFour)).toBe('2.2.50')
  expect(formatBars(1.5, 120, { beats: 6, unit: 8 })).toBe('2.1.00')
})

test('what is shown can be typed', () => {
  expect(parseTime('1:02.346')).toBeCloseTo(62.346, 9)
  expect(parseTime('62,5 s')).toBe(62.5)
  expect(parseTime('soon')).toBeUndefined()
})
