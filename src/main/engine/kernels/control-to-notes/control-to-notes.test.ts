import { array, assert, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { soundingNotes } from '../testing/notes'
import { renderNotes } from '../testing/render-notes'
import { whiteNoise } from '../testing/signals'
import { controlToNotes } from '.'

const FRAMES = 5_120

/** Up for `length` frames from each start on. */
function gates(starts: readonly number[], length: number): Float32Array {
  return Float32Array.from({ length: FRAMES }, (_, i) =>
    starts.some(start => i >= start && i < start + length) ? 1 : 0,
  )
}

describe('A-01 control to notes', () => {
  test('a note for each rise of the gate, at the pitch and velocity of its frame', () => {
    const inputs = {
      gate: [gates([100, 1_000], 50)],
      pitch: [Float32Array.from({ length: FRAMES }, (_, i) => (i < 500 ? 0.5 : -1))],
    }
    const out = renderNotes(controlToNotes, { frames: FRAMES, inputs, params: { velocity: 0.25 } })
    expect(out.map(({ frame, kind, key, value }) => [frame, kind, key, value])).toEqual([
      [100, 'on', 66, 0.25],
      [150, 'off', 66, 0],
      [1_000, 'on', 48, 0.25],
      [1_050, 'off', 48, 0],
    ])
  })

  test('a pitch that moves bends the held note', () => {
    const inputs = {
      gate: [gates([0], 1_000)],
      pitch: [Float32Array.from({ length: FRAMES }, (_, i) => (i < 500 ? 0 : 1 / 12))],
    }
    const out = renderNotes(controlToNotes, { frames: FRAMES, inputs })
    const bends = out.filter(({ kind }) => kind === 'pitch')
    expect(bends.map(({ frame, key }) => [frame, key])).toEqual([[512, 1]])
  })

  test('the same for any partition, and no note is stuck, with noise for a gate', () => {
    const noise = whiteNoise(FRAMES, 5, 1).fill(0, 5_000)
    const gate = [noise.map((_, i) => noise[i - (i % 40)]!)]
    const options = { frames: FRAMES, inputs: { gate, pitch: [whiteNoise(FRAMES, 6)] } }
    const whole = renderNotes(controlToNotes, options)
    expect(soundingNotes(whole)).toEqual([])
    const calls = array(
      integer({ min: 1, max: 8 }).map(n => n * 128),
      { minLength: 1, maxLength: 5 },
    )
    const same = property(calls, partition => {
      expect(renderNotes(controlToNotes, { ...options, partition })).toEqual(whole)
    })
    assert(same, { numRuns: 5 })
  })
})
