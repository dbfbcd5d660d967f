import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { purity } from '../testing/purity'
import { renderOut, type Values } from '../testing/render'
import { differenceLevel, effectiveValue, sine, whiteNoise } from '../testing/signals'
import { steadyTimeline } from '../testing/steady-timeline'
import { timeStretch } from '.'

const RATE = 48_000
const FRAMES = 32_000

/** The timeline's time, frame by frame. */
function clock(frames: number, at = (frame: number) => frame) {
  const times = Float64Array.from({ length: frames }, (_, frame) => at(frame) / RATE)
  return {
    second: Float32Array.from(times, Math.floor),
    part: Float32Array.from(times, time => Math.min(time - Math.floor(time), 1 - 2 ** -24)),
  }
}

function play(
  sound: readonly Float32Array[],
  params: Record<string, Values>,
  frames = FRAMES,
  soundRate = RATE,
): Float32Array[] {
  const assetChannels = Math.max(1, sound.length)
  const given = { ...clock(frames), ...params }
  return renderOut(timeStretch, { frames, sound, soundRate, assetChannels, params: given })
}

const onsets = [0, 12_345, 24_000, 36_100, 45_000]

/** Bursts of noise and tones that fade. */
function hits(frames: number): Float32Array {
  const noise = whiteNoise(frames, 9)
  return noise.map((value, i) => {
    const start = onsets.findLast(onset => onset <= i) ?? 0
    return Math.exp((start - i) / 2_000) * (value + 0.3 * Math.sin(i / 20))
  })
}

const tail = (samples: Float32Array) => samples.subarray(samples.length - 16_384)

