import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { render, renderOut } from '../testing/render'
import { divisionIndex, irregularGate, risingEdges, timeline } from '../testing/timeline'
import { clock } from '.'

const FRAMES = 96_000

/** Rising edges in two seconds at 120 beats a minute: a beat is 24,000 frames. */
function pulses(division: string, params: Record<string, number> = {}): number[] {
  const given = {
    ...timeline(FRAMES, 120),
    sync: 1,
    division: divisionIndex(division),
    width: 0.5,
    ...params,
  }
  return risingEdges(renderOut(clock, { frames: FRAMES, params: given })[0]!)
}

/** Every `step` frames, to one frame: the part of a beat is known to an f32. */
function expectEvery(step: number, found: readonly number[]): void {
  expect(found.length).toBe(Math.ceil(FRAMES / step))
  found.forEach((frame, index) => expect(Math.abs(frame - index * step)).toBeLessThanOrEqual(1))
}

describe('A-01 clock', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(clock, {
      params: { ...timeline(5_120, 900), rate: 50 },
      inputs: { reset: [irregularGate(5_120, 3)] },
    })
  })

  test.each([
    { name: 'in pulses of many steps', rate: 3.7 },
    { name: 'in pulses of a few frames', rate: 990 },
  ])('what is worked out a pulse at a time gives the same bits: $name', ({ rate }) => {
    const params = { ...timeline(5_120, 120), sync: 0, rate, width: 0.4, swing: 0.61, shift: 0.13 }
    expectSameForAnyPartition(clock, { params, inputs: { reset: [] } })
  })

  test.each([
    ['1/1', 96_000],
    ['1/2t', 32_000],
    ['1/4', 24_000],
    ['1/8d', 18_000],
    ['1/8', 12_000],
    ['1/8t', 8_000],
    ['1/16d', 9_000],
    ['1/16', 6_000],
    ['1/32t', 2_000],
  ])('%s at 120 beats a minute is a pulse every %i frames', (division, step) => {
    expectEvery(step, pulses(division))
  })

  test('free, it runs at its rate', () => {
    const params = { rate: 8 }
    expectEvery(6_000, risingEdges(renderOut(clock, { frames: FRAMES, params })[0]!))
  })

  test('the pulses after a seek are those of the position', () => {
    const params = { sync: 1, division: divisionIndex('1/16d'), swing: 0.6 }
    const whole = render(clock, { frames: FRAMES, params: { ...params, ...timeline(FRAMES, 97) } })
    const rest = FRAMES - 33_408
    const sought = { ...params, ...timeline(rest, 97, 33_408) }
    const part = render(clock, { frames: rest, params: sought })
    expect(part['out']![0]).toEqual(whole['out']![0]!.subarray(33_408))
    expect(part['phase']![0]).toEqual(whole['phase']![0]!.subarray(33_408))
  })

  test('swing moves every second pulse', () => {
    const found = pulses('1/8', { swing: 0.75 })
    found.forEach((frame, index) => {
      const wanted = Math.floor(index / 2) * 24_000 + (index % 2) * 18_000
      expect(Math.abs(frame - wanted)).toBeLessThanOrEqual(1)
    })
    expect(found.length).toBe(8)
  })

  test('`width` is the part of a pulse that is on, and the phase rises with it', () => {
    const params = { rate: 10, width: 0.25 }
    const { out, phase } = render(clock, { frames: FRAMES, params })
    const on = out![0]!.reduce((sum, value) => sum + value, 0)
    expect(on / FRAMES).toBeCloseTo(0.25, 3)
    expect(phase![0]![1_200]).toBeCloseTo(0.25, 5)
    expect(phase![0]![4_799 + 2_400]).toBeCloseTo(0.5, 3)
  })

  test('a rising edge at the reset begins a pulse', () => {
    const reset = Float32Array.from({ length: 12_800 }, (_, frame) => (frame >= 5_003 ? 1 : 0))
    const params = { rate: 10 }
    const [out] = renderOut(clock, { frames: 12_800, inputs: { reset: [reset] }, params })
    expect(risingEdges(out!)).toEqual([0, 4_800, 5_003 + 4_800])
    expect(out!.subarray(5_003, 5_003 + 2_400).every(value => value === 1)).toBe(true)
    expect(out![5_003 + 2_401]).toBe(0)
  })
})
