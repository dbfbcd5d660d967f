import { describe, expect, test } from 'vitest'
import { runScript, runTool } from '@wireharp/testing'
import { analyze } from './features'
import { PowerSpectrum } from './fft'
import plugin from './main'

const RATE = 48_000
const sine = (hertz: number, length = 9600) =>
  Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / RATE))

describe('S1-24 features of a sound', () => {
  test('the spectrum is that of the definition of the Fourier transform', () => {
    const samples = Float64Array.from({ length: 64 }, (_, i) => Math.sin(i * i))
    const power = new Float64Array(33)
    new PowerSpectrum(64).of(samples, power)
    for (let k = 0; k <= 32; k++) {
      let [re, im] = [0, 0]
      samples.forEach((sample, i) => {
        re += sample * Math.cos((2 * Math.PI * k * i) / 64)
        im -= sample * Math.sin((2 * Math.PI * k * i) / 64)
      })
      expect(power[k]).toBeCloseTo(re * re + im * im, 9)
    }
  })

  test.each([440, 3000, 12_000])(
    'of a sine at %i Hz: level, centre, rolloff and crossings',
    hertz => {
      const { mean } = analyze(sine(hertz), RATE)
      expect(mean.rms).toBeCloseTo(0.5 / Math.SQRT2, 2)
      expect(Math.abs(mean.centroidHz - hertz)).toBeLessThan(5)
      expect(Math.abs(mean.rolloffHz - hertz)).toBeLessThan(RATE / 1024 + 1)
      expect(mean.zcr).toBeCloseTo((2 * hertz) / RATE, 2)
    },
  )

  test('white noise has its centre and its crossings in the middle, and 85 % below 85 %', () => {
    let state = 1
    const noise = Float32Array.from({ length: 96_000 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
      return state / 2 ** 31
    })
    const { mean } = analyze(noise, RATE)
    expect(mean.centroidHz / 24_000).toBeCloseTo(0.5, 1)
    expect(mean.rolloffHz / 24_000).toBeCloseTo(0.85, 1)
    expect(mean.zcr).toBeCloseTo(0.5, 1)
  })

  test('a change of pitch shows in the flux, and nothing else does', () => {
    const sound = Float32Array.from([...sine(1000, 10_240), ...sine(5000, 10_240)])
    const { windows } = analyze(sound, RATE)
    const flux = windows.map(each => each.flux)
    const most = flux.indexOf(Math.max(...flux.slice(1)), 1)
    expect(Math.abs(most * 512 - 10_240)).toBeLessThanOrEqual(1024)
    expect(flux[10]).toBeLessThan(0.01)
  })

  test('as a node it gives what the tool gives, window by window, and lets the sound through', async () => {
    const sound = sine(3000, 4096)
    const outputs = { out: 1, rms: 1, centroid: 1, rolloff: 1, flux: 1, zcr: 1 }
    const heard = runScript(plugin, 'analyzer', { inputs: { in: [sound] }, outputs, frames: 4096 })
    expect(heard['out']?.[0]).toEqual(sound)
    const { windows } = analyze(sound, RATE)
    expect(heard['centroid']?.[0]?.[4095]).toBeCloseTo(windows.at(-1)?.centroid ?? 0, 5)
    const asked = await runTool(plugin, 'features', { samples: [...sound], sampleRate: RATE })
    const rms: unknown = expect.closeTo(0.5 / Math.SQRT2, 2)
    expect(asked).toMatchObject({ mean: { rms } })
  })

  test('a WAV file is read by the right to do so', async () => {
    const samples = sine(3000, 2048)
    const bytes = new Uint8Array(44 + samples.length * 2)
    const view = new DataView(bytes.buffer)
    bytes.set(new TextEncoder().encode('RIFF0000WAVEfmt '))
    const header: [at: number, value: number, size: 2 | 4][] = [
      [16, 16, 4],
      [20, 1, 2],
      [22, 1, 2],
      [24, RATE, 4],
      [28, RATE * 2, 4],
      [32, 2, 2],
      [34, 16, 2],
      [40, samples.length * 2, 4],
    ]
    for (const [at, value, size] of header) {
      if (size === 2) view.setUint16(at, value, true)
      else view.setUint32(at, value, true)
    }
    bytes.set(new TextEncoder().encode('data'), 36)
    samples.forEach((sample, i) => view.setInt16(44 + 2 * i, Math.round(sample * 32_767), true))
    const files = {
      readBytes: async () => bytes,
      readText: async () => '',
      list: async () => [],
      writeText: async () => {},
      writeBytes: async () => {},
    }
    const answer = await runTool(plugin, 'analyze', { path: '/a.wav' }, { files })
    const centroidHz: unknown = expect.closeTo(3000, -1)
    expect(answer).toMatchObject({ mean: { centroidHz } })
    await expect(runTool(plugin, 'analyze', { path: '/a.wav' })).rejects.toThrow('not granted')
  })
})
