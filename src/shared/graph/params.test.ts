import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { automationAt, type Automation } from './automation'
import {
  formatParam,
  fromKnob,
  onStep,
  paramNumber,
  paramProblem,
  toKnob,
  type NumberParam,
} from './params'

const cutoff: NumberParam = {
  kind: 'number',
  label: 'Cutoff',
  unit: 'Hz',
  min: 20,
  max: 20_000,
  default: 1000,
  curve: 'exponential',
}
const voices: NumberParam = {
  kind: 'number',
  label: 'Voices',
  unit: '',
  min: 1,
  max: 16,
  default: 4,
  curve: 'linear',
  step: 1,
}

describe('knobs', () => {
  test.each([cutoff, voices])('$label: a position comes back, and ends are ends', spec => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), position => {
        const value = fromKnob(spec, position)
        expect(paramProblem(spec, value)).toBeUndefined()
        const exact = spec.step === undefined ? position : toKnob(spec, value)
        expect(toKnob(spec, value)).toBeCloseTo(exact, 9)
      }),
    )
    expect(fromKnob(spec, 0)).toBeCloseTo(spec.min, 9)
    expect(fromKnob(spec, 1)).toBeCloseTo(spec.max, 9)
  })

  test('half way on an exponential knob is the geometric mean', () => {
    expect(fromKnob(cutoff, 0.5)).toBeCloseTo(Math.sqrt(20 * 20_000), 6)
  })

  test('steps count from the smallest value', () => {
    expect(onStep({ ...voices, min: 0.5, step: 2 }, 3.4)).toBe(2.5)
  })
})

test.each([
  [cutoff, 1234, '1.23 kHz'],
  [cutoff, 440, '440 Hz'],
  [{ ...cutoff, unit: 'dB' }, -6, '−6.00 dB'],
  [{ ...cutoff, unit: 's' }, 0.02, '20.0 ms'],
  [voices, 4, '4'],
] as const)('a value is read as %#', (spec, value, shown) => {
  expect(formatParam(spec, value)).toBe(shown)
})

test('what the engine counts: choices by index, toggles as 0 and 1, numbers within their range', () => {
  const options = [
    { id: 'low', label: 'Low' },
    { id: 'high', label: 'High' },
  ]
  expect(paramNumber({ kind: 'choice', label: 'Mode', options, default: 'high' }, 'nothing')).toBe(
    1,
  )
  expect(paramNumber({ kind: 'toggle', label: 'On', default: false }, true)).toBe(1)
  expect(paramNumber(cutoff, 1e9)).toBe(20_000)
})

describe('automation', () => {
  const points: Automation = [
    { time: 1, value: 100, curve: 'exponential' },
    { time: 3, value: 10_000, curve: 'hold' },
    { time: 4, value: 0, curve: 'linear' },
    { time: 6, value: 10, curve: 'linear' },
  ]
  test.each([
    [0, 100],
    [1, 100],
    [2, 1000],
    [3.5, 10_000],
    [5, 5],
    [100, 10],
  ])('at %d s', (time, value) => {
    expect(automationAt(points, time)).toBeCloseTo(value, 9)
  })

  test('of two points at one time the later one holds from there on', () => {
    const step: Automation = [
      { time: 0, value: 0, curve: 'linear' },
      { time: 1, value: 1, curve: 'linear' },
      { time: 1, value: 5, curve: 'linear' },
    ]
    expect(automationAt(step, 1)).toBe(5)
    expect(automationAt(step, 0.999999)).toBeCloseTo(1, 4)
  })
})
