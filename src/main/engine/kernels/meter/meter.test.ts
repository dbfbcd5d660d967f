import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { createInstance, renderOut } from '../testing/render'
import { effectiveValue, whiteNoise } from '../testing/signals'
import { meter } from '.'

describe('A-02 meter', () => {
  test('passes audio through unchanged for any partition', () => {
    expectSameForAnyPartition(meter)
    const input = whiteNoise(2_048, 4)
    expect(renderOut(meter, { frames: 2_048, inputs: { in: [input] } })).toEqual([input])
  })

  test('holds peak and mean square of the last whole window, and the maximum', () => {
    const left = whiteNoise(4_096, 1, 0.5)
    const right = whiteNoise(4_096, 2, 0.25)
    left[100] = -0.9
    const instance = createInstance(meter, {
      frames: 4_096,
      inputs: { in: [left, right] },
      params: { window: 1_024 / 48_000 },
    })
    for (let from = 0; from < 4_096; from += 1_024) {
      instance.fill(from, 1_024)
      instance.process(0, 512)
      instance.process(512, 512)
    }
    const { arena, self } = instance
    const read = (readout: { offset: number }) => [...arena.floats(self + readout.offset, 2)]
    const last = [left, right].map(samples => samples.subarray(3_072))
    const peaks = last.map(samples => Math.max(...samples.map(Math.abs)))
    expect(read(meter.readouts.peak)).toEqual(peaks)
    expect(read(meter.readouts.maximum)[0]).toBeCloseTo(0.9, 6)
    read(meter.readouts.meanSquare).forEach((value, channel) => {
      expect(Math.sqrt(value)).toBeCloseTo(effectiveValue(last[channel]!), 6)
    })
    expect(arena.doubles(self + meter.readouts.windows.offset, 1)[0]).toBe(4)
  })
})
