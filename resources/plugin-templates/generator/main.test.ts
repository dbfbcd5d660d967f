import { near, runScript, test } from '@wireharp/testing'
import plugin from './main'

test('440 Hz cross zero upwards 440 times a second', () => {
  const { out } = runScript(plugin, 'my-plugin', {
    outputs: { out: 1 },
    params: { frequency: 440, level: 0 },
    frames: 48_000,
  })
  const samples = out?.[0] ?? new Float32Array()
  let rises = 0
  for (let i = 1; i < samples.length; i++) {
    if ((samples[i - 1] ?? 0) < 0 && (samples[i] ?? 0) >= 0) rises += 1
  }
  near(rises, 440, 1)
})

test('the level is that of the peaks', () => {
  const { out } = runScript(plugin, 'my-plugin', {
    outputs: { out: 1 },
    params: { frequency: 1000, level: -6.0206 },
    frames: 4800 - (4800 % 128),
  })
  near(Math.max(...(out?.[0] ?? [])), 0.5, 1e-4)
})
