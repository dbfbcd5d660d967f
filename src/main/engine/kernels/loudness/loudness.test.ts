import { describe, expect, test } from 'vitest'
import { expectSameReadouts, readoutsAfter } from '../testing/readouts'
import { render } from '../testing/render'
import { loudness } from '.'

/** (seconds, dBFS), one after the other. */
type Steps = readonly (readonly [number, number])[]

/** A sine of 1 kHz whose level follows the steps. */
function tone(steps: Steps, sampleRate = 48_000, hertz = 1_000): Float32Array {
  const ends: number[] = []
  for (const [seconds] of steps) ends.push((ends.at(-1) ?? 0) + seconds * sampleRate)
  const frames = Math.ceil(Math.round(ends.at(-1) ?? 0) / 128) * 128
  let step = 0
  return Float32Array.from({ length: frames }, (_, frame) => {
    while (frame >= Math.round(ends[step] ?? Infinity)) step++
    const level = steps[step]?.[1] ?? -200
    return 10 ** (level / 20) * Math.sin((2 * Math.PI * hertz * frame) / sampleRate)
  })
}

function measure(channels: readonly Float32Array[], sampleRate = 48_000, reset = 0) {
  const frames = channels[0]?.length ?? 0
  const values = readoutsAfter(loudness, {
    frames,
    sampleRate,
    inputs: { in: channels },
    params: { reset },
  })
  return (name: keyof typeof loudness.readouts) => values[name]?.[0] ?? Number.NaN
}

/** The stated tolerance of Tech 3341, in LU. */
function expectWithin(value: number, expected: number, tolerance = 0.1): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tolerance)
}

