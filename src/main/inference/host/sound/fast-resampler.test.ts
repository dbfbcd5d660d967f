import { expect, test } from 'vitest'
import { FastResampler } from './fast-resampler'

/** A sine of amplitude 1, taken in by pieces of odd lengths. */
function resampled(from: number, to: number, hertz: number): number[] {
  const resampler = FastResampler.between(from, to)
  if (resampler === undefined) throw new Error('There is no table for these rates.')
  const sound = Float32Array.from({ length: from }, (_, at) =>
    Math.sin((2 * Math.PI * hertz * at) / from),
  )
  const made: number[] = []
  for (let at = 0, length = 1; at < from; at += length, length = 1 + ((length * 7919) % 40_000)) {
    made.push(...resampler.next(sound.subarray(at, at + length)))
  }
  return made
}

test.each([
  [44_100, 16_000],
  [48_000, 16_000],
  [16_000, 48_000],
  [22_050, 16_000],
  [96_000, 16_000],
])('a sine at %i Hz is the same sine at %i Hz, at the same time', (from, to) => {
  const made = resampled(from, to, 1000)
  expect(made.length).toBeGreaterThan(to * 0.98)
  const off = made
    .slice(200)
    .map((value, at) => Math.abs(value - Math.sin((2 * Math.PI * 1000 * (at + 200)) / to)))
  expect(Math.max(...off)).toBeLessThan(2e-4)
})

test('what the new rate cannot hold is gone by 75 dB, and 80 % of what it can is there', () => {
  const level = (hertz: number) => {
    const made = resampled(44_100, 16_000, hertz).slice(200, 15_000)
    return 10 * Math.log10((2 * made.reduce((sum, x) => sum + x * x, 0)) / made.length)
  }
  expect(level(8100)).toBeLessThan(-75)
  expect(level(11_000)).toBeLessThan(-75)
  expect(Math.abs(level(6300))).toBeLessThan(0.02)
})

test('odd ratios are left to others', () => {
  expect(FastResampler.between(44_101, 16_000)).toBeUndefined()
})
