import { definePlugin, sensor, type PluginContext, type SystemStats } from '@wireharp/sdk'
import manifest from './plugin.json'

async function stats({ system }: PluginContext<'system'>): Promise<SystemStats> {
  if (system === undefined) throw new Error('Looking at this machine was not granted')
  return system.stats()
}

/** A value of the machine; one that is not there here is why the sensor does not read. */
function reading(pick: (now: SystemStats) => number | undefined, what: string) {
  return sensor<'system'>({
    async read(context) {
      const value = pick(await stats(context))
      if (value === undefined) throw new Error(`This machine does not tell its ${what}`)
      return value
    },
  })
}

const percent = (part: number | undefined) => (part === undefined ? undefined : part * 100)

export default definePlugin(manifest, {
  rights: ['system'],
  sensors: {
    cpu: reading(now => percent(now.cpu), 'load'),
    memory: reading(now => percent(now.memory), 'memory'),
    disk: reading(now => percent(now.disk), 'disk'),
    temperature: reading(now => now.temperature, 'temperature'),
    xruns: reading(now => now.xruns, 'dropouts'),
  },
})
