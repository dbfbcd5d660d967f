import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut, type Values } from '../testing/render'
import { divisionIndex, timeline } from '../testing/timeline'
import { tremolo } from '.'

const FRAMES = 48_000
const ones = new Float32Array(FRAMES).fill(1)

function gains(params: Record<string, Values>): Float32Array[] {
  return renderOut(tremolo, { frames: FRAMES, inputs: { in: [ones, ones] }, params })
}

const waves: Record<string, (turn: number) => number> = {
  sine: turn => Math.cos(2 * Math.PI * turn),
  triangle: turn => 4 * Math.abs((turn % 1) - 0.5) - 1,
}

describe('A-01 tremolo', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(tremolo, { params: { ...timeline(5_120, 900), tempo: 900 } })
  })

  test.each(Object.entries(waves))('%s: the gain is its closed form', (name, wave) => {
    const shape = tremolo.params.shape.choices.findIndex(choice => choice === name)
    const out = gains({ shape, rate: 6, depth: 0.7, spread: 0.25 })
    for (const [channel, spread] of [0, 0.25].entries()) {
      for (let frame = 0; frame < FRAMES; frame += 37) {
        const wanted = 1 - 0.35 * (1 - wave((6 * frame) / 48_000 + spread))
        expect(out[channel]![frame]).toBeCloseTo(wanted, 5)
      }
    }
  })

  test('a square is at one end or the other but for 4 ms', () => {
    const [out] = gains({ shape: 2, rate: 5, depth: 1 })
    const between = out!.filter(value => value > 0 && value < 1).length
    expect(between / 10 / 48).toBeCloseTo(4, 0)
    const steps = out!.subarray(1).map((value, frame) => Math.abs(value - out![frame]!))
    expect(Math.max(...steps)).toBeLessThan(1 / 190)
  })

  test('synced, a wave lasts a note', () => {
    const params = { sync: 1, division: divisionIndex('1/8t'), depth: 1, tempo: 100 }
    const [out] = gains({ ...params, ...timeline(FRAMES, 100) })
    for (let frame = 0; frame < FRAMES; frame += 37) {
      const turn = (frame / 48_000) * (100 / 60) * 3
      expect(out![frame]).toBeCloseTo(0.5 + 0.5 * Math.cos(2 * Math.PI * turn), 5)
    }
  })
})
