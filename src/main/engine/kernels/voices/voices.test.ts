import { assert, constantFrom, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectSameWithNotes, STREAM_FRAMES } from '../testing/note-partitions'
import { type NoteEvent, noteStreams } from '../testing/notes'
import { createInstance, render, type RenderOptions } from '../testing/render'
import { voices } from '.'

const modes = voices.params.mode.choices

function on(frame: number, note: number, key: number, value = 1): NoteEvent {
  return { frame, kind: 'on', note, key, value }
}

function off(frame: number, note: number): NoteEvent {
  return { frame, kind: 'off', note }
}

function allocate(notes: readonly NoteEvent[], options: Partial<RenderOptions> = {}) {
  const outputs = render(voices, { frames: 2_048, voices: 4, notes: { notes }, ...options })
  return (name: string, voice: number) => outputs[name]?.[voice] ?? new Float32Array()
}

/** Frames at which a signal is 1 though it was not before. */
function rises(samples: Float32Array): number[] {
  return [...samples.keys()].filter(i => samples[i] === 1 && (i === 0 || samples[i - 1] !== 1))
}

const hertz = (key: number) => 440 * 2 ** ((key - 69) / 12)

/** Runs quantum by quantum, and returns the voices that were active in each. */
function activity(notes: readonly NoteEvent[], params: Record<string, number>, frames: number) {
  const run = createInstance(voices, { frames, voices: 4, notes: { notes }, params })
  const address = run.arena.call('voices_active', run.self)
  return Array.from({ length: frames / 128 }, (_, quantum) => {
    run.fill(quantum * 128, 128)
    run.process(0, 128)
    return [...run.arena.words(address, 4)]
  })
}

