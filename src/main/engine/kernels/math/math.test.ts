import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { wander, whiteNoise } from '../testing/signals'
import { math } from '.'

const FRAMES = 1_280

function compute(operation: string, a: Float32Array, b: Float32Array | number, hysteresis = 0) {
  const index = math.params.operation.choices.findIndex(name => name === operation)
  const inputs = typeof b === 'number' ? { a: [a] } : { a: [a], b: [b] }
  const params = { operation: index, hysteresis, b: typeof b === 'number' ? b : 77 }
  return renderOut(math, { frames: FRAMES, inputs, params })[0]!
}

const closedForms: Record<string, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  minimum: Math.min,
  maximum: Math.max,
  average: (a, b) => (a + b) / 2,
  absolute: Math.abs,
  negate: a => -a,
  power: (a, b) => Math.sign(a) * Math.abs(a) ** b,
  modulo: (a, b) => a - b * Math.floor(a / b),
  floor: Math.floor,
  greater: (a, b) => (a > b ? 1 : 0),
  less: (a, b) => (a < b ? 1 : 0),
}

describe('A-01 math', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(math, { channels: 1 })
  })

  test.each(Object.entries(closedForms))('%s is its closed form', (operation, form) => {
    const a = whiteNoise(FRAMES, 1, 8)
    const b = whiteNoise(FRAMES, 2, 3)
    const out = compute(operation, a, b)
    out.forEach((value, frame) => {
      const wanted = form(a[frame]!, b[frame]!)
      const distance = Math.abs(value - wanted)
      // A rest may fall on either end of its range.
      const error =
        operation === 'modulo' ? Math.min(distance, Math.abs(b[frame]!) - distance) : distance
      expect(error).toBeLessThan(2e-6 * Math.max(1, Math.abs(wanted)))
    })
  })

  test('a param stands in for an input that nothing is wired to', () => {
    const a = whiteNoise(FRAMES, 1)
    expect(compute('add', a, 0.25)).toEqual(a.map(value => value + 0.25))
  })

  test('rounding goes to multiples of b, or to whole numbers', () => {
    const a = whiteNoise(FRAMES, 1, 8)
    const halves = compute('round', a, 0.5)
    expect(halves.every(value => Number.isInteger(2 * value))).toBe(true)
    expect(halves.every((value, frame) => Math.abs(value - a[frame]!) <= 0.25)).toBe(true)
    expect(compute('round', a, 0).every(Number.isInteger)).toBe(true)
  })

  test('nothing divides by 0, and no result is infinite', () => {
    const zeros = new Float32Array(FRAMES)
    const huge = new Float32Array(FRAMES).fill(1e30)
    for (const operation of ['divide', 'modulo', 'power']) {
      expect(compute(operation, whiteNoise(FRAMES, 3), zeros).every(Number.isFinite)).toBe(true)
    }
    expect(compute('divide', whiteNoise(FRAMES, 3), zeros)).toEqual(zeros)
    for (const operation of math.params.operation.choices) {
      for (const [a, b] of [
        [huge, huge],
        [huge, huge.map(value => -value)],
        [huge, huge.map(() => 1e-40)],
        [zeros, huge.map(value => -value)],
      ] as const) {
        expect(compute(operation, a, b).every(Number.isFinite), operation).toBe(true)
      }
    }
  })

  test('a comparison with hysteresis turns on above it and off below it', () => {
    const a = wander(FRAMES, -1, 1, 4)
    let on = 0
    const wanted = a.map(value => {
      if (value > 0.1) on = 1
      if (value <= -0.1) on = 0
      return on
    })
    expect(compute('greater', a, 0, Math.fround(0.2))).toEqual(wanted)
    expect(new Set(wanted).size).toBe(2)
  })
})
