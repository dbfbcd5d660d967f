import { describe, expect, test } from 'vitest'
import { toneAt } from '../testing/levels'
import { expectSameForAnyPartition } from '../testing/partitions'
import { createInstance, renderOut } from '../testing/render'
import { sine, whiteNoise } from '../testing/signals'
import { svf } from '.'

const RATE = 48_000
const modes = svf.params.mode.choices

/** |H| of the analogue prototype at a frequency warped as the bilinear transform warps it. */
function magnitude(mode: string, hertz: number, cutoff: number, q: number): number {
  const w = Math.tan((Math.PI * hertz) / RATE) / Math.tan((Math.PI * cutoff) / RATE)
  const bottom = Math.hypot(1 - w * w, w / q)
  switch (mode) {
    case 'lowpass':
      return 1 / bottom
    case 'highpass':
      return (w * w) / bottom
    case 'bandpass':
      return w / q / bottom
    case 'notch':
      return Math.abs(1 - w * w) / bottom
    case 'peak':
      return (1 + w * w) / bottom
    default:
      return 1
  }
}

describe('A-01 svf', () => {
  test.each([1, 2, 3])('gives the same bits for any partition, %i channels', channels => {
    expectSameForAnyPartition(svf, { channels })
  })

  test.each(modes)('%s has the magnitude of its transfer function, to 0.001 dB', mode => {
    for (const [cutoff, q] of [
      [1_000, Math.SQRT1_2],
      [120, 8],
      [9_000, 2],
    ] as const) {
      for (const hertz of [100, 900, 1_000, 7_500, 15_000]) {
        const params = { mode: modes.indexOf(mode), frequency: cutoff, q }
        const inputs = { in: [sine(28_800, hertz, RATE)] }
        const [out] = renderOut(svf, { frames: 28_800, inputs, params })
        const found = toneAt(out!, hertz, RATE, 19_200).amplitude
        const wanted = magnitude(mode, hertz, cutoff, q)
        expect(Math.abs(found - wanted)).toBeLessThan(1e-4 * wanted + 1e-5)
      }
    }
  })

  test('modulation moves the cutoff by octaves', () => {
    const inputs = { in: [whiteNoise(4_096, 3)] }
    const moved = { frequency: 500, modulation: 0.5, amount: 4, q: 3 }
    const [out] = renderOut(svf, { frames: 4_096, inputs, params: moved })
    const straight = { frequency: 2_000, q: 3 }
    expect(out).toEqual(renderOut(svf, { frames: 4_096, inputs, params: straight })[0])
  })

  test('stays bounded while the cutoff jumps between its ends at audio rate', () => {
    const frames = 48_000 - (48_000 % 128)
    const frequency = Float32Array.from({ length: frames }, (_, i) => (i % 7 < 3 ? 20 : 20_000))
    const inputs = { in: [whiteNoise(frames, 5)] }
    const [out] = renderOut(svf, { frames, inputs, params: { frequency, q: 40 } })
    expect(Math.max(...out!.map(Math.abs))).toBeLessThan(40)
  })

  test('rings down to exact zeros and is idle then', () => {
    const impulse = new Float32Array(1_024)
    impulse[0] = 1e30
    const instance = createInstance(svf, {
      frames: 1_024,
      inputs: { in: [impulse] },
      params: { q: 20 },
    })
    instance.fill(0, 1_024)
    instance.process(0, 1_024)
    expect(instance.arena.call('svf_idle', instance.self)).toBe(0)
    instance.fill(1_024, 1_024)
    const input = instance.arena.words(instance.self, 1)[0]!
    instance.arena.floats(input, 1_024).fill(0)
    for (let i = 0; i < 60; i++) instance.process(0, 1_024)
    expect(instance.arena.call('svf_idle', instance.self)).toBe(1)
    expect(instance.arena.floats(instance.buses[0]!.bus, 1_024).every(value => value === 0)).toBe(
      true,
    )
  })
})
