import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json'
import { fail, isFailure } from './fail'
import { failureCodes } from './failure-codes'
import { toDecibels, toGain } from './units'

test('canonical JSON: whatever the order of the keys, the same bytes, and the same value back', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = canonicalJson(value)
      // JSON has no −0.
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(shuffled(value))).toBe(text)
    }),
  )
})

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, shuffled(item)]),
  )
}

test.each(Object.entries(failureCodes))('%s has a sentence that ends', (_, sentence) => {
  expect(sentence).toMatch(/^[A-Z`].*[.?]$/)
})

test('a failure is known again after it crossed a wall; anything else is none', () => {
  expect(isFailure(JSON.parse(JSON.stringify(fail('disk-full', 'Full.', '/a'))))).toBe(true)
  for (const other of [
    undefined,
    1,
    {},
    new Error('x'),
    { code: 'no-such', message: 'x' },
    { code: 'usage' },
  ]) {
    expect(isFailure(other)).toBe(false)
  }
})

test('decibels and gain are each other’s inverse', () => {
  expect(toGain(-200)).toBe(0)
  expect(toGain(6.0206)).toBeCloseTo(2, 5)
  expect(toDecibels(toGain(-12.5))).toBeCloseTo(-12.5, 10)
})
