import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { whiteNoise } from '../testing/signals'
import { irregularGate } from '../testing/timeline'
import { sampleHold } from '.'

const FRAMES = 1_280
const input = whiteNoise(FRAMES, 1)
/** On for the first 40 of every 100 frames, from frame 10 on. */
const trigger = Float32Array.from({ length: FRAMES }, (_, i) => ((i + 90) % 100 < 40 ? 0.5 : 0.49))

function hold(mode: number): Float32Array {
  const inputs = { in: [input], trigger: [trigger] }
  return renderOut(sampleHold, { frames: FRAMES, inputs, params: { mode } })[0]!
}

describe('A-01 sample-hold', () => {
  test('gives the same bits for any partition into calls', () => {
    const inputs = { trigger: [irregularGate(5_120, 1)] }
    expectSameForAnyPartition(sampleHold, { channels: 1, inputs })
  })

  test('sample takes the value at a rising edge', () => {
    const out = hold(0)
    expect(out.subarray(0, 10)).toEqual(new Float32Array(10))
    for (let frame = 10; frame < FRAMES; frame++) {
      expect(out[frame]).toBe(input[frame - ((frame - 10) % 100)])
    }
  })

  test('track follows while the trigger is on, and holds the last value after', () => {
    const out = hold(1)
    for (let frame = 10; frame < FRAMES; frame++) {
      const since = (frame - 10) % 100
      expect(out[frame]).toBe(input[since < 40 ? frame : frame - since + 39])
    }
  })
})
