import { equal, near, runScript, test } from '@wireharp/testing'
import plugin from './main'

function levelOf(input: Float32Array): Float32Array {
  const { level } = runScript(plugin, 'my-plugin', {
    inputs: { in: [input] },
    outputs: { level: 1 },
    params: { release: 0.1 },
    frames: input.length,
  })
  return level?.[0] ?? new Float32Array()
}

test('it rises at once and falls to a third in the release', () => {
  const input = new Float32Array(9600 - (9600 % 128))
  input[0] = 1
  const level = levelOf(input)
  near(level[0], 1)
  near(level[4800], Math.exp(-1), 1e-3)
})

test('silence has no level', () => {
  equal(Math.max(...levelOf(new Float32Array(1280))), 0)
})
