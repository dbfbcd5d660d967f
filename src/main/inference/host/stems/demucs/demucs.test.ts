import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { modelBytes, OnnxGraph, types, Weights } from '../../testing/onnx-graph'
import { tinyDemucs as network, TINY_SEGMENT as SEGMENT } from '../../testing/tiny-demucs'
import { demucsShape } from './demucs-shape'
import { OverlapAdd, strideOf, triangle } from './overlap-add'
import { separateByDemucs } from './separate-by-demucs'
import { addFromSpectrum, BINS, spectrumFrames, toSpectrum } from './spectrum'

const FRAMES = 40_000
let home: string
beforeAll(() => (home = mkdtempSync(join(tmpdir(), 'wireharp-demucs-'))))
afterAll(() => rmSync(home, { recursive: true }))

let seed = 1
const noise = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5

interface Run {
  readonly stopAfter?: number
  readonly checkpoint?: unknown
  readonly into?: 'two'
  readonly sampleRate?: number
}

async function separate(name: string, model: Uint8Array, run: Run = {}) {
  const { stopAfter = Infinity, checkpoint, into, sampleRate = 44_100 } = run
  const folder = join(home, name)
  mkdirSync(folder, { recursive: true })
  const path = join(home, `${name}.onnx`)
  writeFileSync(path, model)
  const sound = { path: join(home, 'mix.f32'), sampleRate, channels: 2, frames: FRAMES }
  const stop = new AbortController()
  let saved: unknown
  let saves = 0
  const said: string[] = []
  const lost: number[] = []
  const result = await separateByDemucs.run(
    { sound, model: { path }, ...(into !== undefined && { into }) },
    {
      signal: stop.signal,
      folder,
      checkpoint,
      save: value => {
        saved = value
        saves += 1
        if (saves > stopAfter) stop.abort()
      },
      // Until it resolves the checkpoint before may be the one that counts.
      kept() {
        if (saves > 2 && !existsSync(join(folder, `tail-${saves - 2}.f32`))) lost.push(saves - 2)
        return Promise.resolve()
      },
      progress: () => undefined,
      log: text => said.push(text),
    },
  )
  return { folder, result, saved, said, lost }
}

function samplesOf(path: string): Float32Array {
  const bytes = readFileSync(path)
  const at = bytes.indexOf('data', 0, 'latin1') + 8
  return new Float32Array(new Uint8Array(bytes.subarray(at)).buffer)
}

const farthest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, x, at) => Math.max(most, Math.abs(x - (b[at] ?? 0))), 0)

let mix: Float32Array
beforeAll(() => {
  mix = Float32Array.from({ length: FRAMES * 2 }, (_, at) => {
    const time = (at >> 1) / 44_100
    return 0.3 * Math.sin(2 * Math.PI * 440 * time * (1 + (at & 1))) + 0.1 * noise() + 0.01
  })
  writeFileSync(join(home, 'mix.f32'), new Uint8Array(mix.buffer))
})

