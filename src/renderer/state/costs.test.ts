import { describe, expect, test } from 'vitest'
import { costsOf } from './costs'

const times = (p50: number) => ({ p50, p95: p50, max: p50 })

describe('E-21 what a node costs', () => {
  test('is its part of its plugin’s time, by how long its calls took', () => {
    const costs = costsOf([
      {
        plugin: 'p',
        calls: 300,
        errors: 1,
        restarts: 0,
        drops: 0,
        cpu: 0.4,
        memoryBytes: 5e6,
        times: times(10),
        at: 1,
        minute: { cpu: [], p95: [] },
        instances: [
          { instance: 'a', calls: 100, errors: 0, times: times(30) },
          { instance: 'b', calls: 200, errors: 1, times: times(5) },
        ],
      },
    ])
    expect(costs.get('a')?.cpu).toBeCloseTo(0.3, 9)
    expect(costs.get('b')?.cpu).toBeCloseTo(0.1, 9)
    expect(costs.get('b')?.errors).toBe(1)
  })
})
