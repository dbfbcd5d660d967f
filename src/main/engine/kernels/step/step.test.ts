import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { render } from '../testing/render'
import { divisionIndex, irregularGate, risingEdges, timeline } from '../testing/timeline'
import { step } from '.'

const FRAMES = 96_000
const values = Object.fromEntries(
  Array.from({ length: 16 }, (_, index) => [`value${index + 1}`, (index + 1) / 16]),
)
const tempo = { ...values, source: 1, division: divisionIndex('1/16') }

/** Ticks of 1,000 frames every 4,800. */
const ticks = Float32Array.from({ length: FRAMES }, (_, frame) => (frame % 4_800 < 1_000 ? 1 : 0))

describe('A-01 step', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(step, { params: { ...values, source: 1, ...timeline(5_120, 900) } })
    const inputs = { clock: [irregularGate(5_120, 1)], reset: [irregularGate(5_120, 9)] }
    expectSameForAnyPartition(step, { inputs, params: { ...values, source: 0 } })
  })

  test('by tempo, the step and its gate follow from the beat', () => {
    // Sixteenths at 120 beats a minute last 6,000 frames.
    const params = { ...tempo, steps: 5, gate: 0.25, ...timeline(FRAMES, 120) }
    const { out, gate } = render(step, { frames: FRAMES, params })
    for (let frame = 10; frame < FRAMES; frame += 499) {
      const cycle = Math.floor(frame / 6_000)
      expect(out![0]![frame]).toBe(((cycle % 5) + 1) / 16)
      const phase = frame / 6_000 - cycle
      if (Math.abs(phase - 0.25) > 1e-3) expect(gate![0]![frame]).toBe(phase < 0.25 ? 1 : 0)
    }
  })

  test('a seek lands on the step of the position, before the beginning too', () => {
    const params = { ...tempo, steps: 7, beat: -1, part: 0.25 }
    // Three sixteenths before 0: the fifth of seven.
    const { out } = render(step, { frames: 128, params })
    expect(out![0]![0]).toBe(5 / 16)
  })

  test('a glide is a line from the step before', () => {
    const params = { ...tempo, steps: 3, glide: 0.5, ...timeline(FRAMES, 120) }
    const { out } = render(step, { frames: FRAMES, params })
    expect(out![0]![6_000 + 1_500]).toBeCloseTo(1.5 / 16, 5)
    expect(out![0]![6_000 + 3_001]).toBe(2 / 16)
    expect(out![0]![18_000 + 1_500]).toBeCloseTo(2 / 16, 5)
  })

  test('by clock, each tick is a step, and a reset makes the next the first', () => {
    const reset = Float32Array.from({ length: FRAMES }, (_, frame) =>
      frame > 30_000 && frame < 31_000 ? 1 : 0,
    )
    const inputs = { clock: [ticks], reset: [reset] }
    const params = { ...values, steps: 4 }
    const { out, gate } = render(step, { frames: FRAMES, params, inputs })
    const heard = Array.from({ length: 20 }, (_, tick) => out![0]![tick * 4_800 + 2]! * 16)
    expect(heard).toEqual([1, 2, 3, 4, 1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1])
    expect(risingEdges(gate![0]!).length).toBe(20)
    expect(gate![0]!.subarray(4_800, 7_200).every(value => value === 1)).toBe(true)
    expect(gate![0]![7_200]).toBe(0)
  })
})
