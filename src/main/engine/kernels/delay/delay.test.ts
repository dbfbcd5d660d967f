import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut, type Values } from '../testing/render'
import { sine, wander, whiteNoise } from '../testing/signals'
import { delay } from '.'

function echoes(params: Record<string, Values>, frames = 12_800) {
  const impulse = new Float32Array(frames)
  impulse[0] = 1
  return renderOut(delay, { frames, inputs: { in: [impulse] }, params })
}

function peaks(samples: Float32Array): [number, number][] {
  return [...samples.entries()].filter(([, value]) => Math.abs(value) > 1e-3)
}

describe('A-01 delay', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(delay, { params: { time: wander(5_120, 0, 0.04, 3), sync: 0 } })
    const free = { time: 0.0101, sync: 0 }
    expectSameForAnyPartition(delay, { params: { ...free, mode: 1 }, channels: 1 })
    expectSameForAnyPartition(delay, { params: { ...free, time: 0.00005 } })
    expectSameForAnyPartition(delay, { params: { sync: 16, tempo: wander(5_120, 900, 1_000, 4) } })
  })

  test('an echo comes after `time`, and again by `feedback` through the low-pass', () => {
    const damping = 8_000
    const [left] = echoes({ time: 0.1, feedback: 0.5, mix: 1, damping })
    const keep = 1 - Math.exp((-2 * Math.PI * damping) / 48_000)
    const found = peaks(left!)
    expect(found[0]).toEqual([4_800, 1])
    expect(found[1]?.[0]).toBe(9_600)
    expect(found[1]?.[1]).toBeCloseTo(0.5 * keep, 6)
    expect(found[2]?.[1]).toBeCloseTo(0.5 * keep * (1 - keep), 6)
  })

  test('ping-pong alternates sides', () => {
    const [left, right] = echoes({ time: 0.05, feedback: 0.9, mix: 1, mode: 1, damping: 20_000 })
    expect(peaks(left!)[0]?.[0]).toBe(2_400)
    expect(peaks(right!)[0]?.[0]).toBe(4_800)
    expect(peaks(left!).some(([frame]) => frame === 4_800)).toBe(false)
    expect(peaks(left!).some(([frame]) => frame === 7_200)).toBe(true)
  })

  test('`mix` goes from the dry signal to the wet one', () => {
    const input = whiteNoise(2_560, 3)
    const inputs = { in: [input] }
    const [dry] = renderOut(delay, { frames: 2_560, inputs, params: { mix: 0 } })
    expect(dry).toEqual(input)
    const params = { mix: 1, time: 128 / 48_000, feedback: 0 }
    const [wet] = renderOut(delay, { frames: 2_560, inputs, params })
    expect(wet!.slice(128)).toEqual(input.slice(0, -128))
  })

  test('a moving time shifts the pitch of a sine by the closed form', () => {
    const frames = 9_600 - (9_600 % 128)
    // Delay grows by 0.1 s a second: the pitch falls to 0.9.
    const time = Float32Array.from({ length: frames }, (_, i) => 0.01 + (0.1 * i) / 48_000)
    const inputs = { in: [sine(frames, 1_000, 48_000)] }
    const [out] = renderOut(delay, { frames, inputs, params: { time, mix: 1, feedback: 0 } })
    for (let frame = 1_000; frame < frames; frame++) {
      const at = frame / 48_000 - (time[frame] ?? 0)
      expect(Math.abs(out![frame]! - Math.sin(2 * Math.PI * 1_000 * at))).toBeLessThan(2e-4)
    }
  })

  test.each([
    ['1-4', 120, 0.5],
    ['1-4', 90, 60 / 90],
    ['1-8d', 120, 0.375],
    ['1-8t', 120, 1 / 6],
    ['1-32', 125, 0.06],
    ['1-1', 40, 3],
  ] as const)('a note value of %s at %d beats a minute is %f s', (value, tempo, seconds) => {
    const sync = delay.params.sync.choices.indexOf(value)
    const [out] = echoes({ sync, tempo, mix: 1, feedback: 0 }, 153_600)
    const found = peaks(out!).reduce((best, next) => (next[1] > best[1] ? next : best))
    expect(found[0]).toBe(Math.round(seconds * 48_000))
  })

  test('another note value is reached by a glide, without a jump', () => {
    const frames = 96_000
    const sync = new Float32Array(frames).fill(6)
    sync.fill(9, 24_064)
    sync.fill(0, 72_064)
    const inputs = { in: [sine(frames, 100, 48_000)] }
    const params = { sync, tempo: 480, time: 0.05, mix: 1, feedback: 0 }
    const [out] = renderOut(delay, { frames, inputs, params })
    const steps = out!.map((value, frame) => Math.abs(value - (out![frame - 1] ?? 0)))
    // A sine of 100 Hz moves by 0.0131 a frame; the glide bends it up, but does not break it.
    expect(Math.max(...steps)).toBeLessThan(0.0131 * 4)
    const last = 72_000 / 48_000
    expect(out![72_000]).toBeCloseTo(Math.sin(2 * Math.PI * 100 * (last - 0.0625)), 4)
  })

  test('very short delays feed back upon themselves, frame by frame', () => {
    const [out] = echoes({ time: 3 / 48_000, feedback: 0.5, mix: 1, damping: 20_000 }, 128)
    const keep = 1 - Math.exp((-2 * Math.PI * 20_000) / 48_000)
    expect(out![3]).toBeCloseTo(1, 6)
    expect(out![6]).toBeCloseTo(0.5 * keep, 6)
    expect(out![7]).toBeCloseTo(0.5 * keep * (1 - keep), 6)
  })

  test('four seconds fit, at 192 kHz too', () => {
    const frames = 4 * 192_000 + 1_280
    const impulse = new Float32Array(frames)
    impulse[0] = 1
    const params = { time: 4, mix: 1, feedback: 0 }
    const [out] = renderOut(delay, {
      frames,
      sampleRate: 192_000,
      inputs: { in: [impulse] },
      params,
    })
    expect(peaks(out!)).toEqual([[768_000, 1]])
  })
})
