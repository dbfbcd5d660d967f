import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { median } from './median'
import { separateByShape } from './separate-by-shape'

const RATE = 44_100
const FRAMES = Math.round(9.3 * RATE)
let home: string
let tones: Float32Array
let clicks: Float32Array
let sound: { path: string; sampleRate: number; channels: number; frames: number }

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'wireharp-shape-'))
  tones = new Float32Array(FRAMES * 2)
  clicks = new Float32Array(FRAMES * 2)
  let seed = 1
  const noise = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5
  for (let frame = 0; frame < FRAMES; frame++) {
    const time = frame / RATE
    const chord = [220, 330, 495].reduce((sum, f) => sum + Math.sin(2 * Math.PI * f * time), 0) / 12
    tones.set([chord, chord / 2], frame * 2)
    const stroke = Math.exp(-((time * 2) % 1) * 120) * noise()
    clicks.set([stroke, stroke], frame * 2)
  }
  const mix = tones.map((tone, index) => tone + (clicks[index] ?? 0))
  const path = join(home, 'mix.f32')
  writeFileSync(path, new Uint8Array(mix.buffer))
  sound = { path, sampleRate: RATE, channels: 2, frames: FRAMES }
})
afterAll(() => rmSync(home, { recursive: true }))

interface Run {
  readonly stopAfter?: number
  readonly checkpoint?: unknown
}

async function separate(name: string, { stopAfter = Infinity, checkpoint }: Run = {}) {
  const folder = join(home, name)
  mkdirSync(folder, { recursive: true })
  const stop = new AbortController()
  let saved: unknown
  let saves = 0
  const result = await separateByShape.run(
    { sound },
    {
      signal: stop.signal,
      folder,
      checkpoint,
      save: value => {
        saved = value
        saves += 1
        if (saves >= stopAfter) stop.abort()
      },
      progress: () => undefined,
      log: () => undefined,
    },
  )
  return { folder, result, saved }
}

function samplesOf(path: string): Float32Array {
  const bytes = readFileSync(path)
  const at = bytes.indexOf('data', 0, 'latin1') + 8
  expect(bytes.length - at).toBe(FRAMES * 2 * 4)
  return new Float32Array(new Uint8Array(bytes.subarray(at)).buffer)
}

const power = (samples: Float32Array) => samples.reduce((sum, x) => sum + x * x, 0)
const less = (a: Float32Array, b: Float32Array) => a.map((x, index) => x - (b[index] ?? 0))
const decibels = (ratio: number) => 10 * Math.log10(ratio)

describe('S0-16 stems without a model', () => {
  test('tones and strokes part, and their sum is the mix', async () => {
    const { folder, result } = await separate('whole')
    expect(unwrap(result)).toMatchObject({ stems: [{ name: 'Harmonic' }, { name: 'Percussive' }] })
    const harmonic = samplesOf(join(folder, 'harmonic.wav'))
    const percussive = samplesOf(join(folder, 'percussive.wav'))
    const mix = tones.map((tone, index) => tone + (clicks[index] ?? 0))
    const sum = harmonic.map((x, index) => x + (percussive[index] ?? 0))
    expect(decibels(power(less(sum, mix)) / power(mix))).toBeLessThan(-130)
    // Signal to distortion of each part, in dB, against the mix itself, which has 0 or less of the quieter.
    expect(decibels(power(tones) / power(less(harmonic, tones)))).toBeGreaterThan(15)
    expect(decibels(power(clicks) / power(less(percussive, clicks)))).toBeGreaterThan(8)
  })

  test('F03 stopped and gone on with, the files are those of one run, to the bit', async () => {
    const whole = await separate('whole')
    const first = await separate('parts', { stopAfter: 1 })
    expect(first.result).toMatchObject({ ok: false, error: { code: 'job-stopped' } })
    const second = await separate('parts', { checkpoint: first.saved })
    expect(unwrap(second.result)).toBeDefined()
    for (const file of ['harmonic.wav', 'percussive.wav']) {
      const same = readFileSync(join(whole.folder, file)).equals(
        readFileSync(join(second.folder, file)),
      )
      expect(same, file).toBe(true)
    }
  })
})

test('a median is the middle one', () => {
  expect(median(Float32Array.of(5, 1, 4, 2, 3), 5)).toBe(3)
  expect(median(Float32Array.of(7, 7, 1, 9, 9), 5)).toBe(7)
  expect(median(Float32Array.of(2, 1, 3, 99, 99), 3)).toBe(2)
})
