import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut, type Values } from '../testing/render'
import { differenceLevel, effectiveValue, sine, wander, whiteNoise } from '../testing/signals'
import { sampler } from '.'

const FRAMES = 6_400
const loops = sampler.params.loop.choices

/** As exact as a signal of f32 can be. */
const hertzOf = (key: number) => Math.fround(440 * 2 ** ((key - 69) / 12))

type Take = {
  readonly sound: readonly Float32Array[]
  readonly soundRate?: number
  readonly key?: number
  readonly velocity?: number
  readonly triggers?: readonly number[]
  readonly end?: number
  readonly params?: Record<string, Values>
}

/** Plays a sound from frame 0, or from the triggers. */
function play(take: Take): Float32Array[] {
  const { sound, soundRate = 48_000, key = 60, velocity = 1, triggers = [0], end = FRAMES } = take
  const inputs = {
    frequency: [new Float32Array(FRAMES).fill(hertzOf(key))],
    gate: [Float32Array.from({ length: FRAMES }, (_, i) => (i < end ? 1 : 0))],
    trigger: [Float32Array.from({ length: FRAMES }, (_, i) => (triggers.includes(i) ? 1 : 0))],
    velocity: [new Float32Array(FRAMES).fill(velocity)],
  }
  const params = take.params ?? {}
  return renderOut(sampler, { frames: FRAMES, inputs, params, sound, soundRate })
}

