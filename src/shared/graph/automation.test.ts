import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { automationAt, type Automation, type AutomationPoint, type Curve } from './automation'

const spline = (...points: [number, number][]): AutomationPoint[] =>
  points.map(([time, value]) => ({ time, value, curve: 'spline' }))

const randomPoints = fc
  .array(
    fc.record({
      time: fc.double({ min: 0, max: 100, noNaN: true }),
      value: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      curve: fc.constantFrom<Curve>('hold', 'linear', 'exponential', 'spline'),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map(points => points.toSorted((a, b) => a.time - b.time))

describe('A-05 spline', () => {
  test('points of a parabola give the parabola: the slopes between are exact', () => {
    const points = spline(...[1, 2, 3, 4, 5].map((x): [number, number] => [x, x * x]))
    for (let x = 1; x <= 5; x += 1 / 64) expect(automationAt(points, x)).toBeCloseTo(x * x, 10)
  })

  test('a peak is level, and beside it the curve is the parabola through it', () => {
    const points = spline([0, 0], [1, 1], [2, 0])
    for (const x of [0.25, 0.9, 1.75]) expect(automationAt(points, x)).toBeCloseTo(x * (2 - x), 12)
  })

  test('a steep step beside a gentle one: the slope between is three times the gentle one', () => {
    const points = spline([0, 0], [1, 1], [2, 100], [3, 101])
    const step = 1e-6
    expect((automationAt(points, 1 + step) - 1) / step).toBeCloseTo(3, 2)
    expect((1 - automationAt(points, 1 - step)) / step).toBeCloseTo(3, 2)
  })

  test('two points are a line, also between two that jump', () => {
    const line: Automation = [
      { time: 0, value: 5, curve: 'hold' },
      { time: 1, value: 0, curve: 'spline' },
      { time: 2, value: 10, curve: 'spline' },
      { time: 2, value: 40, curve: 'linear' },
    ]
    expect(automationAt(line, 1.3)).toBeCloseTo(3, 12)
    expect(automationAt(line, 2)).toBe(40)
  })

  test('an exponential step from next to nothing, with a ratio beyond all numbers, goes linearly', () => {
    const line: Automation = [
      { time: 0, value: 5e-324, curve: 'exponential' },
      { time: 1, value: 0.5, curve: 'hold' },
    ]
    expect([0, 0.5, 1].map(time => automationAt(line, time))).toEqual([5e-324, 0.25, 0.5])
  })

  test('no curve ever leaves the range of the two points around it, and none is without a value', () => {
    fc.assert(
      fc.property(randomPoints, fc.double({ min: -1, max: 101, noNaN: true }), (points, time) => {
        const value = automationAt(points, time)
        const after = points.findIndex(point => point.time > time)
        const ends = [points.at(after < 0 ? -1 : Math.max(0, after - 1)), points.at(after)]
        const values = ends.map(point => point?.value ?? 0)
        const slack = 1e-9 * Math.max(...values.map(Math.abs), 1)
        expect(value).toBeGreaterThanOrEqual(Math.min(...values) - slack)
        expect(value).toBeLessThanOrEqual(Math.max(...values) + slack)
      }),
      { numRuns: 2000 },
    )
  })

  test('a spline between rising points rises everywhere', () => {
    const rising = fc
      .array(fc.tuple(fc.double({ min: 0.01, max: 5, noNaN: true }), fc.nat(1000)), {
        minLength: 2,
        maxLength: 6,
      })
      .map(steps => {
        let [time, value] = [0, 0]
        return spline(
          ...steps.map(([wait, rise]): [number, number] => [(time += wait), (value += rise)]),
        )
      })
    fc.assert(
      fc.property(rising, points => {
        const [start, end] = [points[0]?.time ?? 0, points.at(-1)?.time ?? 0]
        let last = Number.NEGATIVE_INFINITY
        for (let i = 0; i <= 200; i++) {
          const value = automationAt(points, start + ((end - start) * i) / 200)
          expect(value).toBeGreaterThanOrEqual(last - 1e-9)
          last = value
        }
      }),
    )
  })
})
