import { describe, expect, test } from 'vitest'
import { runSensor } from '@wireharp/testing'
import system from './main'

const machine = { stats: async () => ({ cpu: 0.25, memory: 0.5, xruns: 3 }) }

describe('S2-07 the system sensor', () => {
  test('gives parts as percents, and counts as they are', async () => {
    expect(await runSensor(system, 'cpu', { readings: 1, system: machine })).toEqual([25])
    expect(await runSensor(system, 'memory', { readings: 1, system: machine })).toEqual([50])
    expect(await runSensor(system, 'xruns', { readings: 1, system: machine })).toEqual([3])
  })

  test('says what this machine does not tell', async () => {
    const asked = runSensor(system, 'temperature', { readings: 1, system: machine })
    await expect(asked).rejects.toThrow('does not tell its temperature')
  })
})
