import { expect, test } from 'vitest'
import type { NumberParam } from '#shared/graph'
import { parseValue } from './parse-value'

const cutoff = param({ unit: 'Hz', min: 20, max: 20_000, default: 1000 })
const gain = param({ unit: 'dB', min: -60, max: 12, default: 0 })
const time = param({ unit: 's', min: 0, max: 10, default: 1 })
const count = param({ unit: '', min: 1, max: 8, default: 1, step: 1 })

test.each([
  [cutoff, '1.2k', 1200],
  [cutoff, '1,2 kHz', 1200],
  [cutoff, '1.2KHZ', 1200],
  [cutoff, '440', 440],
  [cutoff, '440hz', 440],
  [cutoff, '1e3', 1000],
  [gain, '-6 dB', -6],
  [gain, '−6', -6],
  [gain, '-inf', -60],
  [gain, '+3db', 3],
  [time, '250 ms', 0.25],
  [time, '250m', 0.25],
  [time, '.5', 0.5],
  [param({ unit: 'ms', min: 0, max: 5000, default: 0 }), '1.5 s', 1500],
  [param({ unit: '%', min: 0, max: 100, default: 0 }), '50 %', 50],
])('%# takes “%s”', (spec, text, value) => {
  expect(parseValue(spec, text)).toBeCloseTo(value, 9)
})

test.each([
  [cutoff, 'loud'],
  [cutoff, ''],
  [cutoff, '3 dB'],
  [gain, '3 kHz'],
  [cutoff, '12 34'],
])('%# refuses “%s”', (spec, text) => {
  expect(parseValue(spec, text)).toBeUndefined()
})

test('a value is bounded to the range and put on the steps', () => {
  expect(parseValue(cutoff, '90k')).toBe(20_000)
  expect(parseValue(gain, '-999')).toBe(-60)
  expect(parseValue(count, '3.4')).toBe(3)
})

function param(spec: Partial<NumberParam>): NumberParam {
  return {
    kind: 'number',
    label: 'X',
    unit: '',
    min: 0,
    max: 1,
    default: 0,
    curve: 'linear',
    ...spec,
  }
}
