import { near, ok, runSensor, test } from '@wireharp/testing'
import plugin from './main'

test('it wanders around the mean of the configuration', async () => {
  const values = await runSensor(plugin, 'my-plugin', { config: { mean: 30 }, readings: 200 })
  for (const value of values) near(value, 30, 5)
  ok(new Set(values).size > 100, 'it moves')
})
