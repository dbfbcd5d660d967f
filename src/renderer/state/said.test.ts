import { describe, expect, test } from 'vitest'
import { linesOf, saidBy, saidWith, subtitlesOf } from './said'

const key = 'a'.repeat(64)
const result = {
  key,
  by: 'Whisper base',
  clips: {},
  spans: [
    { from: 0.5, to: 2, text: 'Guten Abend, schön' },
    { from: 2, to: 3 },
    { from: 3661.25, to: 3662, text: 'and welcome' },
  ],
}
const said = saidBy({ result })

describe('Build 10 what a node has written down', () => {
  test('is its stretches that have words', () => {
    expect(said.map(({ text }) => text)).toEqual(['Guten Abend, schön', 'and welcome'])
    expect(saidBy({})).toEqual([])
    expect(saidBy(undefined)).toEqual([])
  })

  test('is found whatever the case and the accents', () => {
    expect(saidWith(said, ' SCHON ')).toEqual([said[0]])
    expect(saidWith(said, '')).toEqual(said)
    expect(saidWith(said, 'xyz')).toEqual([])
  })

  test('is copied as lines, or as subtitles that players read', () => {
    expect(linesOf(said)).toBe('Guten Abend, schön\nand welcome')
    expect(subtitlesOf(said)).toBe(
      '1\n00:00:00,500 --> 00:00:02,000\nGuten Abend, schön\n\n' +
        '2\n01:01:01,250 --> 01:01:02,000\nand welcome\n',
    )
  })
})
