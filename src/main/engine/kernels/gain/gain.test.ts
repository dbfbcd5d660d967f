import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { wander, whiteNoise } from '../testing/signals'
import { gain } from '.'

describe('A-01 gain', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(gain)
    expectSameForAnyPartition(gain, { channels: 5 })
  })

  test('multiplies every channel, by a value that holds or moves', () => {
    const channels = [1, 2, 3].map(seed => whiteNoise(2_048, seed))
    const curve = wander(2_048, 0, 64, 9)
    for (const value of [0.25, curve]) {
      const out = renderOut(gain, {
        frames: 2_048,
        inputs: { in: channels },
        params: { gain: value },
      })
      out.forEach((samples, channel) => {
        const wanted = channels[channel]!.map(
          (x, frame) => x * (typeof value === 'number' ? value : value[frame]!),
        )
        expect(samples).toEqual(wanted)
      })
    }
  })

  test('is silent with nothing connected', () => {
    const [out] = renderOut(gain, { frames: 256, params: { gain: 2 } })
    expect(out).toEqual(new Float32Array(256))
  })
})
