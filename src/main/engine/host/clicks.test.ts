import { array, assert, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clicksBetween, clickSound, emptyProject, type TransportSettings } from '#shared/graph'
import { Transport } from '../render'
import { Clicks } from './clicks'

const RATE = 44_100
const settings: TransportSettings = {
  ...emptyProject('p', 'Clicks').transport,
  tempo: 97,
  tempoCurve: 'linear',
  tempoMap: [{ beat: 7, bpm: 211, curve: 'hold' }],
  signatures: [{ bar: 2, beats: 5, unit: 8 }],
  metronome: { enabled: true, level: -6, accent: true },
}

/** What is heard from a place on, in blocks of these sizes; the left channel. */
function heard(sizes: readonly number[], frames: number, begin: number, loop?: readonly number[]) {
  const clicks = new Clicks()
  clicks.follow(settings, RATE)
  const [start = 0, end = 0] = loop ?? []
  const place = { sampleRate: RATE, length: 1e9, ...(loop && { loop: { start, end } }) }
  const transport = new Transport(place)
  transport.position = begin
  clicks.begin(begin, false)
  const left: number[] = []
  for (let turn = 0; left.length < frames; turn++) {
    const size = sizes[turn % sizes.length] ?? 128
    const samples = new Float32Array(size * 2)
    clicks.add(samples, transport.advance(size))
    for (let frame = 0; frame < size; frame++) left.push(samples[frame * 2] ?? 0)
  }
  return left.slice(0, frames)
}

describe('T-03 the clicks of the metronome', () => {
  test('are sines that die away, on the frames of their beats, over tempo and signature changes', () => {
    const wanted = new Float64Array(6 * RATE)
    for (const { time, accent } of clicksBetween(settings, 0, 6)) {
      const at = Math.round(time * RATE)
      for (let age = 0; age < 0.12 * RATE && at + age < wanted.length; age++) {
        const turn = (2 * Math.PI * age * (accent ? clickSound.accent : clickSound.beat)) / RATE
        const level = 10 ** (-6 / 20) * 10 ** ((-3 * age) / (clickSound.decay * RATE))
        wanted[at + age] = (wanted[at + age] ?? 0) + level * Math.sin(turn)
      }
    }
    const got = heard([1024], wanted.length, 0)
    const worst = got.reduce((most, x, n) => Math.max(most, Math.abs(x - (wanted[n] ?? 0))), 0)
    expect(worst).toBeLessThan(2e-6)
    expect(got.some(sample => sample > 0.4)).toBe(true)
  })

  test('are the same, bit by bit, for blocks of any length, and over the jump of a loop', () => {
    const sizes = array(
      integer({ min: 1, max: 8 }).map(quanta => quanta * 128),
      { minLength: 1, maxLength: 6 },
    )
    const loops = [undefined, [10_000, 90_001]]
    const same = property(sizes, integer({ min: 0, max: 1 }), (blocks, index) => {
      const loop = loops[index]
      expect(heard(blocks, 120_000, 8000, loop)).toEqual(heard([128], 120_000, 8000, loop))
    })
    assert(same, { numRuns: 6 })
  })

  test('of a count-in end where play begins, to the frame', () => {
    const clicks = new Clicks()
    clicks.follow({ ...settings, countIn: 1 }, RATE)
    clicks.begin(0, true)
    const frames = clicks.left
    expect(frames % 128).toBe(0)
    const samples = new Float32Array(frames * 2)
    clicks.countIn(samples)
    expect(clicks.left).toBe(0)
    // Four beats at 97 a minute; the first is on the bar.
    const beat = (60 / 97) * RATE
    const sounds = Array.from({ length: frames }, (_, frame) => frame).filter(
      frame => samples[frame * 2] !== 0 && (samples[frame * 2 - 4] ?? 0) === 0,
    )
    const firsts = sounds.filter((frame, index) => frame - (sounds[index - 1] ?? -9) > 8)
    const wanted = [4, 3, 2, 1].map(left => frames - left * beat)
    firsts.forEach((frame, index) => {
      expect(Math.abs(frame - (wanted[index] ?? 0))).toBeLessThan(2.5)
    })
    expect(firsts).toHaveLength(4)
  })
})