describe('A-02 loudness', () => {
  test('shows the same for any partition into calls', () => {
    expectSameReadouts(loudness)
  })

  test.each([44_100, 48_000, 96_000, 192_000])('Tech 3341 case 1: −23 LUFS at %i Hz', rate => {
    const left = tone([[4, -23]], rate)
    const value = measure([left, left], rate)
    expectWithin(value('momentary'), -23)
    expectWithin(value('short'), -23)
    expectWithin(value('integrated'), -23)
  })

  test.each([
    [2, [[20, -33]], -33],
    [
      3,
      [
        [10, -36],
        [60, -23],
        [10, -36],
      ],
      -23,
    ],
    [
      4,
      [
        [10, -72],
        [10, -36],
        [60, -23],
        [10, -36],
        [10, -72],
      ],
      -23,
    ],
    [
      5,
      [
        [20, -26],
        [20.1, -20],
        [20, -26],
      ],
      -23,
    ],
  ] satisfies [number, Steps, number][])('Tech 3341 case %i: gated', (_case, steps, expected) => {
    const left = tone(steps)
    expectWithin(measure([left, left])('integrated'), expected)
  })

  test('Tech 3341 case 6: five channels, and LFE counts nothing', () => {
    const [side, centre, back] = [-28, -24, -30].map(level => tone([[20, level]]))
    const lfe = tone([[20, -3]])
    const five = [side!, side!, centre!, back!, back!]
    expectWithin(measure(five)('integrated'), -23)
    const six = [side!, side!, centre!, lfe, back!, back!]
    expectWithin(measure(six)('integrated'), -23)
  })

  test('Tech 3341 case 9: short-term loudness of alternating levels', () => {
    const steps: Steps = Array.from(
      { length: 5 },
      () =>
        [
          [1.34, -20],
          [1.66, -30],
        ] as const,
    ).flat()
    const left = tone(steps)
    const { short } = render(loudness, { frames: left.length, inputs: { in: [left, left] } })
    short![0]!.subarray(3.02 * 48_000).forEach(value => {
      if (Math.abs(value + 23) > 0.1) throw new Error(`${value}`)
    })
  })

  test('Tech 3341 cases 10 and 13: maxima do not depend on when a tone begins', () => {
    for (const late of [0, 0.15, 0.75, 1.35]) {
      const left = tone([
        [late, -200],
        [3, -23],
        [1, -200],
      ])
      expectWithin(measure([left, left])('shortMaximum'), -23)
    }
    for (const late of [0, 0.02, 0.1, 0.25, 0.38]) {
      const left = tone([
        [late, -200],
        [0.4, -23],
        [1, -200],
      ])
      expectWithin(measure([left, left])('momentaryMaximum'), -23)
    }
  })

  test('Tech 3341 case 12: momentary loudness of alternating levels', () => {
    const steps: Steps = Array.from(
      { length: 25 },
      () =>
        [
          [0.18, -20],
          [0.22, -30],
        ] as const,
    ).flat()
    const left = tone(steps)
    const { momentary } = render(loudness, { frames: left.length, inputs: { in: [left, left] } })
    momentary![0]!.subarray(1.02 * 48_000).forEach(value => {
      if (Math.abs(value + 23) > 0.1) throw new Error(`${value}`)
    })
  })

  test.each([
    [
      1,
      [
        [20, -20],
        [20, -30],
      ],
      10,
    ],
    [
      2,
      [
        [20, -20],
        [20, -15],
      ],
      5,
    ],
    [
      3,
      [
        [20, -40],
        [20, -20],
      ],
      20,
    ],
    [
      4,
      [
        [20, -50],
        [20, -35],
        [20, -20],
        [20, -35],
        [20, -50],
      ],
      15,
    ],
  ] satisfies [number, Steps, number][])(
    'Tech 3342 case %i: loudness range',
    (_case, steps, range) => {
      const left = tone(steps)
      expectWithin(measure([left, left])('range'), range, 1)
    },
  )

  test.each([
    [15, 4, 0, 0.5, -6],
    [16, 4, 45, 0.5, -6],
    [17, 6, 60, 0.5, -6],
    [18, 8, 67.5, 0.5, -6],
    [19, 4, 45, 1.41, 3],
  ])(
    'Tech 3341 case %i: true peak of a sine at 1/%i of the rate',
    (_case, part, phase, size, peak) => {
      const wave = Float32Array.from(
        { length: 12_800 },
        (_, frame) => size * Math.sin((2 * Math.PI * frame) / part + (phase * Math.PI) / 180),
      )
      // Faded in, as in the published files: the beginning of a sine is no sine.
      const faded = wave.map((value, frame) => value * Math.min(1, frame / 2_000))
      const value = measure([faded, faded])('truePeak')
      expect(value).toBeLessThanOrEqual(peak + 0.2)
      expect(value).toBeGreaterThanOrEqual(peak - 0.4)
    },
  )

  test('the weighting has the published gain at 48 kHz: formula of BS.1770-5, table 1 and 2', () => {
    const gain = (hertz: number) => {
      const turn = (2 * Math.PI * hertz) / 48_000
      const power = ([c0, c1, c2]: readonly [number, number, number]) =>
        (c0 + c1 * Math.cos(turn) + c2 * Math.cos(2 * turn)) ** 2 +
        (c1 * Math.sin(turn) + c2 * Math.sin(2 * turn)) ** 2
      const shelf =
        power([1.53512485958697, -2.69169618940638, 1.19839281085285]) /
        power([1, -1.69065929318241, 0.73248077421585])
      return (
        10 *
        Math.log10((shelf * power([1, -2, 1])) / power([1, -1.99004745483398, 0.99007225036621]))
      )
    }
    for (const hertz of [25, 100, 500, 1_000, 2_000, 8_000, 16_000]) {
      const value = measure([tone([[4, -20]], 48_000, hertz)])('momentary')
      expect(value).toBeCloseTo(-23.0103 - 0.691 + gain(hertz), 2)
    }
  })

  test('silence and resets show nothing', () => {
    const left = tone([[4, -23]])
    const reset = measure([left], 48_000, 1)
    for (const name of ['momentary', 'integrated', 'truePeak'] as const) {
      expect(measure([new Float32Array(48_000 * 4)])(name)).toBe(-120)
    }
    expect(reset('integrated')).toBe(-120)
  })
})
