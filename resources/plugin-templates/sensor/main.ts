import { clamp, definePlugin, number, seededNoise, sensor } from '@wireharp/sdk'
import manifest from './plugin.json'

const noise = seededNoise(1)
let offset = 0

export default definePlugin(manifest, {
  // Asked first. Answer { ok: false, reason } where the machine lacks what you need: the plugin is skipped then.
  checkDependencies: () => ({ ok: true }),
  sensors: {
    'my-plugin': sensor({
      setup({ log, config }) {
        log.info('The sensor is up', { mean: config['mean'] })
      },
      // Read twice a second, as "rateHz" in plugin.json says. Ask your device here.
      read({ config }) {
        offset = clamp(offset + noise() * 0.2, -5, 5)
        return number(config, 'mean', 20) + offset
      },
      teardown({ log }) {
        log.info('The sensor is down')
      },
    }),
  },
})
