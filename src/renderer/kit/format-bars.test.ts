import { expect, test } from 'vitest'
import { emptyProject } from '#shared/graph'
import {
  formatBarLength,
  formatBars,
  formatLength,
  parseBarLength,
  parseBars,
  parsePlace,
} from './format-bars'

const fourFour = { signature: { beats: 4, unit: 4 as const }, signatures: [] }
const sixEight = { signature: { beats: 6, unit: 8 as const }, signatures: [] }

test('a place is bar, beat and sixteenth from one, and hundredths of a sixteenth, by the signatures', () => {
  expect(formatBars(fourFour, 0)).toBe('1.1.1.00')
  expect(formatBars(fourFour, 4)).toBe('2.1.1.00')
  expect(formatBars(fourFour, 5.5)).toBe('2.2.3.00')
  expect(formatBars(fourFour, 5.875)).toBe('2.2.4.50')
  expect(formatBars(fourFour, 4 - 1e-12)).toBe('2.1.1.00')
  expect(formatBars(fourFour, 1 / 3)).toBe('1.1.2.33')
  expect(formatBars(sixEight, 3)).toBe('2.1.1.00')
  expect(formatBars(sixEight, 3.25)).toBe('2.1.2.00')
  const changed = { ...fourFour, signatures: [{ bar: 2, beats: 3, unit: 4 as const }] }
  expect(formatBars(changed, 7)).toBe('3.1.1.00')
})

test('a length is whole bars, beats and sixteenths, by the signature where it begins', () => {
  expect(formatBarLength(fourFour, 0, 4)).toBe('1.0.0.00')
  expect(formatBarLength(fourFour, 2, 6.75)).toBe('1.2.3.00')
  expect(formatBarLength(fourFour, 0, 1 / 8)).toBe('0.0.0.50')
  expect(formatBarLength(sixEight, 0, 3.5)).toBe('1.1.0.00')
})

test('how long a stretch is follows the tempo that it lies in', () => {
  const transport = {
    ...emptyProject('p', 'P').transport,
    tempo: 120,
    tempoMap: [{ beat: 4, bpm: 60, curve: 'hold' as const }],
  }
  expect(formatLength(transport, 0, 4)).toBe('1.0.0.00 · 2.00 s')
  expect(formatLength(transport, 2, 4)).toBe('1.0.0.00 · 3.00 s')
  expect(formatLength(transport, 4, 1 / 4)).toBe('0.0.1.00 · 250 ms')
})

test('a place is typed as bars, or as time', () => {
  const { transport } = emptyProject('p', 'P')
  expect(parseBars(transport, '3')).toBe(8)
  expect(parseBars(transport, ' 3.2.3 ')).toBe(9.5)
  expect(parseBars(transport, '3,2,3,5')).toBe(9.625)
  for (const nowhere of ['0', '3.0', '3.5', '3.2.5', '3.2.0', '3.2.1.1.1', '3.', 'soon']) {
    expect(parseBars(transport, nowhere), nowhere).toBeUndefined()
  }
  expect(formatBars(sixEight, parseBars(sixEight, '2.5.2.75') ?? 0)).toBe('2.5.2.75')
  expect(parsePlace({ ...transport, tempo: 60 }, '3')).toBe(8)
  expect(parsePlace(transport, '1:02')).toBe(62)
  expect(parsePlace(transport, '62 s')).toBe(62)
  expect(parsePlace(transport, 'soon')).toBeUndefined()
})

test('a length is typed as it is shown', () => {
  expect(parseBarLength(fourFour, 0, '2')).toBe(8)
  expect(parseBarLength(fourFour, 0, '0.3')).toBe(3)
  expect(parseBarLength(sixEight, 0, '1.0.1.5')).toBe(3.375)
  expect(parseBarLength(fourFour, 0, 'long')).toBeUndefined()
})
