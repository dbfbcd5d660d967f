import { definePlugin, sensor } from '@wireharp/sdk'
import manifest from './plugin.json'

/** The pin that the settings give to a sensor, counted from 0. */
function pin(index: number) {
  return sensor<'gpio'>({
    async read({ config, gpio }) {
      if (gpio === undefined) throw new Error('The pins were not granted')
      const { pins, activeLow } = config
      const line: unknown = Array.isArray(pins) ? pins[index] : undefined
      if (typeof line !== 'number') throw new Error('The settings name no such pin')
      const level = await gpio.read(line)
      return activeLow === true ? 1 - level : level
    },
  })
}

export default definePlugin(manifest, {
  rights: ['gpio'],
  sensors: { pin1: pin(0), pin2: pin(1), pin3: pin(2), pin4: pin(3) },
})