describe('A-01 voices', () => {
  test.each(modes)('%s: the same bits for any partition into calls', mode => {
    const params = { mode: modes.indexOf(mode), glide: 0.01, release: 0.02 }
    expectSameWithNotes(voices, { params, voices: 4 })
  })

  test('a note has its frequency, velocity and gate from its frame to its end', () => {
    const signal = allocate([on(100, 7, 60, 0.5), off(1_500, 7)])
    expect(rises(signal('gate', 0))).toEqual([100])
    expect(signal('gate', 0).indexOf(0, 100)).toBe(1_500)
    expect(rises(signal('trigger', 0))).toEqual([100])
    expect(signal('trigger', 0).reduce((sum, value) => sum + value, 0)).toBe(1)
    expect(signal('frequency', 0)[100]).toBeCloseTo(hertz(60), 3)
    expect(signal('velocity', 0)[100]).toBe(0.5)
    expect(Math.max(...signal('gate', 1))).toBe(0)
  })

  test('the voice that has been free the longest is next', () => {
    const signal = allocate([on(0, 1, 60), off(10, 1), on(1_000, 2, 64), off(1_010, 2)], {
      params: { release: 0 },
    })
    expect(rises(signal('gate', 0))).toEqual([0])
    expect(rises(signal('gate', 1))).toEqual([1_000])
  })

  test('five notes on four voices steal the oldest: its gate falls for one frame', () => {
    const notes = [60, 62, 64, 65, 67].map((key, index) => on(100 * index, index, key))
    const signal = allocate(notes)
    expect([...signal('gate', 0).subarray(399, 403)]).toEqual([1, 0, 1, 1])
    expect(rises(signal('trigger', 0))).toEqual([0, 401])
    expect(signal('frequency', 0)[401]).toBeCloseTo(hertz(67), 3)
  })

  test('a released voice is stolen before a held one', () => {
    const held = [60, 62, 64, 65].map((key, index) => on(100 * index, index, key))
    const signal = allocate([...held, off(500, 2), on(600, 9, 72)])
    expect(rises(signal('trigger', 2))).toEqual([200, 600])
    expect(rises(signal('trigger', 0))).toEqual([0])
  })

  test('a note as short as nothing is up for one frame', () => {
    const signal = allocate([on(127, 1, 60), off(127, 1)])
    expect([...signal('gate', 0).subarray(126, 130)]).toEqual([0, 1, 0, 0])
    expect(rises(signal('trigger', 0))).toEqual([127])
  })

  test('bends, pressure and timbre reach the voice of their note alone, without stairs', () => {
    const moves = (['pitch', 'pressure', 'timbre'] as const).map((kind): NoteEvent => ({
      frame: 500,
      kind,
      note: 2,
      key: 2,
      value: 1,
    }))
    const signal = allocate([on(0, 1, 60), on(0, 2, 64), ...moves])
    expect(signal('frequency', 0)[2_047]).toBeCloseTo(hertz(60), 3)
    expect(signal('frequency', 1)[2_047]).toBeCloseTo(hertz(66), 0)
    // One time constant of 5 ms after the event: 1 − 1/e of the way.
    expect(12 * Math.log2(signal('frequency', 1)[740]! / hertz(64))).toBeCloseTo(2 - 2 / Math.E, 2)
    expect(signal('pressure', 1)[739]).toBeCloseTo(1 - 1 / Math.E, 3)
    expect(signal('timbre', 1)[739]).toBeCloseTo(1 - 0.5 / Math.E, 3)
    expect(signal('timbre', 0)[2_047]).toBe(0.5)
    expect(Math.max(...signal('pressure', 0))).toBe(0)
  })

  test('a glide is linear in semitones and takes its time', () => {
    const params = { glide: 0.01, release: 0 }
    const signal = allocate([on(0, 1, 60), on(1_000, 2, 72)], { params })
    const pitch = (frame: number) => 12 * Math.log2(signal('frequency', 1)[frame]! / hertz(60))
    expect(pitch(1_000)).toBeCloseTo(0, 3)
    expect(pitch(1_240)).toBeCloseTo(6, 3)
    expect(pitch(1_480)).toBeCloseTo(12, 3)
  })

  test('mono: the latest held note has the voice, and each begins anew', () => {
    const notes = [on(0, 1, 60), on(300, 2, 64), off(600, 2), off(900, 1)]
    const signal = allocate(notes, { params: { mode: modes.indexOf('mono') } })
    expect(rises(signal('trigger', 0))).toEqual([0, 301, 601])
    expect(signal('frequency', 0)[400]).toBeCloseTo(hertz(64), 3)
    expect(signal('frequency', 0)[700]).toBeCloseTo(hertz(60), 3)
    expect(signal('gate', 0).indexOf(0, 602)).toBe(900)
  })

  test.each(modes)(
    '%s: the gate falls between two notes, however short, that follow at once',
    mode => {
      const notes = [on(100, 1, 60), off(300, 1), on(300, 2, 62), off(300, 2), on(301, 3, 64)]
      const signal = allocate(notes, { voices: 1, params: { mode: modes.indexOf(mode) } })
      expect(rises(signal('gate', 0))).toEqual([100, 301])
      expect(rises(signal('trigger', 0))).toEqual([100, 301])
      expect([...signal('gate', 0).subarray(299, 303)]).toEqual([1, 0, 1, 1])
    },
  )

  test('mono: a note that follows one of a single frame begins a frame later, and so is heard', () => {
    const notes = [on(100, 1, 60), off(100, 1), on(101, 2, 62), off(200, 2)]
    const signal = allocate(notes, { params: { mode: modes.indexOf('mono') } })
    expect([...signal('gate', 0).subarray(99, 104)]).toEqual([0, 1, 0, 1, 1])
    expect(rises(signal('trigger', 0))).toEqual([100, 102])
  })

  test('legato: notes that overlap change the pitch and nothing else', () => {
    const notes = [on(0, 1, 60), on(300, 2, 64), off(600, 2), off(900, 1), on(1_000, 3, 62)]
    const signal = allocate(notes, { params: { mode: modes.indexOf('legato'), release: 0 } })
    expect(rises(signal('trigger', 0))).toEqual([0, 1_000])
    expect(rises(signal('gate', 0))).toEqual([0, 1_000])
    expect(signal('frequency', 0)[400]).toBeCloseTo(hertz(64), 3)
    expect(signal('frequency', 0)[700]).toBeCloseTo(hertz(60), 3)
  })

  test('a voice is active from its beginning until its release is over', () => {
    const active = activity([on(300, 1, 60), off(700, 1)], { release: 480 / 48_000 }, 2_048)
    // Frames 300 to 700 + 480: quanta 2 to 9.
    const quanta = [...active.keys()].filter(quantum => active[quantum]![0] === 1)
    expect(quanta).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    expect(active.every(flags => flags.slice(1).every(flag => flag === 0))).toBe(true)
  })

  test('whatever is played, no note is stuck: all gates are down and no voice is active at the end', () => {
    const never = property(noteStreams(), constantFrom(0, 1, 2), (notes, mode) => {
      const params = { mode, release: 0.005 }
      const options = { frames: STREAM_FRAMES, voices: 4, notes: { notes }, params }
      const { gate = [], trigger = [] } = render(voices, options)
      gate.forEach((samples, voice) => {
        expect(samples.at(-1)).toBe(0)
        // A gate rises where its trigger is, and only there.
        const begins = rises(trigger[voice]!)
        expect(begins).toEqual([...trigger[voice]!.keys()].filter(i => trigger[voice]![i] === 1))
        expect(begins.filter(frame => gate[voice]![frame] !== 1)).toEqual([])
      })
      expect(activity(notes, params, STREAM_FRAMES).at(-1)).toEqual([0, 0, 0, 0])
    })
    assert(never, { numRuns: 25 })
  })
})
