import { expect, test } from 'vitest'
import { formatBars, formatTime, parseTime } from './format-time'

test('time is minutes, seconds and milliseconds, rounded as a whole', () => {
  expect(formatTime(0)).toBe('0:00.000')
  expect(formatTime(62.3456)).toBe('1:02.346')
  expect(formatTime(59.9996)).toBe('1:00.000')
})

test('bars count from one, by the signatures', () => {
  const fourFour = { signature: { beats: 4, unit: 4 as const }, signatures: [] }
  expect(formatBars(fourFour, 0)).toBe('1.1.00')
  expect(formatBars(fourFour, 4)).toBe('2.1.00')
  expect(formatBars(fourFour, 5.5)).toBe('2.2.50')
  const sixEight = { signature: { beats: 6, unit: 8 as const }, signatures: [] }
  expect(formatBars(sixEight, 3)).toBe('2.1.00')
  expect(formatBars(sixEight, 3.25)).toBe('2.1.50')
  const changed = { ...fourFour, signatures: [{ bar: 2, beats: 3, unit: 4 as const }] }
  expect(formatBars(changed, 7)).toBe('3.1.00')
})

test('what is shown can be typed', () => {
  expect(parseTime('1:02.346')).toBeCloseTo(62.346, 9)
  expect(parseTime('62,5 s')).toBe(62.5)
  expect(parseTime('soon')).toBeUndefined()
})
