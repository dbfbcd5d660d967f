import { expect, test } from 'vitest'
import { formatTime, parseTime } from './format-time'

test('time is minutes, seconds and milliseconds, rounded as a whole', () => {
  expect(formatTime(0)).toBe('0:00.000')
  expect(formatTime(62.3456)).toBe('1:02.346')
  expect(formatTime(59.9996)).toBe('1:00.000')
})

test('what is shown can be typed', () => {
  expect(parseTime('1:02.346')).toBeCloseTo(62.346, 9)
  expect(parseTime('62,5 s')).toBe(62.5)
  expect(parseTime('soon')).toBeUndefined()
})
