import { expect, test } from 'vitest'
import { Takeover } from './takeover'

test('E-13 a controller takes a knob over where it meets it, and does not make it jump before', () => {
  const takeover = new Takeover()
  expect(takeover.take(0.1, 0.5)).toBeUndefined()
  expect(takeover.take(0.3, 0.5)).toBeUndefined()
  // A quick turn leaves out the place itself.
  expect(takeover.take(0.7, 0.5)).toBe(0.7)
  expect(takeover.take(0.9, 0.7)).toBe(0.9)
  expect(takeover.take(0.2, 0.9)).toBe(0.2)
})

test('E-13 a knob that the mouse moved has to be met again', () => {
  const takeover = new Takeover()
  expect(takeover.take(0.5, 0.505)).toBe(0.5)
  expect(takeover.take(0.52, 0.95)).toBeUndefined()
  expect(takeover.take(0.94, 0.95)).toBe(0.94)
})
