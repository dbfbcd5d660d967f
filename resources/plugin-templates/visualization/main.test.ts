import { equal, runScript, test } from '@wireharp/testing'
import plugin from './main'

test('the level is the peak of the last 128 frames', () => {
  const input = new Float32Array(256)
  input[3] = -0.5
  const { level } = runScript(plugin, 'my-plugin', {
    inputs: { in: [input] },
    outputs: { level: 1 },
    frames: 256,
  })
  equal(level?.[0]?.[0], 0.5)
  equal(level?.[0]?.[128], 0)
})
