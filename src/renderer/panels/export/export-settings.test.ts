import { expect, test } from 'vitest'
import {
  bitrateOf,
  formDefaults,
  namedFor,
  settingsOf,
  settingsProblem,
  spanOf,
  type ExportForm,
} from './export-settings'

const transport = { length: 60, loop: { enabled: false, start: 2, end: 10 } }
const settings: ExportForm = { ...formDefaults, span: 'all', from: 3, to: 5, path: '/a.wav' }

test.each([
  ['all', { from: 0, to: 60 }],
  ['loop', { from: 2, to: 10 }],
  ['range', { from: 3, to: 5 }],
] as const)('%s', (span, expected) => {
  expect(spanOf({ ...settings, span }, transport)).toEqual(expected)
})

test('a range that ends before it begins, and a missing file, are problems', () => {
  expect(settingsProblem(settings)).toBeUndefined()
  expect(settingsProblem({ ...settings, to: 3 })).toBeUndefined()
  expect(settingsProblem({ ...settings, span: 'range', to: 3 })).toContain('end after')
  expect(settingsProblem({ ...settings, path: ' ' })).toContain('file')
})

test('a file is named as its format is, where it has a name of ours', () => {
  expect(namedFor('/a.WAV', 'flac16')).toBe('/a.flac')
  expect(namedFor('/a.wav.flac', 'mp3')).toBe('/a.wav.mp3')
  expect(namedFor('/a', 'mp3')).toBe('/a')
})

test('what does not apply is not asked for', () => {
  expect(settingsOf({ ...settings, format: 'mp3' })).toEqual({
    format: 'mp3',
    bitrate: 256,
    embed: true,
    stems: 'none',
  })
  const loudness = { on: true, target: -16, ceiling: -2 }
  expect(settingsOf({ ...settings, loudness, stems: true })).toEqual({
    format: 'wav24',
    dither: 'tpdf',
    embed: true,
    stems: 'tracks',
    loudness: { target: -16, ceiling: -2 },
  })
})

test('E-22 a bit rate is asked for where the format has one, and what is no rate is the usual one', () => {
  const mp3: ExportForm = { ...settings, format: 'mp3', bitrate: bitrateOf('192') }
  expect(settingsOf(mp3)).toMatchObject({ format: 'mp3', bitrate: 192 })
  expect(settingsOf({ ...mp3, format: 'flac' })).not.toHaveProperty('bitrate')
  expect(bitrateOf('17')).toBe(256)
})