describe('A-01 time stretch', () => {
  test('gives the same bits for any partition into calls', () => {
    const sound = [whiteNoise(9_000, 1), hits(9_000)]
    const times = clock(5_120, frame => (frame < 3_000 ? frame : frame - 1_701))
    const params = { ...times, start: 0.001, from: 0.002 }
    expectSameForAnyPartition(timeStretch, { sound, assetChannels: 2, params })
    const still = { ...params, window: 0, loop: 1 }
    expectSameForAnyPartition(timeStretch, { sound, assetChannels: 2, params: still })
  })

  test('at its own speed and pitch the sound is what was recorded, without latency', () => {
    const sound = [whiteNoise(20_000, 1), whiteNoise(20_000, 2)]
    const out = play(sound, { start: 0.01, from: 0.1 }, 20_480)
    out.forEach((samples, channel) => {
      expect(samples.subarray(0, 480).every(value => value === 0)).toBe(true)
      const wanted = sound[channel]!.subarray(4_800)
      expect(differenceLevel(samples.subarray(480, 480 + wanted.length), wanted)).toBeLessThan(-120)
      expect(samples.subarray(480 + wanted.length).every(value => Math.abs(value) < 1e-6)).toBe(
        true,
      )
    })
  })

  test.each([
    [440, 0.25, 0],
    [440, 4, 0],
    [60, 0.7, 0],
    [5_000, 1.3, 0],
    [1_234.5, 0.5, 7],
    [1_000, 2, -12],
    [300, 1, 24],
  ])(
    'a sine of %d Hz at speed %d and %d st more is a sine of the same level',
    (hertz, speed, pitch) => {
      const [out] = play([sine(140_000, hertz, RATE)], { speed, pitch })
      expect(purity(out!, [hertz * 2 ** (pitch / 12)])).toBeGreaterThan(85)
      const level = 20 * Math.log10(effectiveValue(tail(out!)) * Math.SQRT2)
      expect(Math.abs(level)).toBeLessThan(0.06)
    },
  )

  test('a chord keeps its tones apart: all else lies 50 dB below', () => {
    const tones = [220, 277.18, 329.63, 1_234.5, 3_001.7]
    const chord = new Float32Array(70_000)
    for (const hertz of tones) {
      sine(70_000, hertz, RATE).forEach((value, i) => (chord[i]! += value / 8))
    }
    for (const [speed, pitch] of [
      [0.5, 0],
      [0.8, 7],
      [2, -5],
    ] as const) {
      const moved = tones.map(hertz => hertz * 2 ** (pitch / 12))
      expect(purity(play([chord], { speed, pitch })[0]!, moved)).toBeGreaterThan(50)
    }
  })

  test.each([
    [0.25, 0],
    [0.5, 0],
    [0.8, 5],
    [1.25, 0],
    [2, 0],
    [2, 1],
  ])('hits come when they should, with their attacks: speed %d, window %d', (speed, window) => {
    const sound = hits(50_000)
    const frames = 128 * Math.ceil(47_000 / speed / 128)
    const [out] = play([sound], { speed, window: window === 1 ? 1 : 0, pitch: window }, frames)
    const power = (from: number, to: number) =>
      out!.subarray(from, to).reduce((sum, value) => sum + value * value, 0) / (to - from)
    for (const onset of onsets.slice(1)) {
      const at = Math.round(onset / speed)
      // In the 10 ms before, but for the last one, there is next to nothing; 2 ms on it is all there.
      const loud = power(at, at + 480)
      expect(10 * Math.log10(power(at - 480, at - 48) / loud)).toBeLessThan(-33)
      expect(10 * Math.log10(power(at, at + 96) / loud)).toBeGreaterThan(-1)
    }
  })

  test('noise becomes 3 dB softer at most', () => {
    const noise = whiteNoise(130_000, 3)
    for (const [speed, least] of [
      [0.5, -1.2],
      [1.25, -1.2],
      [4, -3.4],
    ] as const) {
      const level = effectiveValue(tail(play([noise], { speed })[0]!)) / effectiveValue(noise)
      expect(20 * Math.log10(level)).toBeGreaterThan(least)
    }
  })

  test('with follow on, the beats of the sound are those of the project', () => {
    // Clicks at 100 beats a minute, the project at 150.
    const sound = new Float32Array(200_000)
    for (let at = 0; at < sound.length; at += 28_800) sound.fill(1, at, at + 40)
    const frames = 70_400
    const timeline = steadyTimeline(frames, 150)
    const [out] = play([sound], { follow: 1, bpm: 100, ...timeline }, frames)
    for (const beat of [1, 2, 3]) {
      const at = 19_200 * beat
      const found = out!.findIndex((value, i) => i > at - 5_000 && Math.abs(value) > 0.3)
      expect(Math.abs(found - at)).toBeLessThan(24)
    }
  })

  test('a timeline that jumps takes the sound with it; a jump back plays the same again', () => {
    const sound = [hits(50_000)]
    const times = clock(FRAMES, frame => (frame < 16_000 ? frame : frame - 12_800))
    const [out] = play(sound, { ...times, speed: 1 })
    const straight = sound[0]!
    expect(differenceLevel(out!.subarray(0, 15_900), straight.subarray(0, 15_900))).toBeLessThan(
      -120,
    )
    const later = out!.subarray(16_200, 30_000)
    expect(differenceLevel(later, straight.subarray(3_400, 17_200))).toBeLessThan(-120)
  })

  test('in a loop the sound follows on itself', () => {
    // Ten whole cycles.
    const [out] = play([sine(4_800, 100, RATE)], { loop: 1, speed: 1 })
    expect(differenceLevel(out!, sine(FRAMES, 100, RATE))).toBeLessThan(-100)
    const [slow] = play([sine(4_800, 1_000, RATE)], { loop: 1, speed: 0.6 })
    expect(purity(slow!, [1_000])).toBeGreaterThan(80)
  })

  test('a sound of another rate keeps its pitch and length', () => {
    const [out] = play([sine(88_200, 1_000, 44_100)], {}, FRAMES, 44_100)
    expect(
      differenceLevel(out!.subarray(4_800), sine(FRAMES, 1_000, RATE).subarray(4_800)),
    ).toBeLessThan(-75)
  })

  test('both sides of a stereo image are turned alike', () => {
    const left = whiteNoise(60_000, 6)
    const right = left.map(value => -0.5 * value)
    const out = play([left, right], { speed: 0.7, pitch: 3 })
    const mirrored = out[0]!.map(value => -0.5 * value)
    expect(differenceLevel(mirrored, out[1]!)).toBeLessThan(-120)
  })

  test('huge samples stay finite; a timeline that stands, or no sound at all, is silent', () => {
    const sound = [whiteNoise(30_000, 7).map(value => value * 1e30)]
    expect(play(sound, { speed: 0.7 })[0]!.every(Number.isFinite)).toBe(true)
    const still = play(sound, { second: 0, part: 0 })[0]!
    expect(still.every(value => value === 0)).toBe(true)
    expect(play([], {}, 1_280)[0]!.every(value => value === 0)).toBe(true)
  })
})
