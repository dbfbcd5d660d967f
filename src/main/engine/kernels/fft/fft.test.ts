import { describe, expect, test } from 'vitest'
import { createArena } from '../testing/load-kernels'
import { whiteNoise } from '../testing/signals'

const sizes = [64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768]

function place(size: number) {
  const arena = createArena()
  arena.call('fft_prepare')
  const samples = arena.allocate(size * 4)
  const re = arena.allocate((size / 2 + 1) * 4)
  const im = arena.allocate((size / 2 + 1) * 4)
  const scratch = arena.allocate(size * 4)
  return { arena, samples, re, im, scratch }
}

function spectrumOf(input: Float32Array) {
  const size = input.length
  const { arena, samples, re, im, scratch } = place(size)
  arena.floats(samples, size).set(input)
  arena.call('fft_real_forward', samples, re, im, size, scratch)
  const bins = size / 2 + 1
  return { re: arena.floats(re, bins).slice(), im: arena.floats(im, bins).slice() }
}

/** One bin of the discrete Fourier transform, by its definition in f64. */
function binOf(input: Float32Array, bin: number): [number, number] {
  const turn = (-2 * Math.PI) / input.length
  let [re, im] = [0, 0]
  input.forEach((value, index) => {
    const angle = turn * ((bin * index) % input.length)
    re += value * Math.cos(angle)
    im += value * Math.sin(angle)
  })
  return [re, im]
}

describe('A-01 fast Fourier transform', () => {
  test.each(sizes)('%i samples: bins are those of the definition, to −132 dB', size => {
    const input = whiteNoise(size, size)
    const { re, im } = spectrumOf(input)
    const half = size / 2
    const all = Array.from({ length: half + 1 }, (_, bin) => bin)
    // Every bin of the small sizes, some hundred of the large ones.
    const checked = all.filter(bin => half <= 256 || bin % (half / 64) < 2 || bin === half - 1)
    let [error, power] = [0, 0]
    for (const bin of checked) {
      const [real, imaginary] = binOf(input, bin)
      error += (re[bin]! - real) ** 2 + (im[bin]! - imaginary) ** 2
      power += real ** 2 + imaginary ** 2
    }
    expect(10 * Math.log10(error / power)).toBeLessThan(-132)
  })

  test.each(sizes)('%i samples: the inverse gives them back, to −132 dB', size => {
    const input = whiteNoise(size, size + 1)
    const { arena, samples, re, im, scratch } = place(size)
    arena.floats(samples, size).set(input)
    arena.call('fft_real_forward', samples, re, im, size, scratch)
    arena.floats(samples, size).fill(0)
    arena.call('fft_real_inverse', re, im, samples, size, scratch)
    const back = arena.floats(samples, size)
    const error = input.reduce((sum, value, index) => sum + (value - back[index]!) ** 2, 0)
    const power = input.reduce((sum, value) => sum + value * value, 0)
    expect(10 * Math.log10(error / power)).toBeLessThan(-132)
  })

  test('a cosine with a whole number of cycles has one bin, of half its samples', () => {
    const size = 1_024
    const input = Float32Array.from({ length: size }, (_, i) =>
      Math.cos((2 * Math.PI * 37 * i) / size),
    )
    const { re, im } = spectrumOf(input)
    re.forEach((value, bin) => {
      expect(Math.abs(value - (bin === 37 ? size / 2 : 0))).toBeLessThan(2e-4)
      expect(Math.abs(im[bin]!)).toBeLessThan(2e-4)
    })
  })
})
