import { describe, expect, test } from 'vitest'
import { runSensor, testContext } from '@wireharp/testing'
import { exampleCalibration, toCelsius, toRaw } from './bme280'
import plugin, { simulatedAir } from './main'

describe('S2-14 an I²C sensor', () => {
  test('519888 steps are 25.08 °C, as the data sheet works out', () => {
    expect(toCelsius(519_888, exampleCalibration)).toBeCloseTo(25.08, 2)
  })

  test('every temperature comes back within a step of the converter, 0.005 °C', () => {
    for (let celsius = -40; celsius <= 85; celsius += 0.37) {
      const raw = toRaw(celsius, exampleCalibration)
      expect(Math.abs(toCelsius(raw, exampleCalibration) - celsius)).toBeLessThan(0.005)
    }
  })

  test('S2-30 a simulated day goes from 14 °C to 30 °C', async () => {
    expect(simulatedAir(0)).toBe(14)
    expect(simulatedAir(30_000)).toBe(30)
    const [now = 0] = await runSensor(plugin, 'temperature', {
      readings: 1,
      config: { simulated: true, address: 118 },
    })
    expect(now).toBeGreaterThan(13.9)
    expect(now).toBeLessThan(30.1)
  })

  test('S2-04 without simulation it says what is missing', async () => {
    const context = testContext({ config: { bus: 3, simulated: false } })
    const check: unknown = plugin.checkDependencies
    const answer: unknown =
      typeof check === 'function' ? Reflect.apply(check, plugin, [context]) : {}
    expect(answer).toEqual({
      ok: false,
      reason: 'no access to I²C bus 3; set “simulated” to true',
    })
  })
})
