import { array, assert, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { soundingNotes } from '../testing/notes'
import type { Values } from '../testing/render'
import { renderNotes } from '../testing/render-notes'
import { steadyTimeline } from '../testing/steady-timeline'
import { sequencer } from '.'

const FRAMES = 96_256

/** Sixteen values over and over, as `lane` gives them. */
function lane(values: readonly number[], frames = FRAMES): Float32Array[] {
  return [Float32Array.from({ length: frames }, (_, i) => values[i % 16] ?? 0)]
}

const sixteen = (value: number) => Array.from({ length: 16 }, () => value)

type Score = {
  readonly pitches?: readonly number[]
  readonly velocities?: readonly number[]
  readonly gates?: readonly number[]
  readonly params?: Record<string, Values>
  readonly partition?: readonly number[]
}

function play(score: Score) {
  const { pitches = sixteen(0), velocities = sixteen(1), gates = sixteen(0.5), ...rest } = score
  const inputs = {
    pitches: lane(pitches),
    velocities: lane(velocities),
    gates: lane(gates),
  }
  const params = { ...steadyTimeline(FRAMES, 120), ...rest.params }
  return renderNotes(sequencer, { frames: FRAMES, inputs, ...rest, params })
}

const begins = (events: ReturnType<typeof play>) =>
  events.filter(({ kind }) => kind === 'on').map(({ frame, key }) => [frame, key])

const frames = (events: ReturnType<typeof play>) => events.map(({ frame, kind }) => [kind, frame])

describe('A-01 sequencer', () => {
  // 120 beats a minute: a sixteenth is 6000 frames.
  test('sixteenths begin on their frames, last as long as their gates, and rest where told', () => {
    const velocities = sixteen(1).map((value, i) => (i === 2 ? 0 : value))
    const events = play({ velocities, pitches: sixteen(0).map((_, i) => i) })
    expect(frames(events).slice(0, 6)).toEqual([
      ['on', 0],
      ['off', 3_000],
      ['on', 6_000],
      ['off', 9_000],
      ['on', 18_000],
      ['off', 21_000],
    ])
    expect(begins(events)[2]).toEqual([18_000, 51])
    expect(begins(events).length).toBe(15 + 1)
  })

  test('the same for any partition into calls', () => {
    const params = { swing: 0.3, direction: 3, length: 7 }
    const calls = array(
      integer({ min: 1, max: 8 }).map(n => n * 128),
      { minLength: 1, maxLength: 5 },
    )
    const whole = play({ params })
    const same = property(calls, partition => {
      expect(play({ params, partition })).toEqual(whole)
    })
    assert(same, { numRuns: 5 })
  })

  test('after a jump the notes are those of the new position', () => {
    const pitches = sixteen(0).map((_, i) => i)
    const whole = begins(play({ pitches }))
    // At frame 4096 the playhead jumps to where frame 52096 would be.
    const start = (frame: number) => ((frame < 4_096 ? frame : frame + 48_000) * 2) / 48_000
    const jumped = play({ pitches, params: steadyTimeline(FRAMES, 120, start) })
    const after = begins(jumped).filter(([frame = 0]) => frame > 4_096)
    const wanted = whole
      .filter(([frame = 0]) => frame > 52_096)
      .map(([frame = 0, key]) => [frame - 48_000, key])
    expect(after.slice(0, wanted.length)).toEqual(wanted)
  })

  test('a stop ends the note, and nothing begins while it lasts', () => {
    const start = (frame: number) => (Math.min(frame, 2_000) * 2) / 48_000
    const events = play({ params: steadyTimeline(FRAMES, 120, start) })
    expect(frames(events)).toEqual([
      ['on', 0],
      ['off', 2_001],
    ])
  })

  test('gates of 1 tie: the same pitch goes on, another begins before the first ends', () => {
    const events = play({ pitches: [0, 0, 7], gates: [1, 1, 0.5], params: { length: 4 } })
    expect(frames(events).slice(0, 4)).toEqual([
      ['on', 0],
      ['on', 12_000],
      ['off', 12_000],
      ['off', 15_000],
    ])
  })

  test('swing delays every other step', () => {
    const at = begins(play({ params: { swing: 0.5 } })).map(([frame]) => frame)
    expect(at.slice(0, 4)).toEqual([0, 9_000, 12_000, 21_000])
  })

  test.each([
    { direction: 'forward', wanted: [0, 1, 2, 3, 0, 1] },
    { direction: 'backward', wanted: [3, 2, 1, 0, 3, 2] },
    { direction: 'ping-pong', wanted: [0, 1, 2, 3, 2, 1, 0] },
  ] as const)('$direction', ({ direction, wanted }) => {
    const params = { length: 4, direction: sequencer.params.direction.choices.indexOf(direction) }
    const events = play({ pitches: [0, 1, 2, 3], params })
    const keys = begins(events).map(([, key = 0]) => key - 48)
    expect(keys.slice(0, wanted.length)).toEqual(wanted)
  })

  test('pitches fall onto the scale', () => {
    const pitches = Array.from({ length: 16 }, (_, i) => i)
    const params = { scale: sequencer.params.scale.choices.indexOf('major'), root: 50 }
    const keys = begins(play({ pitches, params })).map(([, key = 0]) => key - 50)
    expect(keys.slice(0, 13)).toEqual([0, 0, 2, 2, 4, 5, 5, 7, 7, 9, 9, 11, 12])
  })

  test('no note is stuck, wherever the playhead goes', () => {
    const moves = array(integer({ min: 0, max: 64 }), { minLength: 4, maxLength: 20 })
    const never = property(moves, places => {
      const beats = (frame: number) => {
        const part = Math.floor((frame / FRAMES) * places.length)
        const place = places[part] ?? 0
        if (frame > FRAMES - 2_000) return 7.7
        return place % 3 === 0 ? place / 4 : place / 4 + (frame % 9_000) / 24_000
      }
      const events = play({ params: steadyTimeline(FRAMES, 120, beats), gates: sixteen(1) })
      expect(soundingNotes(events)).toEqual([])
    })
    assert(never, { numRuns: 5 })
  })
})
