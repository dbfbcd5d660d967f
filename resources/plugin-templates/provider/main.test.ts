import { equal, makeProvider, test } from '@wireharp/testing'
import plugin from './main'

test('it finds the loud part', async () => {
  const samples = new Float32Array(48_000)
  samples.fill(0.5, 9600, 19_200)
  const vad = await makeProvider(plugin, 'vad', 'my-plugin', { threshold: -40 })
  equal(await vad.detect({ sampleRate: 48_000, channels: [samples] }), [{ start: 0.2, end: 0.4 }])
})
