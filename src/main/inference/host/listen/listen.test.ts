import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { unwrap } from '#shared/kit'
import { drumPattern } from '../../../engine/kernels/testing/drums'
import { LOG_MEL } from '../../../sounds/log-mel-provider'
import { describeSound, DESCRIPTOR_VERSION, FEATURES } from './descriptor'
import { Halver } from './halver'
import { listeningKernels } from './kernel-ear'
import { keyOf, tempoOf } from './measure'
import { SoundEar } from './sound-ear'
import { makeSound, soundFamilies, wavOf } from './testing/make-sounds'
import { listenToFile } from './listen-to-file'

const folder = mkdtempSync(join(tmpdir(), 'wireharp-listen-'))
afterAll(() => rmSync(folder, { recursive: true }))

const context = {
  signal: new AbortController().signal,
  folder,
  checkpoint: undefined,
  save: () => undefined,
  progress: () => undefined,
  log: () => undefined,
}

/** A sound as the ear has it, at half the rate. */
function heard(samples: Float32Array, sampleRate: number, channels = 1): SoundEar {
  const ear = new SoundEar({ channels, sampleRate })
  for (let at = 0; at < samples.length; at += 10_000 * channels) {
    ear.write(samples.slice(at, at + 10_000 * channels))
  }
  ear.finish()
  return ear
}

test('a half-band filter keeps what lies below a fifth of the rate, and lets 53 dB less of the rest through', () => {
  const level = (cycles: number): number => {
    const samples = Float32Array.from({ length: 8192 }, (_, n) =>
      Math.sin(2 * Math.PI * cycles * n),
    )
    const { arena } = listeningKernels()
    const [from, to] = [arena.allocate(4 * 512), arena.allocate(4 * 4200)]
    const halver = new Halver()
    // Pieces of odd lengths are as good as one.
    let made = 0
    for (let at = 0; at < 8192;) {
      const piece = samples.subarray(at, at + 333)
      arena.floats.set(piece, from >>> 2)
      made += halver.halve(from, piece.length, to + 4 * made)
      at += piece.length
    }
    expect(made).toBe(4096)
    const out = arena.floats.slice(to >>> 2, (to >>> 2) + 4096)
    const energy = out.subarray(1000).reduce((sum, value) => sum + value * value, 0)
    return 10 * Math.log10((2 * energy) / 3096)
  }
  for (const cycles of [0.001, 0.05, 0.1, 0.2]) expect(level(cycles)).toBeCloseTo(0, 1)
  for (const cycles of [0.3, 0.35, 0.4, 0.45, 0.49]) expect(level(cycles)).toBeLessThan(-52)
})

test('loudness, peak and shape are those of the standards: a stereo sine of −23 dBFS has −23 LUFS', () => {
  const amplitude = 10 ** (-23 / 20)
  const samples = new Float32Array(2 * 48_000 * 5)
  for (let frame = 0; frame < samples.length / 2; frame++) {
    const value = amplitude * Math.sin((2 * Math.PI * 1000 * frame) / 48_000)
    samples.set([value, value], 2 * frame)
  }
  const ear = heard(samples, 48_000, 2)
  expect(ear.loudness).toBeCloseTo(-23, 1)
  expect(20 * Math.log10(ear.shape.peak)).toBeCloseTo(-23, 1)
  expect([...ear.shape.pairs(3)]).toEqual([247, 9, 247, 9, 247, 9])
  expect(ear.mono.length).toBe(120_000)
})

test.each([72, 96, 120, 128, 140, 174])('drums at %s BPM are heard as that', bpm => {
  const ear = heard(drumPattern(bpm, 14), 48_000)
  const tempo = tempoOf(ear.mono, ear.monoRate, 8) ?? 0
  // As the kernel has it: half or twice is as good a way to count.
  const octaves = Math.round(Math.log2(tempo / bpm))
  expect(tempo / bpm / 2 ** octaves).toBeCloseTo(1, 2)
})

test('a chord of A major has its key, and noise has none; a sound of one stroke has no tempo', () => {
  const chord = Float32Array.from({ length: 44_100 * 3 }, (_, frame) =>
    [220, 277.18, 329.63, 440].reduce(
      (sum, hertz) => sum + 0.1 * Math.sin((2 * Math.PI * hertz * frame) / 44_100),
      0,
    ),
  )
  const ear = heard(chord, 44_100)
  expect(keyOf(ear.mono, ear.monoRate)).toBe(9)
  expect(tempoOf(ear.mono, ear.monoRate, 1)).toBeUndefined()
})

describe('the descriptor', () => {
  const vectorOf = (samples: Float32Array, rate = 44_100): Float32Array => {
    const ear = heard(samples, rate)
    return describeSound(ear.mono, ear.monoRate)
  }
  const cosine = (one: Float32Array, other: Float32Array): number =>
    one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0)

  test('has 512 components of length 1, for silence and clicks as well', () => {
    expect(FEATURES).toBeLessThanOrEqual(512)
    for (const samples of [makeSound('pad', 1), new Float32Array(10), new Float32Array(9000)]) {
      const vector = vectorOf(samples)
      expect(vector).toHaveLength(512)
      expect(cosine(vector, vector)).toBeCloseTo(1, 5)
      expect(vector.every(Number.isFinite)).toBe(true)
    }
  })

  test('does not change with the level, hardly with the rate, and differs from family to family', () => {
    const pluck = makeSound('pluck', 3)
    const quiet = pluck.map(value => value / 30)
    expect(cosine(vectorOf(pluck), vectorOf(quiet))).toBeGreaterThan(0.98)
    const every = Float32Array.from({ length: pluck.length * 2 }, (_, n) => {
      const at = n / 2
      const [low = 0, high = 0] = [pluck[Math.floor(at)], pluck[Math.ceil(at)]]
      return (low + high) / 2
    })
    expect(cosine(vectorOf(pluck), vectorOf(every, 88_200))).toBeGreaterThan(0.95)
    expect(cosine(vectorOf(pluck), vectorOf(makeSound('wind', 1)))).toBeLessThan(0.3)
  })

  test('is known to the shell under the name that it has', () => {
    expect(LOG_MEL).toBe(DESCRIPTOR_VERSION)
    expect(soundFamilies).toHaveLength(16)
  })
})

test('a file is heard in one go; one that is known is not heard again; one that is none says why', async () => {
  const path = join(folder, 'A beat.wav')
  writeFileSync(path, wavOf(makeSound('beat', 5)))
  const answer = await listenToFile.run({ path, known: [] }, context)
  expect(answer).toMatchObject({
    ok: true,
    value: { name: 'A beat', format: 'wav', sampleRate: 44_100, channels: 1, isKnown: false },
  })
  const { sha256 } = z.object({ sha256: z.string() }).parse(unwrap(answer))
  expect(await listenToFile.run({ path, known: [sha256] }, context)).toEqual({
    ok: true,
    value: { sha256, isKnown: true },
  })
  writeFileSync(path, 'no sound at all')
  expect(await listenToFile.run({ path, known: [] }, context)).toMatchObject({
    error: { code: 'audio-unsupported' },
  })
  expect(await listenToFile.run({ path: folder, known: [] }, context)).toMatchObject({ ok: false })
})
