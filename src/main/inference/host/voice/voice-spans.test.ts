import { expect, test } from 'vitest'
import { usualSpans, voiceSpans } from './voice-spans'

const likely = (text: string) =>
  Array.from(text, letter => (letter === '#' ? 0.9 : letter === '-' ? 0.4 : 0))
const spans = (text: string, changes: Partial<typeof usualSpans> = {}) =>
  voiceSpans(likely(text), { ...usualSpans, least: 2, pad: 0, ...changes })

test('a span lasts as long as the voice, short pauses and doubtful frames included', () => {
  expect(spans('...####...')).toEqual([{ from: 3, to: 7 }])
  expect(spans('..##..##...')).toEqual([{ from: 2, to: 8 }])
  expect(spans('..##-----##...')).toEqual([{ from: 2, to: 11 }])
  expect(spans('..##...##...')).toEqual([
    { from: 2, to: 4 },
    { from: 7, to: 9 },
  ])
})

test('a click is no speech, and what speaks at the end ends there', () => {
  expect(spans('..#.....')).toEqual([])
  expect(spans('....####')).toEqual([{ from: 4, to: 8 }])
  expect(spans('########')).toEqual([{ from: 0, to: 8 }])
  expect(spans('')).toEqual([])
})

test('spans are padded without meeting', () => {
  expect(spans('.####...####.', { pad: 2 })).toEqual([
    { from: 0, to: 6 },
    { from: 7, to: 13 },
  ])
})
