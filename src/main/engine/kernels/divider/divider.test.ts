import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { irregularGate, risingEdges } from '../testing/timeline'
import { divider } from '.'

const FRAMES = 12_800
const gate = irregularGate(FRAMES, 1)
const pulses = risingEdges(gate)

function divide(params: Record<string, number>, reset?: Float32Array): Float32Array {
  const inputs = { in: [gate], ...(reset === undefined ? {} : { reset: [reset] }) }
  return renderOut(divider, { frames: FRAMES, inputs, params })[0]!
}

describe('A-01 divider', () => {
  test('gives the same bits for any partition into calls', () => {
    const inputs = { in: [irregularGate(5_120, 1)], reset: [irregularGate(5_120, 4)] }
    expectSameForAnyPartition(divider, { inputs, params: { every: 3, first: 1 } })
  })

  test.each([1, 2, 3, 7])('lets every pulse number %i through, from the first on', every => {
    const first = every - 1
    const wanted = pulses.filter((_, index) => index % every === first)
    const out = divide({ every, first })
    expect(risingEdges(out)).toEqual(wanted)
    expect(out.every((value, frame) => value <= gate[frame]!)).toBe(true)
  })

  test('a square of four pulses is on for two', () => {
    const out = divide({ every: 4, mode: 1 })
    expect(risingEdges(out)).toEqual(pulses.filter((_, index) => index % 4 === 0))
    const falls = risingEdges(out.map(value => 1 - value))
    expect(falls.slice(1)).toEqual(pulses.filter((_, index) => index % 4 === 2))
  })

  test('a reset makes the next pulse the first', () => {
    const at = pulses[5]! - 1
    const reset = gate.map((_, frame) => (frame === at ? 1 : 0))
    const found = risingEdges(divide({ every: 4 }, reset))
    expect(found.slice(0, 4)).toEqual([pulses[0], pulses[4], pulses[5], pulses[9]])
  })
})
