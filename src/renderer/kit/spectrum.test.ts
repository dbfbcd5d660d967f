import { expect, test } from 'vitest'
import { Spectrum } from './spectrum'

const RATE = 48_000
const SIZE = 4096

function bandsOf(sound: (time: number) => number): Float32Array {
  const samples = Float32Array.from({ length: SIZE }, (_, frame) => sound(frame / RATE))
  const bands = new Float32Array(256)
  new Spectrum(SIZE).bands(samples, RATE, bands)
  return bands
}

/** The band in which a frequency lies. */
function bandOf(frequency: number): number {
  return Math.floor((256 * Math.log2(frequency / 20)) / Math.log2(1000))
}

test('E-11 a sine on a bin reads its level in its band, and next to nothing three bands away', () => {
  // Bin 128 of 4096 frames.
  const bands = bandsOf(time => 0.5 * Math.sin(2 * Math.PI * 1500 * time))
  expect(bands[bandOf(1500)]).toBeCloseTo(-6.02, 1)
  expect(bands[bandOf(1500) + 4]).toBeLessThan(-60)
  expect(bands[bandOf(1500) - 4]).toBeLessThan(-60)
})

test('E-11 of two sines both stand at their levels; silence is −120 dB', () => {
  const bands = bandsOf(
    time => 0.25 * Math.sin(2 * Math.PI * 375 * time) + 0.01 * Math.sin(2 * Math.PI * 6000 * time),
  )
  expect(bands[bandOf(375)]).toBeCloseTo(-12.04, 1)
  expect(bands[bandOf(6000)]).toBeCloseTo(-40, 1)
  expect(Math.max(...bandsOf(() => 0))).toBe(-120)
})
