import { describe, expect, test } from 'vitest'
import { runSensor } from '@wireharp/testing'
import gpio from './main'
import manifest from './plugin.json'

const levels: Readonly<Record<number, number>> = { 17: 0, 27: 1, 22: 1, 23: 0 }
const board = { read: async (pin: number) => levels[pin] ?? 0, write: async () => {} }

describe('S2-06 the pins of a board', () => {
  test('each sensor reads the pin that the settings give it', async () => {
    const run = { readings: 1, gpio: board, config: manifest.defaultConfig }
    expect(await runSensor(gpio, 'pin1', run)).toEqual([0])
    expect(await runSensor(gpio, 'pin2', run)).toEqual([1])
    const low = { ...run, config: { ...manifest.defaultConfig, activeLow: true } }
    expect(await runSensor(gpio, 'pin1', low)).toEqual([1])
  })
})
