import { expect, test } from 'vitest'
import { settingsProblem, spanOf, type ExportSettings } from './export-settings'

const transport = { length: 60, loop: { enabled: false, start: 2, end: 10 } }
const settings: ExportSettings = { format: 'wav24', span: 'all', from: 3, to: 5, path: '/a.wav' }

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
