import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { sine } from '../testing/signals'
import { irregularGate, risingEdges } from '../testing/timeline'
import { logic } from '.'

const FRAMES = 2_560
const a = irregularGate(FRAMES, 1)
const b = irregularGate(FRAMES, 6)

function combine(operation: string, params: Record<string, number> = {}, first = a): Float32Array {
  const index = logic.params.operation.choices.findIndex(name => name === operation)
  const inputs = { a: [first], b: [b] }
  return renderOut(logic, { frames: FRAMES, inputs, params: { operation: index, ...params } })[0]!
}

const tables: Record<string, (a: boolean, b: boolean) => boolean> = {
  and: (one, other) => one && other,
  or: (one, other) => one || other,
  xor: (one, other) => one !== other,
  nand: (one, other) => !(one && other),
  nor: (one, other) => !(one || other),
  xnor: (one, other) => one === other,
  a: one => one,
  not: one => !one,
}

describe('A-01 logic', () => {
  test('gives the same bits for any partition into calls', () => {
    const inputs = { a: [irregularGate(5_120, 1)], b: [irregularGate(5_120, 5)] }
    expectSameForAnyPartition(logic, { inputs, params: { threshold: 0.5, hysteresis: 0.1 } })
  })

  test.each(Object.entries(tables))('%s is its truth table', (operation, table) => {
    const wanted = a.map((value, frame) => (table(value >= 0.5, b[frame]! >= 0.5) ? 1 : 0))
    expect(combine(operation)).toEqual(wanted)
  })

  test('toggle turns over at rising edges of a, latch goes on, and b turns them off', () => {
    const rises = new Set(risingEdges(a))
    const resets = new Set(risingEdges(b))
    for (const [operation, next] of [
      ['toggle', (out: number) => 1 - out],
      ['latch', () => 1],
    ] as const) {
      let out = 0
      const wanted = a.map((_, frame) => {
        if (rises.has(frame)) out = next(out)
        if (resets.has(frame)) out = 0
        return out
      })
      expect(combine(operation)).toEqual(wanted)
    }
  })

  test('a comparator with hysteresis turns on above and off below its band', () => {
    const wave = sine(FRAMES, 100, 48_000)
    const out = combine('a', { threshold: 0.2, hysteresis: 0.6 }, wave)
    let on = false
    const wanted = wave.map(value => {
      on = value >= (on ? Math.fround(-0.1) : 0.5)
      return on ? 1 : 0
    })
    const wrong = out.filter((value, frame) => value !== wanted[frame])
    // The threshold is an f32: an edge may fall a frame later.
    expect(wrong.length).toBeLessThanOrEqual(2)
    expect(risingEdges(out).length).toBe(6)
  })
})
