import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut, type Values } from '../testing/render'
import { divisionIndex, irregularGate, timeline } from '../testing/timeline'
import { lfo } from '.'

const FRAMES = 48_000

const closedForms: Record<string, (turn: number) => number> = {
  sine: turn => Math.sin(2 * Math.PI * turn),
  triangle: turn => 1 - 4 * Math.abs(((turn + 0.25) % 1) - 0.5),
  saw: turn => 2 * turn - 1,
  square: turn => (turn < 0.5 ? 1 : -1),
  'saw-down': turn => 1 - 2 * turn,
}

function shapeIndex(shape: string): number {
  return lfo.params.shape.choices.findIndex(name => name === shape)
}

function modulate(
  shape: string,
  seed = 1,
  more: Record<string, Values> = {},
  reset?: Float32Array,
): Float32Array {
  const params = { rate: 5, depth: 0.5, offset: 2, phase: 0.125, ...more, shape: shapeIndex(shape) }
  const inputs = reset === undefined ? {} : { reset: [reset] }
  const [out] = renderOut(lfo, { frames: FRAMES, params, seed, inputs })
  return out ?? new Float32Array()
}

/** Largest distance from a form of the turn, edges left out. */
function largestError(
  out: Float32Array,
  turnAt: (frame: number) => number,
  form: (turn: number, frame: number) => number,
): number {
  const errors = out.map((value, frame) => {
    const turn = turnAt(frame) % 1
    const edge = Math.min(turn, 1 - turn, Math.abs(turn - 0.5)) < 1e-6
    return edge ? 0 : Math.abs(value - form(turn, frame))
  })
  return Math.max(...errors)
}

describe('A-01 lfo', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(lfo, {
      params: { depth: 1, offset: 0, fade: 0.02, ...timeline(5_120, 900) },
      inputs: { reset: [irregularGate(5_120, 3)] },
    })
  })

  test.each(Object.entries(closedForms))('%s is its closed form', (shape, form) => {
    const turnAt = (frame: number) => (5 * frame) / 48_000 + 0.125
    const error = largestError(modulate(shape), turnAt, turn => 2 + 0.5 * form(turn))
    expect(error).toBeLessThan(2e-6)
  })

  test.each(Object.entries(closedForms))('%s follows the beat when synced', (shape, form) => {
    const synced = { sync: 1, division: divisionIndex('1/8d'), ...timeline(FRAMES, 90) }
    // A dotted eighth at 90 beats a minute is half a second.
    const turnAt = (frame: number) => (2 * frame) / 48_000 + 0.125
    const out = modulate(shape, 1, synced)
    const edges = out.filter((value, frame) => {
      const turn = turnAt(frame) % 1
      return Math.abs(value - 2 - 0.5 * form(turn)) > 3e-6
    })
    expect(edges.length).toBeLessThanOrEqual(4)
  })

  test('synced, what is heard after a seek is what belongs there', () => {
    const synced = { sync: 1, division: divisionIndex('1/16'), shape: shapeIndex('smooth') }
    const frames = 24_064
    const whole = renderOut(lfo, {
      frames: 2 * frames,
      params: { ...synced, ...timeline(2 * frames, 133) },
    })
    const rest = renderOut(lfo, { frames, params: { ...synced, ...timeline(frames, 133, frames) } })
    expect(rest[0]).toEqual(whole[0]!.subarray(frames))
  })

  test('random holds one seeded value a cycle', () => {
    const out = modulate('random')
    expect(new Set(out).size).toBe(6)
    expect(out.every(value => value >= 1.5 && value <= 2.5)).toBe(true)
    expect(modulate('random')).toEqual(out)
    expect(modulate('random', 2)).not.toEqual(out)
  })

  test('smooth meets the values of random at the start of each cycle, and never jumps', () => {
    const stepped = modulate('random', 1, { phase: 0 })
    const smooth = modulate('smooth', 1, { phase: 0 })
    for (const frame of [0, 9_600, 19_200, 28_800]) {
      expect(smooth[frame + 1]).toBeCloseTo(stepped[frame + 1]!, 4)
    }
    const steps = smooth.subarray(1).map((value, frame) => Math.abs(value - smooth[frame]!))
    expect(Math.max(...steps)).toBeLessThan((1.5 * 5 * 1) / 48_000 + 1e-6)
  })

  test('a square is on for its width, and unipolar goes from 0 to 1', () => {
    const out = modulate('square', 1, { width: 0.2, polarity: 1, depth: 1, offset: 0, phase: 0 })
    expect(new Set(out)).toEqual(new Set([0, 1]))
    expect(out.reduce((sum, value) => sum + value, 0) / FRAMES).toBeCloseTo(0.2, 3)
  })

  test.each([0, 5_001, 5_002, 5_003, 5_004])('a reset at %i begins the cycle and fade', edge => {
    const reset = Float32Array.from({ length: FRAMES }, (_, frame) => (frame >= edge ? 1 : 0))
    const out = modulate('sine', 1, { fade: 0.25, phase: 0.25, offset: 0, depth: 1 }, reset)
    const error = largestError(
      out,
      frame => (5 * (frame < edge ? frame : frame - edge)) / 48_000 + 0.25,
      (turn, frame) => {
        const since = frame < edge ? frame : frame - edge
        return Math.min(1, since / 12_000) * Math.sin(2 * Math.PI * turn)
      },
    )
    expect(error).toBeLessThan(2e-6)
  })
})
