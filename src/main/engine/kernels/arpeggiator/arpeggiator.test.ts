import { describe, expect, test } from 'vitest'
import { expectSameWithNotes } from '../testing/note-partitions'
import { type NoteEvent, soundingNotes } from '../testing/notes'
import type { Values } from '../testing/render'
import { renderNotes } from '../testing/render-notes'
import { steadyTimeline } from '../testing/steady-timeline'
import { arpeggiator } from '.'

const FRAMES = 61_440
const modes = arpeggiator.params.mode.choices

const on = (frame: number, key: number): NoteEvent => {
  return { frame, kind: 'on', note: key, key, value: 0.8 }
}
const off = (frame: number, key: number): NoteEvent => ({ frame, kind: 'off', note: key })

/** C, G and E held from frame 10 on, in that order. */
const triad = [on(10, 60), on(10, 67), on(10, 64)]

function play(notes: readonly NoteEvent[], params: Record<string, Values> = {}) {
  const options = { frames: FRAMES, notes: { notes } }
  return renderNotes(arpeggiator, {
    ...options,
    params: { ...steadyTimeline(FRAMES, 120), ...params },
  })
}

const begins = (events: ReturnType<typeof play>) =>
  events.filter(({ kind }) => kind === 'on').map(({ frame, key }) => [frame, key])

describe('A-01 arpeggiator', () => {
  test('the same for any partition into calls, and no note is stuck', () => {
    for (const mode of [0, 2, 3, 5]) {
      const params = { ...steadyTimeline(10_240, 300), mode, octaves: 2, swing: 0.2 }
      expectSameWithNotes(arpeggiator, {
        params,
        check: out => expect(soundingNotes(out)).toEqual([]),
      })
    }
    expectSameWithNotes(arpeggiator, {
      params: { clock: 1, rate: 30 },
      check: out => expect(soundingNotes(out)).toEqual([]),
    })
  })

  test('steps and the pattern lie on the timeline: sixteenths at 120 are 6000 frames', () => {
    const events = play(triad)
    expect(begins(events).slice(0, 4)).toEqual([
      [6_000, 64],
      [12_000, 67],
      [18_000, 60],
      [24_000, 64],
    ])
    expect(events.filter(({ kind }) => kind === 'off').map(({ frame }) => frame)[0]).toBe(9_000)
  })

  test.each([
    { mode: 'up', octaves: 2, wanted: [60, 64, 67, 72, 76, 79, 60] },
    { mode: 'down', octaves: 1, wanted: [67, 64, 60, 67] },
    { mode: 'up-down', octaves: 1, wanted: [60, 64, 67, 64, 60, 64] },
    { mode: 'played', octaves: 1, wanted: [60, 67, 64, 60] },
  ] as const)('$mode over $octaves octaves', ({ mode, octaves, wanted }) => {
    // Held from before the timeline's start, so that the pattern begins with step 0.
    const held = triad.map(event => ({ ...event, frame: 0 }))
    const events = play(held, { mode: modes.indexOf(mode), octaves })
    expect(
      begins(events)
        .map(([, key]) => key)
        .slice(0, wanted.length),
    ).toEqual(wanted)
  })

  test('a chord sounds all at once', () => {
    const events = play(triad, { mode: modes.indexOf('chord') })
    expect(begins(events).slice(0, 3)).toEqual([
      [6_000, 60],
      [6_000, 64],
      [6_000, 67],
    ])
  })

  test('while the timeline stands still it goes on at its tempo, at once', () => {
    const still = { beat: 3, phase: 0.25, tempo: 120 }
    expect(begins(play(triad, still)).slice(0, 3)).toEqual([
      [10, 60],
      [6_010, 64],
      [12_010, 67],
    ])
  })

  test('a free rate counts from the first key', () => {
    expect(begins(play([on(500, 60)], { clock: 1, rate: 10 })).slice(0, 3)).toEqual([
      [500, 60],
      [5_300, 60],
      [10_100, 60],
    ])
  })

  test('letting go ends it at once; latch keeps it until other keys are played', () => {
    const notes = [on(0, 60), off(8_000, 60), on(30_100, 65), off(31_000, 65)]
    const short = play(notes)
    expect(begins(short).map(([frame]) => frame)).toEqual([0, 6_000])
    expect(short.at(-1)).toMatchObject({ kind: 'off', frame: 8_000 })
    const kept = begins(play(notes, { latch: 1 }))
    expect(kept.map(([, key]) => key)).toEqual([60, 60, 60, 60, 60, 60, 65, 65, 65, 65, 65])
  })
})