describe('A-01 sampler', () => {
  test('gives the same bits for any partition into calls', () => {
    const trigger = [Float32Array.from({ length: 5_120 }, (_, i) => (i % 903 === 0 ? 1 : 0))]
    const frequency = [wander(5_120, 60, 2_000, 4)]
    const sound = [whiteNoise(2_000, 1), whiteNoise(2_000, 2)]
    const params = {
      start: 0.001,
      loopStart: 0.01,
      loopEnd: 0.035,
      crossfade: 0.004,
      soft: 0,
      loud: 1,
    }
    const inputs = { trigger, frequency, gate: [whiteNoise(5_120, 3, 1)] }
    const always = { ...params, low: 0, high: 127, track: 1 }
    expectSameForAnyPartition(sampler, { inputs, sound, params: always })
  })

  test.each([48, 60.3, 65, 81])(
    'key %s: a sound of one channel is, to the bit, that of two which are the same',
    key => {
      const noise = whiteNoise(9_000, 1)
      const [left, right] = play({ sound: [noise], key })
      const both = play({ sound: [noise, noise.slice()], key })
      expect(left).toEqual(both[0])
      expect(right).toEqual(both[1])
      expect(left?.some(value => value !== 0)).toBe(true)
    },
  )

  test('at its root a sound is what was recorded, from the frame of the trigger', () => {
    const sound = [whiteNoise(2_000, 1), whiteNoise(2_000, 2)]
    const out = play({ sound, triggers: [77] })
    out.forEach((samples, channel) => {
      const part = samples.subarray(77, 77 + 1_900)
      expect(differenceLevel(part, sound[channel]!.subarray(0, 1_900))).toBeLessThan(-140)
      expect(samples.subarray(2_100).every(value => value === 0)).toBe(true)
    })
  })

  test.each([
    { name: 'a fifth up', key: 67, soundRate: 48_000 },
    { name: 'an octave down', key: 48, soundRate: 48_000 },
    { name: 'at a rate of its own', key: 60, soundRate: 44_100 },
    { name: 'two octaves up', key: 84, soundRate: 48_000 },
  ])('a sine is a sine to within −80 dB: $name', ({ key, soundRate }) => {
    const sound = [sine(40_000, 500, soundRate)]
    const [out] = play({ sound, soundRate, key })
    const wanted = sine(FRAMES, (500 * hertzOf(key)) / 261.6255653005986, 48_000)
    expect(differenceLevel(out!.subarray(500), wanted.subarray(500))).toBeLessThan(-80)
  })

  test('what would fold when played an octave up is gone: under −60 dB', () => {
    const [out] = play({ sound: [sine(40_000, 16_000, 48_000)], key: 72 })
    expect(20 * Math.log10(effectiveValue(out!.subarray(500, 6_000)))).toBeLessThan(-60)
  })

  test('a loop of one cycle is a steady wave: no seam is heard', () => {
    const sound = [sine(300, 480, 48_000)]
    const params = {
      loop: loops.indexOf('forward'),
      loopStart: 100 / 48_000,
      loopEnd: 300 / 48_000,
    }
    const [out] = play({ sound, key: 65, params })
    const wanted = sine(FRAMES, (480 * hertzOf(65)) / 261.6255653005986, 48_000)
    expect(differenceLevel(out!.subarray(500), wanted.subarray(500))).toBeLessThan(-85)
  })

  test('ping-pong over half a cycle of a cosine is that cosine', () => {
    const cosine = Float32Array.from({ length: 101 }, (_, i) => Math.cos((Math.PI * i) / 100))
    const params = { loop: loops.indexOf('ping-pong') }
    const [out] = play({ sound: [cosine], key: 65, params })
    const turn = (Math.PI / 100) * (hertzOf(65) / 261.6255653005986)
    const wanted = Float32Array.from({ length: FRAMES }, (_, i) => Math.cos(turn * i))
    expect(differenceLevel(out!.subarray(500), wanted.subarray(500))).toBeLessThan(-85)
  })

  test('a crossfade leads over a seam that does not fit', () => {
    const slope = Float32Array.from({ length: 3_000 }, (_, i) => i / 3_000)
    const loop = {
      loop: loops.indexOf('forward'),
      loopStart: 1_000 / 48_000,
      loopEnd: 2_000 / 48_000,
    }
    const largest = (samples: Float32Array) =>
      Math.max(...samples.subarray(1).map((value, i) => Math.abs(value - samples[i]!)))
    expect(largest(play({ sound: [slope], params: loop })[0]!)).toBeGreaterThan(0.2)
    const params = { ...loop, crossfade: 500 / 48_000 }
    expect(largest(play({ sound: [slope], params })[0]!)).toBeLessThan(0.002)
  })

  test('a loop until the release runs out then', () => {
    const params = { loop: loops.indexOf('until-release'), loopStart: 0.01, loopEnd: 0.02 }
    const [out] = play({ sound: [whiteNoise(1_000, 1)], params, end: 4_000 })
    expect(effectiveValue(out!.subarray(3_000, 4_000))).toBeGreaterThan(0.1)
    expect(out!.subarray(5_000).every(value => value === 0)).toBe(true)
  })

  test.each([
    { key: 59, velocity: 0.5, sounds: false },
    { key: 60, velocity: 0.5, sounds: true },
    { key: 64, velocity: 0.8, sounds: true },
    { key: 65, velocity: 0.5, sounds: false },
    { key: 62, velocity: 0.1, sounds: false },
    { key: 62, velocity: 0.9, sounds: false },
  ])('key $key at velocity $velocity: $sounds', ({ key, velocity, sounds }) => {
    const params = { low: 60, high: 64, soft: 0.25, loud: 0.8 }
    const [out] = play({ sound: [whiteNoise(1_000, 1)], key, velocity, params })
    expect(out!.some(value => value !== 0)).toBe(sounds)
  })

  test('a note that begins anew does not click: the old sound fades', () => {
    const sound = [sine(20_000, 60, 48_000).map(value => value + 0)]
    const [out] = play({ sound, triggers: [0, 1_000] })
    const steps = out!.subarray(1).map((value, i) => Math.abs(value - out![i]!))
    expect(Math.max(...steps)).toBeLessThan(0.03)
  })

  test('without a sound it is silent', () => {
    expect(play({ sound: [] })[0]!.every(value => value === 0)).toBe(true)
  })
})
