import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { unwrap } from '#shared/kit'
import type { PipelineContext } from '../pipeline'
import {
  clapSound,
  tinyAudioTower,
  tinyTextTower,
  tinyTokenizer,
  tinyTokenizerConfig,
} from '../testing/tiny-clap'
import { CLAP_BANDS, CLAP_FRAMES, clapFeatures } from './clap-features'
import { tokensOf } from './clap-towers'
import { embedByClap, embedWordsByClap } from './embed-by-clap'

const theirsSchema = z.object({
  mean: z.number(),
  frames: z.array(z.object({ frame: z.int(), bands: z.string() })),
  audio: z.string(),
  words: z.array(z.object({ text: z.string(), ids: z.array(z.int()), vector: z.string() })),
})
const theirs = theirsSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'testing/from-transformers.json'), 'utf8')),
)
const floats = (base64: string) =>
  new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer)
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, x, at) => Math.max(most, Math.abs(x - (b[at] ?? Infinity))), 0)

let home: string
const path = (name: string) => join(home, name)
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'wireharp-clap-'))
  writeFileSync(path('audio.onnx'), tinyAudioTower())
  writeFileSync(path('text.onnx'), tinyTextTower())
  writeFileSync(path('tokenizer.json'), JSON.stringify(tinyTokenizer))
  writeFileSync(path('config.json'), JSON.stringify(tinyTokenizerConfig))
})
afterAll(() => rmSync(home, { recursive: true }))

const context: PipelineContext = {
  signal: new AbortController().signal,
  folder: '',
  checkpoint: undefined,
  save: () => undefined,
  progress: () => undefined,
  log: () => undefined,
}
const answerSchema = z.object({
  vectors: z.array(z.object({ start: z.number(), vector: z.array(z.number()).length(512) })),
})

async function embed(samples: Float32Array, name: string, model = path('audio.onnx')) {
  writeFileSync(path(name), new Uint8Array(samples.buffer))
  const sound = { path: path(name), sampleRate: 48_000, channels: 1, frames: samples.length }
  return embedByClap.run({ sound, model: { path: model } }, context)
}

describe('S0-12 S0-17 sounds and words by CLAP, as transformers.js has them', () => {
  test('the log-mel spectrogram is the same', () => {
    const features = clapFeatures(clapSound(130_000))
    expect(features).toHaveLength(CLAP_FRAMES * CLAP_BANDS)
    for (const { frame, bands } of theirs.frames) {
      const ours = features.subarray(frame * CLAP_BANDS, (frame + 1) * CLAP_BANDS)
      expect(farthest(ours, floats(bands)), `frame ${frame}`).toBeLessThan(1e-3)
    }
    const mean = features.reduce((sum, x) => sum + x, 0) / features.length
    expect(mean).toBeCloseTo(theirs.mean, 4)
  })

  test('the vector of a sound is the same, and of length 1', async () => {
    const { vectors } = answerSchema.parse(unwrap(await embed(clapSound(130_000), 'short.f32')))
    expect(vectors).toHaveLength(1)
    const [{ vector } = { vector: [] }] = vectors
    expect(farthest(vector, floats(theirs.audio))).toBeLessThan(1e-4)
    expect(vector.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 6)
  })

  test('tokens and vectors of words are the same', async () => {
    const files = {
      tokenizer: { path: path('tokenizer.json') },
      config: { path: path('config.json') },
    }
    for (const { text, ids, vector } of theirs.words) {
      expect(unwrap(await tokensOf(text, files.tokenizer, files.config))).toEqual(ids)
      const model = { path: path('text.onnx') }
      const made = unwrap(await embedWordsByClap.run({ text, model, ...files }, context))
      const ours = z.object({ vector: z.array(z.number()) }).parse(made).vector
      expect(farthest(ours, floats(vector)), text).toBeLessThan(1e-4)
    }
  })

  test('a long sound has a vector for every ten seconds; less than a second over is left out', async () => {
    const samples = clapSound(48_000 * 20 + 24_000)
    const { vectors } = answerSchema.parse(unwrap(await embed(samples, 'long.f32')))
    expect(vectors.map(({ start }) => start)).toEqual([0, 10])
  })

  test('what is no tower of CLAP is refused', async () => {
    const refused = await embed(clapSound(48_000), 'other.f32', path('text.onnx'))
    expect(refused).toMatchObject({ ok: false, error: { code: 'model-refused' } })
  })
})
