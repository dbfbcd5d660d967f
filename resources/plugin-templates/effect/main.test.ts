import { equal, near, runScript, test } from '@wireharp/testing'
import plugin from './main'

const ones = new Float32Array(12_800).fill(1)

test('at full depth the level falls to nothing once a wave', () => {
  const { out } = runScript(plugin, 'my-plugin', {
    inputs: { in: [ones] },
    outputs: { out: 1 },
    params: { rate: 10, depth: 100 },
    frames: 12_800,
  })
  // A wave of 10 Hz has 4800 frames: half of it later the level is at its lowest.
  near(out?.[0]?.[0], 1)
  near(out?.[0]?.[2400], 0, 1e-4)
  near(out?.[0]?.[4800], 1, 1e-4)
})

test('without depth it is a wire', () => {
  const { out } = runScript(plugin, 'my-plugin', {
    inputs: { in: [ones] },
    outputs: { out: 1 },
    params: { rate: 10, depth: 0 },
    frames: 12_800,
  })
  equal([...(out?.[0] ?? [])], [...ones])
})
