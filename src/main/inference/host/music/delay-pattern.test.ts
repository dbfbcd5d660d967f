import { describe, expect, test } from 'vitest'
import { framesOf, inputAt, stepsOf, type Codes } from './delay-pattern'
import { planWindows } from './plan-windows'
import { chanceAt, sample } from './sample'

const P = 2048

describe('S3-20 the delay pattern', () => {
  test('is the one of the paper: codebook k of frame f is heard in column f + k + 1', () => {
    // Steps write a1 … d4 as the table of transformers' `build_delay_pattern_mask` has them.
    const steps: Codes[] = [
      [11, 0, 0, 0],
      [12, 21, 0, 0],
      [13, 22, 31, 0],
      [14, 23, 32, 41],
      [15, 24, 33, 42],
    ]
    expect(Array.from({ length: 6 }, (_, column) => inputAt(steps, column, P))).toEqual([
      [P, P, P, P],
      [11, P, P, P],
      [12, 21, P, P],
      [13, 22, 31, P],
      [14, 23, 32, 41],
      [15, 24, 33, 42],
    ])
    expect(framesOf(steps)).toEqual([
      [11, 21, 31, 41],
      [12, 22, 32, 42],
    ])
    expect(stepsOf(2)).toBe(5)
  })

  test('stretches cover a piece of any length, each within its bounds', () => {
    expect(planWindows(500, 1500, 600)).toEqual([{ index: 0, known: 0, fresh: 500 }])
    expect(planWindows(6000, 1500, 600).at(-1)).toEqual({ index: 5, known: 600, fresh: 900 })
    for (let frames = 50; frames <= 6000; frames += 37) {
      const plan = planWindows(frames, 1500, 600)
      expect(plan.reduce((sum, { fresh }) => sum + fresh, 0)).toBe(frames)
      expect(Math.max(...plan.map(({ known, fresh }) => known + fresh))).toBeLessThanOrEqual(1500)
    }
  })
})

describe('S3-20 choosing a code', () => {
  /** Four likely codes, of which one is likelier where the text is heard. */
  const logits = Float32Array.from({ length: 8 * 16 }, (_, i) => {
    const [row, code] = [Math.floor(i / 16), i % 16]
    return code < 4 ? 2 + code / 10 + (row < 4 && code === 1 ? 1 : 0) : -1
  })
  const choose = (topK: number, guidance: number, chance: number) =>
    sample(logits, 16, 2, { topK, guidance }, chance)

  test('guidance goes from without the text by three times the way to with it', () => {
    // 2.1 + 3 · 1 against 2.3: far the likeliest; without guidance towards the text, code 3 is.
    expect(choose(1, 3, 0)).toBe(1)
    expect(choose(1, 0, 0)).toBe(3)
  })

  test('of a thousand draws each code has the share of its likelihood among the first k', () => {
    const counts = [0, 0, 0, 0]
    for (let at = 0; at < 4000; at++) {
      const code = choose(2, 0, chanceAt(5, 0, at, 2)) ?? -1
      counts[code] = (counts[code] ?? 0) + 1
    }
    // Of 2.3 and 2.2: 1 / (1 + e^-0.1) = 0.525.
    expect(counts.slice(0, 2)).toEqual([0, 0])
    expect((counts[3] ?? 0) / 4000).toBeCloseTo(0.525, 1)
  })

  test('chances are even, and another at every place', () => {
    const all = Array.from({ length: 20_000 }, (_, i) =>
      chanceAt(1, i >> 12, (i >> 2) & 1023, i & 3),
    )
    expect(new Set(all).size).toBeGreaterThan(19_990)
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length
    expect(mean).toBeCloseTo(0.5, 1)
    const tenths = all.filter(value => value < 0.1).length / all.length
    expect(tenths).toBeCloseTo(0.1, 1)
  })

  test('what is no number is not chosen from', () => {
    expect(
      sample(new Float32Array(8 * 16).fill(Number.NaN), 16, 0, { topK: 3, guidance: 3 }, 0.5),
    ).toBe(undefined)
  })
})