describe('S0-09 stems by HT-Demucs', () => {
  test('segments overlap by a quarter, in triangles, and add up to what they are parts of', () => {
    // Of `apply_model` in Demucs: 1 to half, then down to 1, by the largest.
    expect([...triangle(6)]).toEqual([1, 2, 3, 3, 2, 1].map(x => Math.fround(x / 3)))
    expect([...triangle(5)]).toEqual([1, 2, 3, 2, 1].map(x => Math.fround(x / 3)))
    const sums = new OverlapAdd(8, 1)
    expect(strideOf(8)).toBe(6)
    const whole = Float32Array.from({ length: 20 }, noise)
    const back: number[] = []
    for (let from = 0; from < 20; from += 6) {
      const there = Math.min(8, 20 - from)
      const part = new Float32Array(8)
      part.set(whole.subarray(from, from + there))
      back.push(...sums.add(part, there, Math.min(6, there)))
    }
    expect(farthest(whole, Float32Array.from(back))).toBeLessThan(1e-6)
  })

  test('the spectrogram is the one that it was trained with, and goes back to the sound', () => {
    const frames = spectrumFrames(SEGMENT)
    const [real, imaginary] = [new Float32Array(BINS * frames), new Float32Array(BINS * frames)]
    // A cosine on bin 100: a Hann window has half its length as its sum, over the root of it by `normalized`.
    const tone = Float32Array.from({ length: SEGMENT }, (_, at) =>
      Math.cos((2 * Math.PI * 100 * at) / 4096),
    )
    toSpectrum(tone, real, imaginary)
    const middle = Math.floor(frames / 2)
    const size = (bin: number) =>
      Math.hypot(real[bin * frames + middle] ?? 0, imaginary[bin * frames + middle] ?? 0)
    expect(size(100)).toBeCloseTo(4096 / 4 / Math.sqrt(4096), 3)
    expect(size(101)).toBeCloseTo(size(100) / 2, 3)
    expect(size(103)).toBeLessThan(1e-3)

    const sound = Float32Array.from({ length: SEGMENT }, noise)
    // Half the rate itself is not among the bins.
    const heard = sound.map((x, at) => (x + (sound[at + 1] ?? 0)) / 2)
    toSpectrum(heard, real, imaginary)
    const back = new Float32Array(SEGMENT)
    addFromSpectrum(real, imaginary, back)
    // Within 1536 samples of the ends a window that Demucs leaves out is missing, there as here.
    const inner = (samples: Float32Array) => samples.subarray(1536, SEGMENT - 1536)
    expect(farthest(inner(back), inner(heard))).toBeLessThan(2e-4)
    expect(farthest(back, heard)).toBeGreaterThan(0.01)
  })

  test.each([
    ['sound alone', false, 1e-6],
    ['sound and spectrograms', true, 1e-3],
  ] as const)(
    'an export of %s gives each stem its part, and they add up',
    async (name, spectrum, most) => {
      const { folder, result, said } = await separate(name.replaceAll(' ', '-'), network(spectrum))
      expect(unwrap(result)).toMatchObject({
        stems: [{ name: 'Drums' }, { name: 'Bass' }, { name: 'Other' }, { name: 'Vocals' }],
      })
      const [drums, bass, other, vocals] = ['drums', 'bass', 'other', 'vocals'].map(stem =>
        samplesOf(join(folder, `${stem}.wav`)),
      )
      if (
        drums === undefined ||
        bass === undefined ||
        other === undefined ||
        vocals === undefined
      ) {
        throw new Error('A stem is missing.')
      }
      expect(drums).toHaveLength(FRAMES * 2)
      // The mean of the sound comes back with each stem, as in Demucs itself.
      const mean = mix.reduce((sum, x) => sum + x, 0) / mix.length
      const part = (share: number) => mix.map(x => (x - mean) * share + mean)
      // Where one segment alone is heard, away from its ends.
      const inner = (samples: Float32Array) => samples.subarray(2 * 3100, 2 * 9100)
      expect(farthest(inner(drums), inner(part(0.4)))).toBeLessThan(most)
      expect(farthest(inner(vocals), inner(part(0.1)))).toBeLessThan(most)
      if (!spectrum) expect(farthest(drums, part(0.4))).toBeLessThan(most)
      const sum = drums.map((x, at) => x + (bass[at] ?? 0) + (other[at] ?? 0) + (vocals[at] ?? 0))
      expect(farthest(sum, mix)).toBeLessThan(1e-6)
      expect(said.at(-1)).toMatch(/add up/)
    },
  )

  test('F03 stopped and gone on with, the files are those of one run, to the bit', async () => {
    const model = network(false)
    const whole = await separate('whole', model)
    expect(whole.lost).toEqual([])
    const first = await separate('parts', model, { stopAfter: 2 })
    expect(first.result).toMatchObject({ ok: false, error: { code: 'job-stopped' } })
    const second = await separate('parts', model, { checkpoint: first.saved })
    expect(second.said[0]).toMatch(/From segment 3/)
    for (const stem of ['drums', 'bass', 'other', 'vocals']) {
      const file = `${stem}.wav`
      const same = readFileSync(join(whole.folder, file)).equals(
        readFileSync(join(second.folder, file)),
      )
      expect(same, file).toBe(true)
    }
  })

  test('at another rate, and as two stems, they still add up', async () => {
    const run = { into: 'two', sampleRate: 48_000 } as const
    const { folder, result } = await separate('two', network(false), run)
    expect(unwrap(result)).toMatchObject({ stems: [{ name: 'Drums' }, { name: 'Other' }] })
    const drums = samplesOf(join(folder, 'drums.wav'))
    const other = samplesOf(join(folder, 'other.wav'))
    expect(drums).toHaveLength(FRAMES * 2)
    expect(
      farthest(
        drums.map((x, at) => x + (other[at] ?? 0)),
        mix,
      ),
    ).toBeLessThan(1e-6)
  })

  test('a model that is no Demucs is refused, and says what it lacks', () => {
    const graph = new OnnxGraph(new Weights())
    graph.name(graph.op('Mul', ['x', graph.float(2)]), 'y')
    const value = (name: string) => ({ name, type: types.float, dims: [1, 8] })
    const refused = demucsShape(modelBytes(graph, [value('x')], [value('y')]))
    expect(refused).toMatchObject({ ok: false, error: { code: 'model-refused' } })
  })
})
