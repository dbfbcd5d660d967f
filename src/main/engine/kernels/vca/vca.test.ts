import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { whiteNoise } from '../testing/signals'
import { vca } from '.'

describe('A-01 vca', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(vca)
  })

  test('the gain signal multiplies each channel', () => {
    const sound = [whiteNoise(256, 1), whiteNoise(256, 2)]
    const gain = whiteNoise(256, 3)
    const out = renderOut(vca, {
      frames: 256,
      inputs: { in: sound, gain: [gain] },
      params: { level: 2 },
    })
    out.forEach((samples, channel) => {
      samples.forEach((value, i) =>
        expect(value).toBeCloseTo(2 * gain[i]! * sound[channel]![i]!, 6),
      )
    })
  })

  test('with nothing wired to it, it is silent', () => {
    const [out] = renderOut(vca, { frames: 128, inputs: { in: [whiteNoise(128, 1)] } })
    expect(out!.every(value => value === 0)).toBe(true)
  })
})
