import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  closeSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import type { WavFormat } from '#shared/contract'
import { decodeSound } from '../library'
import { bytesOf, openBytes } from '../library/byte-source'
import { parseWavLayout } from '../library/wav-layout'
import { encodeEmbedded, readEmbeddedProject } from '#shared/embedded'
import { wavSamples } from '../library/wav-samples'
import { fileReader } from './file-reader'
import { createWavWriter } from './wav-writer'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-writer-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(format: WavFormat, channels: number, samples: Float32Array, seed?: number): Buffer {
  const sampleRate = 44_100
  const writer = createWavWriter({
    format,
    channels,
    sampleRate,
    ...(seed !== undefined && { dither: 'tpdf', seed }),
  })
  const frames = samples.length / channels
  return Buffer.concat([writer.header(frames), writer.encode(samples), writer.trailer(frames)])
}

async function read(bytes: Uint8Array): Promise<Float32Array> {
  const [source, target] = [join(folder, 'a.wav'), join(folder, 'a.f32')]
  writeFileSync(source, bytes)
  unwrap(await decodeSound({ source, target }))
  return new Float32Array(new Uint8Array(readFileSync(target)).buffer)
}

const sine = (channels: number): Float32Array =>
  Float32Array.from({ length: 1001 * channels }, (_, at) => Math.sin(at / 40) * 0.9)

describe.each([1, 2, 6])('%d channels', channels => {
  test.each<[WavFormat, number]>([
    ['wav16', 2 ** -16],
    ['wav24', 2 ** -24],
    ['wav32f', 0],
  ])('%s comes back within half a step', async (format, within) => {
    const samples = sine(channels)
    const back = await read(write(format, channels, samples))
    expect(back.length).toBe(samples.length)
    const worst = back.reduce(
      (top, value, at) => Math.max(top, Math.abs(value - (samples[at] ?? 0))),
      0,
    )
    expect(worst).toBeLessThanOrEqual(within + 1e-9)
  })

  test.skipIf(!existsSync('/usr/bin/ffmpeg'))('ffmpeg reads the same', () => {
    for (const format of ['wav16', 'wav24', 'wav32f'] as const) {
      const path = join(folder, `${format}.wav`)
      writeFileSync(path, write(format, channels, sine(channels)))
      const raw = execFileSync('/usr/bin/ffmpeg', ['-v', 'error', '-i', path, '-f', 'f32le', '-'])
      const back = new Float32Array(new Uint8Array(raw).buffer)
      const samples = sine(channels)
      expect(back.length).toBe(samples.length)
      expect(back.every((value, at) => Math.abs(value - (samples[at] ?? 0)) <= 2 ** -15.9)).toBe(
        true,
      )
    }
  })
})

test('what is too loud is clamped, what is no sound is silence', async () => {
  const samples = Float32Array.from([2, -2, 1, -1, Number.NaN, Number.POSITIVE_INFINITY])
  const top = 32_767 / 32_768
  expect([...(await read(write('wav16', 1, samples)))]).toEqual([top, -1, top, -1, 0, top])
})

test('whole steps of 16 bits come back exactly, dithered or not within two steps', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1 }),
      async steps => {
        const samples = Float32Array.from(steps, step => step / 32_768)
        expect([...(await read(write('wav16', 1, samples)))]).toEqual([...samples])
        const dithered = await read(write('wav16', 1, samples, 7))
        expect(
          dithered.every((value, at) => Math.abs(value - (samples[at] ?? 0)) <= 1.5 / 32_768),
        ).toBe(true)
      },
    ),
    { numRuns: 50 },
  )
})

test('dither keeps a tone below one step: the mean of many is the value, and a seed gives the same bytes', () => {
  const samples = new Float32Array(200_000).fill(0.3 / 32_768)
  const bytes = write('wav16', 1, samples, 1)
  const values = new Int16Array(new Uint8Array(bytes.subarray(bytes.length - 400_000)).buffer)
  expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.3, 1)
  expect(write('wav16', 1, samples, 1).equals(bytes)).toBe(true)
  expect(write('wav16', 1, samples, 2).equals(bytes)).toBe(false)
})

test('beyond 4 GB the header is RF64 and says the true length; below it is RIFF', () => {
  const writer = createWavWriter({ format: 'wav32f', channels: 2, sampleRate: 48_000 })
  for (const [frames, mark] of [
    [1000, 'RIFF'],
    [536_870_911, 'RF64'],
    [2 ** 33, 'RF64'],
  ] as const) {
    const header = writer.header(frames)
    expect(Buffer.from(header.subarray(0, 4)).toString()).toBe(mark)
    const size = header.length + frames * 8
    const source = { ...bytesOf(header), size }
    expect(unwrap(parseWavLayout(source))).toMatchObject({
      dataBytes: frames * 8,
      truncated: false,
    })
  }
})

test('an odd number of bytes is padded', () => {
  expect(write('wav24', 1, new Float32Array(3)).length % 2).toBe(0)
})

test('the last frame of an RF64 file of 5 GB is found where it lies, and so is the project in it', async () => {
  const path = join(folder, 'long.wav')
  const frames = 625_000_000
  const embedded = encodeEmbedded('{"a":1}')
  const options = { format: 'wav32f', channels: 2, sampleRate: 48_000, embedded } as const
  const header = createWavWriter(options).header(frames)
  writeFileSync(path, header)
  // Sparse: nothing but the two ends lies on the disk.
  truncateSync(path, header.length + frames * 8)
  const file = openSync(path, 'r+')
  writeSync(file, new Float32Array([0.25, -0.5]), 0, 8, header.length + (frames - 1) * 8)
  closeSync(file)
  using source = openBytes(path)
  const layout = unwrap(parseWavLayout(source))
  expect(layout).toMatchObject({ dataBytes: 5_000_000_000, truncated: false })
  const last = wavSamples(source.read(layout.dataStart + layout.dataBytes - 8, 8), layout)
  expect([...last]).toEqual([0.25, -0.5])
  await using reader = unwrap(await fileReader(path))
  expect(unwrap(await readEmbeddedProject(reader))).toBe('{"a":1}')
})
