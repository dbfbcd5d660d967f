import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { divisionIndex, irregularGate, risingEdges } from '../testing/timeline'
import { burst } from '.'

const FRAMES = 48_000

/** Triggers at these frames. */
function pulses(at: readonly number[], params: Record<string, number>): Float32Array {
  const trigger = Float32Array.from({ length: FRAMES }, (_, frame) => (at.includes(frame) ? 1 : 0))
  return renderOut(burst, { frames: FRAMES, inputs: { trigger: [trigger] }, params })[0]!
}

describe('A-01 burst', () => {
  test('gives the same bits for any partition into calls', () => {
    const inputs = { trigger: [irregularGate(5_120, 2)] }
    expectSameForAnyPartition(burst, { inputs, params: { rate: 700, count: 3 } })
  })

  test('a trigger gives so many pulses, exactly at its frame and evenly after', () => {
    const out = pulses([1_003], { count: 5, rate: 20, width: 0.25 })
    const found = risingEdges(out)
    expect(found.length).toBe(5)
    expect(found[0]).toBe(1_003)
    found.forEach((frame, index) => {
      expect(Math.abs(frame - 1_003 - index * 2_400)).toBeLessThanOrEqual(1)
    })
    const on = out.reduce((sum, value) => sum + value, 0)
    expect(Math.abs(on - 5 * 600)).toBeLessThanOrEqual(5)
  })

  test('by tempo, a pulse lasts its note', () => {
    const params = { count: 3, sync: 1, division: divisionIndex('1/16t'), tempo: 125 }
    // A beat is 23,040 frames, of which a sixteenth of a triplet has a sixth.
    const found = risingEdges(pulses([0], params))
    found.forEach((frame, index) => {
      expect(Math.abs(frame - index * 3_840)).toBeLessThanOrEqual(1)
    })
    expect(found.length).toBe(3)
  })

  test('a trigger in between starts over', () => {
    const found = risingEdges(pulses([0, 6_000], { count: 4, rate: 10, width: 0.5 }))
    expect(found.slice(0, 3)).toEqual([0, 4_800, 10_800])
    expect(found.length).toBe(5)
  })
})
