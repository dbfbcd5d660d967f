import { expect, test } from 'vitest'
import { emptyProject } from '#shared/graph'
import {
  formatBars,
  formatLength,
  formatTime,
  parseBars,
  parsePlace,
  parseTime,
} from './format-time'

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

test('how long a stretch is follows the tempo that it lies in', () => {
  const transport = {
    ...emptyProject('p', 'P').transport,
    tempo: 120,
    tempoMap: [{ beat: 4, bpm: 60, curve: 'hold' as const }],
  }
  expect(formatLength(transport, 0, 4)).toBe('4 beats · 2.00 s')
  expect(formatLength(transport, 2, 4)).toBe('4 beats · 3.00 s')
  expect(formatLength(transport, 4, 1 / 4)).toBe('0.25 beats · 250 ms')
  expect(formatLength(transport, 4, 1)).toBe('1 beat · 1.00 s')
})

test('what is shown can be typed', () => {
  expect(parseTime('1:02.346')).toBeCloseTo(62.346, 9)
  expect(parseTime('62,5 s')).toBe(62.5)
  expect(parseTime('soon')).toBeUndefined()
})

test('a place is typed as bars, or as time', () => {
  const { transport } = emptyProject('p', 'P')
  expect(parseBars(transport, '3')).toBe(8)
  expect(parseBars(transport, ' 3.2.5 ')).toBe(9.5)
  expect(parseBars(transport, '0')).toBeUndefined()
  expect(parseBars(transport, '3.2.5.1')).toBeUndefined()
  const sixEight = { signature: { beats: 6, unit: 8 as const }, signatures: [] }
  expect(formatBars(sixEight, parseBars(sixEight, '2.5.75') ?? 0)).toBe('2.5.75')
  expect(parsePlace({ ...transport, tempo: 60 }, '3')).toBe(8)
  expect(parsePlace(transport, '1:02')).toBe(62)
  expect(parsePlace(transport, '62 s')).toBe(62)
  expect(parsePlace(transport, 'soon')).toBeUndefined()
})
