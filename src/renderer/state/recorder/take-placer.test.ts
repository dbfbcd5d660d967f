import { describe, expect, test } from 'vitest'
import type { InputPart } from '../playback'
import { TakePlacer } from './take-placer'

/** Each frame of the input carries its own number, on the left; its negative on the right. */
function input(from: number, positions: readonly number[], lost = 0): InputPart {
  const samples = new Float32Array(positions.length * 256)
  for (let frame = 0; frame < positions.length * 128; frame++) {
    samples[2 * frame] = from + frame
    samples[2 * frame + 1] = -(from + frame)
  }
  return { samples, positions: Float64Array.from(positions), lost }
}

describe('E-14 a take stands where it was played', () => {
  test('silence and the count-in are no part of it, and the latency is left out at its beginning', () => {
    const placer = new TakePlacer(200, 48_000, 'left')
    // Nothing sounds, two quanta of count-in at the place, then it rolls from 9600 on.
    expect(placer.take(input(0, [Number.NaN, 9600, 9600]))).toHaveLength(0)
    const kept = placer.take(input(384, [9600, 9728, 9856, 9984]))
    expect(placer.position).toBe(9600)
    // The quantum with the number 384 is the first; what was played to it comes 200 frames later.
    expect(kept[0]).toBe(384 + 200)
    expect(kept).toHaveLength(4 * 128 - 200)
    expect(placer.passes).toEqual([{ frame: 0, position: 9600 }])
  })

  test('where the loop begins again, another pass does; a quantum that was late begins none', () => {
    const placer = new TakePlacer(0, 48_000, 'right')
    placer.take(input(0, [0, 128, Number.NaN, 256, 384]))
    placer.take(input(640, [24_000, 24_128]))
    expect(placer.passes).toEqual([
      { frame: 0, position: 0 },
      { frame: 640, position: 24_000 },
    ])
  })

  test('what was lost is silence, and the rest is where it belongs; stereo keeps both channels', () => {
    const placer = new TakePlacer(0, 48_000, 'stereo')
    const first = placer.take(input(0, [0, 128]))
    expect([...first.subarray(0, 4)]).toEqual([0, -0, 1, -1])
    const next = placer.take(input(512, [512, 640], 2))
    expect(next.subarray(0, 512).every(sample => sample === 0)).toBe(true)
    expect(next[512]).toBe(512)
    expect(placer.passes).toHaveLength(1)
  })
})
