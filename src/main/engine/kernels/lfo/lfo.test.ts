import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { lfo } from '.'

const FRAMES = 48_000 - (48_000 % 128)

const closedForms: Record<string, (turn: number) => number> = {
  sine: turn => Math.sin(2 * Math.PI * turn),
  triangle: turn => 1 - 4 * Math.abs(((turn + 0.25) % 1) - 0.5),
  saw: turn => 2 * turn - 1,
  square: turn => (turn < 0.5 ? 1 : -1),
}

function modulate(shape: string, seed = 1): Float32Array {
  const index = lfo.params.shape.choices.findIndex(name => name === shape)
  const params = { shape: index, rate: 5, depth: 0.5, offset: 2, phase: 0.125 }
  const [out] = renderOut(lfo, { frames: FRAMES, params, seed })
  return out ?? new Float32Array()
}

describe('A-01 lfo', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(lfo, { params: { depth: 1, offset: 0 } })
  })

  test.each(Object.entries(closedForms))('%s is its closed form', (shape, form) => {
    const out = modulate(shape)
    const errors = out.map((value, frame) => {
      const turn = ((5 * frame) / 48_000 + 0.125) % 1
      const edge = Math.min(turn, 1 - turn, Math.abs(turn - 0.5)) < 1e-6
      return edge ? 0 : Math.abs(value - 2 - 0.5 * form(turn))
    })
    expect(Math.max(...errors)).toBeLessThan(2e-6)
  })

  test('random holds one seeded value a cycle', () => {
    const out = modulate('random')
    expect(new Set(out).size).toBe(6)
    expect(out.every(value => value >= 1.5 && value <= 2.5)).toBe(true)
    expect(modulate('random')).toEqual(out)
    expect(modulate('random', 2)).not.toEqual(out)
  })
})
