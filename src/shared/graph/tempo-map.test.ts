import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { barPosition, barStart, beatOf, nextBarLine } from './bars'
import { clicksBetween, countInBefore } from './metronome'
import { emptyProject } from './project'
import { beatsAt, bpmAt, secondsAt, tempoMapOf } from './tempo-map'
import { randomTimeline } from './testing'
import type { TransportSettings } from './transport-settings'

const { transport } = emptyProject('p', 'Test')
const having = (change: Partial<TransportSettings>): TransportSettings => ({
  ...transport,
  ...change,
})
const timelines = fc
  .record({ tempo: fc.double({ min: 10, max: 1000, noNaN: true }), timeline: randomTimeline })
  .map(({ tempo, timeline }) => having({ tempo, ...timeline }))
const beats = fc.double({ min: 0, max: 100_000, noNaN: true })

/** Equal to within a thousand millionth, of themselves where they are large. */
function expectSame(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)))
}

describe('T-01 tempo', () => {
  test('at 120 a beat takes half a second; from bar 3 on, at 90, two thirds', () => {
    const map = tempoMapOf(having({ tempoMap: [{ beat: 8, bpm: 90, curve: 'hold' }] }))
    expect(secondsAt(map, 8)).toBe(4)
    expect(secondsAt(map, 11)).toBeCloseTo(6, 12)
    expect(beatsAt(map, 6)).toBeCloseTo(11, 12)
  })

  test('a ramp from 60 to 120 over 16 beats takes 16 · ln 2 seconds, and its middle is 90', () => {
    const points = [{ beat: 16, bpm: 120, curve: 'hold' as const }]
    const map = tempoMapOf(having({ tempo: 60, tempoCurve: 'linear', tempoMap: points }))
    expect(secondsAt(map, 16)).toBeCloseTo(16 * Math.LN2, 12)
    expect(bpmAt(map, 8)).toBe(90)
    expect(secondsAt(map, 18) - secondsAt(map, 16)).toBeCloseTo(1, 12)
  })

  test('a ramp is the sum of its small steps', () => {
    const points = [{ beat: 10, bpm: 40, curve: 'linear' as const }]
    const map = tempoMapOf(having({ tempo: 200, tempoCurve: 'linear', tempoMap: points }))
    let sum = 0
    const steps = 20_000
    for (let i = 0; i < steps; i++) {
      sum += (60 / bpmAt(map, ((i + 0.5) / steps) * 10)) * (10 / steps)
    }
    expect(secondsAt(map, 10)).toBeCloseTo(sum, 6)
  })

  test('any beat comes back from its time, and any time from its beat', () => {
    fc.assert(
      fc.property(timelines, beats, (timeline, beat) => {
        const map = tempoMapOf(timeline)
        expectSame(beatsAt(map, secondsAt(map, beat)), beat)
        expectSame(secondsAt(map, beatsAt(map, beat)), beat)
      }),
      { numRuns: 1000 },
    )
  })

  test('later beats come later', () => {
    fc.assert(
      fc.property(timelines, beats, beats, (timeline, a, b) => {
        const map = tempoMapOf(timeline)
        if (b > a + 1e-6) expect(secondsAt(map, b)).toBeGreaterThan(secondsAt(map, a))
      }),
    )
  })
})

describe('T-02 bars', () => {
  const mixed = having({
    signature: { beats: 3, unit: 4 },
    signatures: [{ bar: 3, beats: 7, unit: 8 }],
  })
  test.each([
    [0, 1, 1, 0],
    [2.5, 1, 3, 480],
    [3, 2, 1, 0],
    [6, 3, 1, 0],
    [9, 3, 7, 0],
    [9.25, 3, 7, 240],
    [9.5, 4, 1, 0],
  ])('beat %d of a song in 3/4, from bar 3 on in 7/8: %d:%d:%d', (at, bar, beat, tick) => {
    expect(barPosition(mixed, at)).toEqual({ bar, beat, tick })
    expect(beatOf(mixed, { bar, beat, tick })).toBe(at)
  })

  test('any beat comes back from its bar, and a bar line is its own', () => {
    fc.assert(
      fc.property(timelines, beats, (timeline, at) => {
        const position = barPosition(timeline, at)
        expectSame(beatOf(timeline, position), at)
        expect(position.tick).toBeLessThanOrEqual(960 * 4)
        const line = nextBarLine(timeline, at)
        expect(line).toBeGreaterThanOrEqual(at)
        expect(nextBarLine(timeline, line)).toBe(line)
        expect(barStart(timeline, position.bar)).toBeLessThanOrEqual(at + 1e-9 * at)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('T-03 metronome', () => {
  const song = having({ signature: { beats: 3, unit: 8 }, tempo: 60 })
  test('3/8 at 60 clicks every half second, the first of three higher', () => {
    expect(clicksBetween(song, 0.4, 2)).toEqual([
      { time: 0.5, accent: false },
      { time: 1, accent: false },
      { time: 1.5, accent: true },
    ])
  })

  test('two stretches have the clicks of the whole, each once', () => {
    fc.assert(
      fc.property(timelines, fc.double({ min: 0, max: 20, noNaN: true }), (timeline, middle) => {
        const whole = clicksBetween(timeline, 0, 20)
        const parts = [clicksBetween(timeline, 0, middle), clicksBetween(timeline, middle, 20)]
        expect(parts.flat()).toEqual(whole)
      }),
      { numRuns: 200 },
    )
  })

  test('a click that a stretch begins with belongs to it', () => {
    fc.assert(
      fc.property(timelines, fc.nat(200), (timeline, index) => {
        const time = clicksBetween(timeline, 0, 30)[index]?.time
        if (time !== undefined) expect(clicksBetween(timeline, time, time + 1)[0]?.time).toBe(time)
      }),
    )
  })

  test('a count-in of two bars of 3/4 at 120 lasts three seconds', () => {
    const waltz = having({ countIn: 2, signature: { beats: 3, unit: 4 } })
    const { length, clicks } = countInBefore(waltz, 10)
    expect(length).toBe(3)
    expect(clicks.map(click => click.accent)).toEqual([true, false, false, true, false, false])
    expect(clicks.at(-1)?.time).toBe(2.5)
  })
})
