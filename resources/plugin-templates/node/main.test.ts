import { equal, runScript, test } from '@wireharp/testing'
import plugin from './main'

test('the output is the product of the inputs', () => {
  const { out } = runScript(plugin, 'my-plugin', {
    inputs: { a: [new Float32Array(128).fill(0.5)], b: [new Float32Array(128).fill(-0.5)] },
    outputs: { out: 1 },
    params: { level: 0 },
    frames: 128,
  })
  equal(out?.[0]?.[0], -0.25)
})

test('with one input missing it is silent', () => {
  const { out } = runScript(plugin, 'my-plugin', {
    inputs: { a: [new Float32Array(128).fill(0.5)], b: [] },
    outputs: { out: 1 },
    params: { level: 0 },
    frames: 128,
  })
  equal(out?.[0]?.[0], 0)
})
