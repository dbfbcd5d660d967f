import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut, type Values } from '../testing/render'
import { wander, whiteNoise } from '../testing/signals'
import { crossfade } from '.'

const FRAMES = 2_560
const a = whiteNoise(FRAMES, 1)
const b = whiteNoise(FRAMES, 2)

function fade(params: Record<string, Values>, mod?: Float32Array): Float32Array {
  const inputs = { a: [a], b: [b], ...(mod === undefined ? {} : { mod: [mod] }) }
  return renderOut(crossfade, { frames: FRAMES, inputs, params })[0]!
}

describe('A-01 crossfade', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(crossfade)
  })

  test.each([0, 1])('the ends are the inputs (law %i)', law => {
    fade({ position: 0, law }).forEach((value, frame) => expect(value).toBeCloseTo(a[frame]!, 6))
    fade({ position: 1, law }).forEach((value, frame) => expect(value).toBeCloseTo(b[frame]!, 6))
  })

  test('linear and equal-power are their closed forms, moving too', () => {
    const position = wander(FRAMES, 0, 1, 5)
    const linear = fade({ position })
    const power = fade({ position, law: 1 })
    position.forEach((p, frame) => {
      expect(linear[frame]).toBeCloseTo((1 - p) * a[frame]! + p * b[frame]!, 6)
      const angle = (p * Math.PI) / 2
      const wanted = Math.cos(angle) * a[frame]! + Math.sin(angle) * b[frame]!
      expect(power[frame]).toBeCloseTo(wanted, 5)
    })
  })

  test('the control input is added to the position, within its ends', () => {
    const mod = new Float32Array(FRAMES).fill(0.25)
    expect(fade({ position: 0.5 }, mod)).toEqual(fade({ position: 0.75 }))
    expect(fade({ position: 0.9 }, mod)).toEqual(fade({ position: 1 }))
  })
})
