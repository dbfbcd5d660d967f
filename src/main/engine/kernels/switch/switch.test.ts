import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut, type Values } from '../testing/render'
import { whiteNoise } from '../testing/signals'
import { selector } from '.'

const FRAMES = 12_800
const sounds = Array.from({ length: 6 }, (_, index) => whiteNoise(FRAMES, index))
const steady = Array.from({ length: 6 }, (_, index) =>
  new Float32Array(FRAMES).fill((index + 1) / 8),
)

function choose(
  params: Record<string, Values>,
  channels: readonly Float32Array[] = sounds,
  select?: Float32Array,
): Float32Array {
  const wired = Object.fromEntries(channels.map((samples, index) => [`in${index + 1}`, [samples]]))
  const inputs = { ...wired, ...(select === undefined ? {} : { select: [select] }) }
  return renderOut(selector, { frames: FRAMES, inputs, params })[0]!
}

describe('A-01 switch', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(selector)
  })

  test.each([1, 2, 6])('position %i is that input, bit by bit', position => {
    expect(choose({ position })).toEqual(sounds[position - 1])
  })

  test('the control input counts on from the position, within the inputs', () => {
    const two = new Float32Array(FRAMES).fill(2)
    expect(choose({ position: 3 }, sounds, two)).toEqual(sounds[4])
    expect(choose({ position: 5 }, sounds, two)).toEqual(sounds[5])
  })

  test('a change is a line from one input to the other, as long as `time`', () => {
    const position = Float32Array.from({ length: FRAMES }, (_, frame) => (frame < 6_400 ? 1 : 5))
    const out = choose({ position, time: 0.02 }, steady)
    expect(out[6_399]).toBe(1 / 8)
    expect(out[6_400 + 480]).toBeCloseTo((1 / 8 + 5 / 8) / 2, 5)
    expect(out[6_400 + 240]).toBeCloseTo(0.75 / 8 + 0.25 * (5 / 8), 5)
    expect(out[6_400 + 961]).toBeCloseTo(5 / 8, 6)
    const jumps = out.subarray(1).map((value, frame) => Math.abs(value - out[frame]!))
    expect(Math.max(...jumps)).toBeLessThan(0.5 / 950)
  })
})
