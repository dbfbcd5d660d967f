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
  [cutoff, '440 * 3/2', 660],
  [cutoff, '(1 + 2) * 100 hz', 300],
  [cutoff, '2*1.5k', 3000],
  [cutoff, 'A4', 440],
  [cutoff, 'c#2', 69.295_657_744_218],
  [cutoff, 'Bb3', 233.081_880_759_045],
  [gain, '-3 - 3', -6],
  [gain, '1/4', 0.25],
  [time, '1/8', 0.25],
  [time, '1/4d', 0.75],
  [time, '1/8t', 1 / 6],
  [param({ unit: 'Hz', min: 0.01, max: 20, default: 1 }), '1/4', 2],
  [param({ unit: '%', min: 0, max: 100, default: 0 }), '-6 dB', 50.118_723_362_727],
  [param({ unit: 'ct', min: -1200, max: 1200, default: 0 }), '2 st', 200],
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
  [cutoff, '1 +'],
  [cutoff, '(1'],
  [cutoff, '1/0'],
  [cutoff, 'H4'],
  [gain, 'A4'],
])('%# refuses “%s”', (spec, text) => {
  expect(parseValue(spec, text)).toBeUndefined()
})

test('E-08 the length of a note follows the tempo', () => {
  expect(parseValue(time, '1/4', 90)).toBeCloseTo(60 / 90, 9)
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
