import { describe, expect, test } from 'vitest'
import { createWavWriter } from '../../sound-files'
import { kernelsCode } from '../render'
import { whiteNoise } from '../kernels/testing/signals'
import { SampleWorks } from './sample-works'

const works = new SampleWorks(kernelsCode())
/** Halves of steps, borders, what is too loud, and what is no sound. */
const HARD = [0, -0, 1, -1, 1.5, -1.5, 1e30, -1e30, 1e-40, -1e-40, Infinity, -Infinity, NaN]
const HALVES = [-2.5, -1.5, -0.5, 0.5, 1.5, 0.49999997, -0.50000006, 4194303.75, 8388606.5]

function samples(count: number): Float32Array {
  const noise = whiteNoise(count, 7).map(sample => sample * 1.2)
  noise.set([...HARD, ...HALVES.flatMap(half => [half * 2 ** -23, half * 2 ** -15])], 5)
  return noise
}

describe('E-02 steps of 16 and 24 bits', () => {
  test.each(['wav16', 'wav24'] as const)(
    '%s by the kernels is that of plain arithmetic',
    format => {
      for (const dither of ['none', 'tpdf'] as const) {
        const options = { format, dither, channels: 2, sampleRate: 48_000 }
        const plain = createWavWriter(options)
        const quick = createWavWriter({ ...options, packer: works.packer })
        // Calls of any length follow one another without a seam: the noise goes on.
        for (const count of [64, 4096, 10_000, 1022, 2]) {
          const sound = samples(Math.max(count, 64)).subarray(0, count)
          expect(Buffer.compare(quick.encode(sound), plain.encode(sound)), `${count}`).toBe(0)
        }
      }
    },
  )

  test('shaped noise is left to plain arithmetic', () => {
    expect(works.packer({ bits: 16, channels: 2, dither: 'shaped' })).toBeUndefined()
  })

  test('the peak is that of the samples that are numbers, wherever they lie', () => {
    const sound = whiteNoise(9001, 3)
    const expected = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    expect(works.peakOf(sound)).toBe(expected)
    sound[9000] = -3
    sound[17] = Number.NaN
    expect(works.peakOf(sound)).toBe(3)
    const ring = works.ring(9001)
    ring.set(sound)
    expect(works.peakOf(ring)).toBe(3)
    expect(works.peakOf(ring.subarray(0, 9000))).toBe(expected)
  })
})
