import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { clipShape } from '.'

const RATE = 48_000
const FRAMES = 2_048

/** Ones through the shape, from a frame of the timeline on. */
function shape(params: Readonly<Record<string, number>>, from = 0): Float32Array {
  const second = new Float32Array(FRAMES)
  const part = new Float32Array(FRAMES)
  for (let i = 0; i < FRAMES; i++) {
    const time = (from + i) / RATE
    second[i] = Math.floor(time)
    part[i] = time - Math.floor(time)
  }
  const [out = new Float32Array()] = renderOut(clipShape, {
    frames: FRAMES,
    inputs: { in: [new Float32Array(FRAMES).fill(1)] },
    params: { ...params, second, part },
  })
  return out
}

const at = (frame: number) => frame / RATE

describe('E-10 clip shape', () => {
  test('gives the same bits for any partition into calls', () => {
    const part = Float32Array.from({ length: 5_120 }, (_, frame) => frame / RATE)
    const clip = { start: 0, startPart: at(300), end: 0, endPart: at(4_000) }
    const fades = { fadeIn: at(1_000), fadeOut: at(700) }
    expectSameForAnyPartition(clipShape, { params: { ...clip, ...fades, second: 0, part } })
    const still = { gain: 0.7, fadeInBend: 0.3, fadeOutBend: -0.2 }
    expectSameForAnyPartition(clipShape, {
      params: { ...clip, ...fades, ...still, second: 0, part },
    })
  })

  test('lets through what lies in the clip, to the frame, even after a week', () => {
    const week = 7 * 24 * 3600
    const edges = { start: week, startPart: at(101), end: week, endPart: at(1_003), gain: 0.5 }
    const out = shape(edges, week * RATE)
    out.forEach((value, frame) => expect(value).toBe(frame >= 101 && frame < 1_003 ? 0.5 : 0))
  })

  test('two halves of a clip that was cut are the whole', () => {
    const cut = 777
    const left = shape({ startPart: at(50), end: 0, endPart: at(cut) })
    const right = shape({ startPart: at(cut), end: 0, endPart: at(1_500) })
    const whole = shape({ startPart: at(50), end: 0, endPart: at(1_500) })
    left.forEach((value, frame) => expect(value + right[frame]!).toBe(whole[frame]))
  })

  test.each([-1, -0.4, 0, 0.424, 1])('a bend of %s is the closed form of the fade', bend => {
    const fade = { fadeIn: at(512), fadeInBend: bend, fadeOut: at(256), fadeOutBend: bend }
    const out = shape({ ...fade, end: 0, endPart: at(2_000) })
    const k = 8 ** -bend
    const form = (x: number) => (x >= 1 ? 1 : x / (x + (1 - x) * k))
    out.forEach((value, frame) => {
      const wanted =
        frame >= 2_000 ? 0 : form((frame + 0.5) / 512) * form((2_000 - frame - 0.5) / 256)
      expect(Math.abs(value - wanted)).toBeLessThan(2e-5)
    })
    if (bend === 0.424) expect(form(0.5)).toBeCloseTo(Math.SQRT1_2, 3)
  })
})
