import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ExportFormat } from '#shared/contract'
import { readEmbeddedProject } from '#shared/embedded'
import { unwrap } from '#shared/kit'
import { errnoOf } from '../kit'
import { decodeSound } from '../library'
import { fileReader } from './file-reader'
import { openSoundWriter } from './open-sound-writer'
import type { SoundWriterOptions } from './sound-writer'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const RATE = 48_000
const FRAMES = RATE

/** A tone on the left, half as loud on the right; whole steps of 16 bits where `exact`. */
function tone(exact: boolean): Float32Array {
  return Float32Array.from({ length: 2 * FRAMES }, (_, at) => {
    const sample = Math.sin((2 * Math.PI * 997 * (at >> 1)) / RATE) * (at % 2 === 0 ? 0.5 : 0.25)
    return exact ? Math.round(sample * 32_768) / 32_768 : sample
  })
}

async function write(
  format: ExportFormat,
  samples: Float32Array,
  options: Partial<SoundWriterOptions> = {},
): Promise<string> {
  const path = join(folder, `out.${format}`)
  const sound = { path, format, channels: 2, sampleRate: RATE, frames: FRAMES }
  using writer = await openSoundWriter({ ...sound, ...options })
  for (let at = 0; at < samples.length; at += 2046) writer.write(samples.subarray(at, at + 2046))
  writer.finish()
  return path
}

async function decoded(source: string): Promise<Float32Array> {
  const target = join(folder, 'out.f32')
  unwrap(await decodeSound({ source, target }))
  return new Float32Array(new Uint8Array(readFileSync(target)).buffer)
}

/** As bytes, since a comparison of long arrays that fails takes minutes. */
function steps(samples: Float32Array, bits: number): Buffer {
  return Buffer.from(Int32Array.from(samples, x => Math.round(x * 2 ** (bits - 1))).buffer)
}

async function embeddedIn(path: string): Promise<string | undefined> {
  await using reader = unwrap(await fileReader(path))
  return unwrap(await readEmbeddedProject(reader))
}

describe('E-02 formats', () => {
  test.each([['flac16'], ['flac']] as const)(
    '%s is lossless: steps of 16 bits come back',
    async format => {
      const samples = tone(true)
      const path = await write(format, samples)
      expect(steps(await decoded(path), 30).equals(steps(samples, 30))).toBe(true)
      expect(statSync(path).size).toBeLessThan(FRAMES * 4)
    },
  )

  test('FLAC of 24 bits is what WAV of 24 bits is, dither and all', async () => {
    const samples = tone(false)
    const flac = await decoded(await write('flac', samples, { dither: 'tpdf' }))
    const wav = await decoded(await write('wav24', samples, { dither: 'tpdf' }))
    expect(steps(flac, 30).equals(steps(wav, 30))).toBe(true)
  })

  test('FLAC says its length and the MD5 of its samples', async () => {
    const bytes = readFileSync(await write('flac16', tone(true)))
    expect(bytes.readUIntBE(21, 5) % 2 ** 36).toBe(FRAMES)
    expect(bytes.subarray(26, 42).some(byte => byte !== 0)).toBe(true)
    expect(bytes.readUIntBE(12, 3)).toBeGreaterThan(0)
  })

  test.each([FRAMES, 500])(
    'an Opus file of %d frames has them all, where they were',
    async frames => {
      const samples = tone(false).subarray(0, 2 * frames)
      const back = await decoded(await write('opus', samples, { frames, bitrate: 256 }))
      expect(back.length).toBe(2 * frames)
      // What is coded with loss is not the same, but in step and nearly as loud: 20 dB under the tone.
      const middle = Math.max(0, frames - 2000)
      let [signal, error] = [0, 0]
      for (let at = 0; at < 2 * middle; at++) {
        const wanted = samples[1000 + at] ?? 0
        signal += wanted ** 2
        error += (wanted - (back[1000 + at] ?? 0)) ** 2
      }
      expect(10 * Math.log10((error + 1e-9) / (signal + 1e-9))).toBeLessThan(middle > 0 ? -20 : 1)
    },
  )

  test('an MP3 of 256 kbit/s holds the tone at its level', async () => {
    const path = await write('mp3', tone(false), { bitrate: 256 })
    const samples = await decoded(path)
    const middle = samples.subarray(20_000, 76_000)
    const level = Math.sqrt((2 * middle.reduce((sum, sample) => sum + sample ** 2, 0)) / 28_000 / 2)
    expect(level).toBeCloseTo(Math.sqrt((0.5 ** 2 + 0.25 ** 2) / 2), 2)
    expect(statSync(path).size / 32_000).toBeCloseTo(1, 1)
  })

  test.each([['wav16'], ['wav32f'], ['flac'], ['mp3']] as const)(
    'the project in %s comes back word for word, and the sound is the same',
    async format => {
      const project = JSON.stringify({ title: 'Fjörd ♫', more: 'x'.repeat(70_001) })
      const plain = await decoded(await write(format, tone(false)))
      const path = await write(format, tone(false), { project })
      expect(await embeddedIn(path)).toBe(project)
      expect(steps(await decoded(path), 30).equals(steps(plain, 30))).toBe(true)
      expect(await embeddedIn(await write(format, tone(false)))).toBeUndefined()
    },
  )

  test.skipIf(!existsSync('/dev/full')).each([['wav16'], ['flac'], ['mp3']] as const)(
    'a full disk under %s is the system’s own error',
    async format => {
      const path = '/dev/full'
      const error: unknown = await write(format, tone(false), { path }).catch(
        (thrown: unknown) => thrown,
      )
      expect(errnoOf(error)).toBe('ENOSPC')
    },
  )
})
