import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright'
import { launchChromium } from '../../../kit/testing/chromium'
import { chromiumConvolution } from '../testing/chromium'
import { expectSameForAnyPartition } from '../testing/partitions'
import { createInstance, renderOut } from '../testing/render'
import { differenceLevel, effectiveValue, whiteNoise } from '../testing/signals'
import { convolver } from '.'

const FRAMES = 24_576
const AS_IS = { scaling: 1 }

/** Noise that falls by 60 dB over its length. */
function decay(frames: number, seed: number): Float32Array {
  return whiteNoise(frames, seed).map((value, frame) => value * 10 ** ((-3 * frame) / frames))
}

/** The sum that convolution is, in f64, at some frames spread over the input's length. */
function expectConvolved(
  heard: Float32Array,
  parts: readonly (readonly [input: Float32Array, response: Float32Array])[],
  title = '',
): void {
  const frames = Array.from({ length: 150 }, (_, index) => Math.floor((index * FRAMES) / 150))
  const wanted = frames.map(frame =>
    parts.reduce((total, [input, response]) => {
      const first = Math.max(0, frame - response.length + 1)
      let sum = 0
      for (let at = first; at <= frame; at++) sum += input[at]! * response[frame - at]!
      return total + sum
    }, 0),
  )
  const error = Math.hypot(...frames.map((frame, index) => heard[frame]! - wanted[index]!))
  expect(20 * Math.log10(error / Math.hypot(...wanted)), title).toBeLessThan(-120)
}

describe('A-01 convolver', () => {
  const left = whiteNoise(FRAMES, 1)
  const right = whiteNoise(FRAMES, 2)

  test('gives the same bits for any partition into calls', () => {
    const sound = [decay(4_000, 3), decay(4_000, 4)]
    expectSameForAnyPartition(convolver, { sound })
    expectSameForAnyPartition(convolver, { sound: sound.slice(0, 1), channels: 1 })
  })

  test.each([1, 100, 128, 129, 2_048, 2_049, 16_384, 16_500, 24_000])(
    'a response of %i frames convolves without latency, to −120 dB',
    length => {
      const response = decay(length, length)
      const options = { frames: FRAMES, sound: [response], params: AS_IS }
      const [first, second] = renderOut(convolver, { ...options, inputs: { in: [left, right] } })
      expectConvolved(first!, [[left, response]], 'left')
      expectConvolved(second!, [[right, response]], 'right')
    },
  )

  test('a mono sound through a response of two channels becomes stereo', () => {
    const sound = [decay(3_000, 5), decay(3_000, 6)]
    const options = { frames: FRAMES, sound, params: AS_IS, inputs: { in: [left] } }
    const [first, second] = renderOut(convolver, options)
    expectConvolved(first!, [[left, sound[0]!]])
    expectConvolved(second!, [[left, sound[1]!]])
  })

  test('a response of four channels is true stereo', () => {
    const sound = [5, 6, 7, 8].map(seed => decay(3_000, seed))
    const options = { frames: FRAMES, sound, params: AS_IS, inputs: { in: [left, right] } }
    const [first, second] = renderOut(convolver, options)
    const [ll, lr, rl, rr] = sound
    expectConvolved(first!, [
      [left, ll!],
      [right, rl!],
    ])
    expectConvolved(second!, [
      [left, lr!],
      [right, rr!],
    ])
  })

  test('the pre-delay counts in whole frames, and the mix fades from the dry sound', () => {
    const sound = [Float32Array.of(1)]
    const inputs = { in: [left] }
    const params = { ...AS_IS, preDelay: 1_000 / 48_000, mix: 0.25 }
    const [heard] = renderOut(convolver, { frames: FRAMES, sound, params, inputs })
    const wanted = left.map((value, frame) => 0.75 * value + 0.25 * (left[frame - 1_000] ?? 0))
    expect(differenceLevel(heard!, wanted)).toBeLessThan(-130)
  })

  test('without a response the dry sound passes', () => {
    const heard = renderOut(convolver, { frames: FRAMES, inputs: { in: [left, right] } })
    expect(heard).toEqual([left, right])
  })

  test('what follows a sound is the response, then exact silence, and then it is idle', () => {
    const frames = 102_400
    const input = new Float32Array(frames)
    // A whole number of quanta: rounding errors spread over the quantum that a sound begins in.
    input.set(whiteNoise(500, 9), 39_936)
    const options = { frames, sound: [decay(20_000, 3)], inputs: { in: [input] } }
    const [heard] = renderOut(convolver, options)
    expect(heard!.subarray(0, 39_936).every(value => value === 0)).toBe(true)
    expect(effectiveValue(heard!.subarray(59_000, 60_400))).toBeGreaterThan(0)
    expect(heard!.subarray(60_500).every(value => Math.abs(value) < 1e-9)).toBe(true)
    expect(heard!.subarray(80_000).every(value => value === 0)).toBe(true)
  })

  test('sleeping in between leaves no trace: the same sound later gives the same bits', () => {
    const padded = new Float32Array(FRAMES)
    padded.set(left.subarray(0, 1_024))
    const instance = createInstance(convolver, {
      frames: 1_024,
      sound: [decay(3_000, 3)],
      inputs: { in: [padded] },
    })
    const bus = instance.buses[0]?.bus ?? 0
    const idle = () => instance.arena.call('convolver_idle', instance.self)
    const play = (from: number): Float32Array => {
      instance.fill(from, 1_024)
      instance.process(0, 1_024)
      return instance.arena.floats(bus, 1_024).slice()
    }
    const first = play(0)
    expect(idle()).toBe(0)
    let calls = 0
    for (; idle() === 0 && calls < 60; calls++) play(1_024)
    expect(calls).toBeLessThan(60)
    instance.process(0, 384)
    expect(play(0)).toEqual(first)
  })
})

describe('A-01 convolver: against Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  test.each([
    ['as it is', 1, false],
    ['normalised', 0, true],
  ] as const)('stereo, %s, agrees with ConvolverNode to −110 dB', async (_, scaling, normalize) => {
    const input = [whiteNoise(FRAMES, 1), whiteNoise(FRAMES, 2)]
    const sound = [decay(9_000, 3), decay(9_000, 4)]
    const theirs = await chromiumConvolution(browser, input, sound, 48_000, normalize)
    const options = { frames: FRAMES, inputs: { in: input }, sound, params: { scaling } }
    const ours = renderOut(convolver, options)
    ours.forEach((samples, channel) => {
      // Chromium takes −58 dB where the standard has 0.00125.
      const scale = normalize ? 0.00125 / 10 ** (-58 / 20) : 1
      const wanted = theirs[channel]!.map(value => value * scale)
      const level = 20 * Math.log10(effectiveValue(samples))
      expect(differenceLevel(samples, wanted) - level).toBeLessThan(-110)
    })
  })
})
