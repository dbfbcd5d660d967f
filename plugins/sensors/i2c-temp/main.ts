import { definePlugin, sensor } from '@wireharp/sdk'
import { exampleCalibration, toCelsius, toRaw } from './bme280'
import manifest from './plugin.json'

/** A simulated day: from 14 °C to 30 °C and back within a minute. */
const DAY_MS = 60_000

/** The air at a moment, in °C. */
export function simulatedAir(ms: number): number {
  return 22 - 8 * Math.cos((2 * Math.PI * ms) / DAY_MS)
}

/**
 * An example of a sensor: settings by a schema, a check of what the machine must have, and a driver. Plugins reach no bus
 * yet, so that only the simulated sensor reads; it goes the whole way from the steps of the converter to degrees.
 */
export default definePlugin(manifest, {
  checkDependencies({ config }) {
    if (config['simulated'] === true) return { ok: true }
    const bus = typeof config['bus'] === 'number' ? config['bus'] : 1
    return { ok: false, reason: `no access to I²C bus ${bus}; set “simulated” to true` }
  },
  sensors: {
    temperature: sensor({
      setup({ log, config }) {
        const address = Number(config['address']).toString(16)
        log.info(`Simulating a BME280 at 0x${address}`)
      },
      read: () =>
        toCelsius(toRaw(simulatedAir(Date.now()), exampleCalibration), exampleCalibration),
    }),
  },
})
