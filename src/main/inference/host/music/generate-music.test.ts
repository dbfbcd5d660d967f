import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sha256, sha256OfFile } from '../../../kit'
import type { PipelineContext } from '../pipeline'
import type { Files } from '../sessions'
import { writeMusicgen } from '../testing/tiny-musicgen'
import { decodeCodes } from './decode-codes'
import { tokensOf } from './encode-text'
import { generateMusic, type MusicInput } from './generate-music'
import { readConfig } from './musicgen-config'
import { fromTransformers } from './testing/from-transformers'

let folder: string
let files: Files
let split: Files
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-music-'))
  files = await written('merged', false)
  split = await written('split', true)
})
afterAll(() => rmSync(folder, { recursive: true }))

async function written(name: string, isSplit: boolean): Promise<Files> {
  const model = writeMusicgen(join(folder, name), { split: isSplit })
  const entries = model.files.map(async file => {
    const path = join(model.folder, file)
    return [file, { path, sha256: await sha256OfFile(path) }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

let runs = 0
function context(more: Partial<PipelineContext> = {}): PipelineContext {
  runs += 1
  return {
    signal: new AbortController().signal,
    folder: mkdtempSync(join(folder, `run-${runs}-`)),
    checkpoint: undefined,
    save: () => undefined,
    progress: () => undefined,
    log: () => undefined,
    ...more,
  }
}

async function make(input: Partial<MusicInput>, run = context()) {
  const wish = { prompt: 'Calm piano', seconds: 1.2, seed: 7, files, threads: 1, ...input }
  const result = await generateMusic.run(wish, run)
  const sound = result.ok ? readFileSync(join(run.folder, 'music.wav')) : Buffer.of()
  return { result, sound, hash: sha256(sound) }
}

describe('S3-01 S3-04 S3-20 music from words', () => {
  test.each(fromTransformers)(
    'transformers.js reads “$prompt” as the same tokens and writes the same codes',
    async ({ prompt, ids, books, samples }) => {
      expect(await tokensOf(prompt, files)).toEqual({ ok: true, value: ids })
      const frames = books[0]?.length ?? 0
      const checkpoints: unknown[] = []
      const run = context({ save: value => checkpoints.push(value) })
      const { result, sound } = await make({ prompt, seconds: frames / 50, topK: 1 }, run)
      expect(result).toMatchObject({
        ok: true,
        value: { sampleRate: 32_000, frames: frames * 640 },
      })
      const codes = Array.from({ length: frames }, (_, at) => books.map(book => book[at]))
      expect(checkpoints.at(-1)).toEqual({ frames: codes, window: 1 })
      const heard = new Float32Array(
        sound.buffer.slice(sound.byteOffset + sound.length - frames * 2560),
      )
      for (const [at, sample] of samples.entries()) expect(heard[at]).toBeCloseTo(sample, 4)
    },
  )

  test('one decoder with a switch and two decoders write the same', async () => {
    const [one, two] = [await make({}), await make({ files: split })]
    expect(two.result).toMatchObject({ ok: true })
    expect(two.hash).toBe(one.hash)
  })

  test('S3-28 a seed stands for a sound, another seed for another', async () => {
    const [first, same, other] = [await make({}), await make({}), await make({ seed: 8 })]
    expect(first.sound.length).toBeGreaterThan(1.2 * 32_000 * 4)
    expect(same.hash).toBe(first.hash)
    expect(other.hash).not.toBe(first.hash)
  })

  test('stopped after a checkpoint it goes on to the same sound, in one stretch and over many', async () => {
    for (const input of [{ seconds: 2.6 }, { seconds: 3, window: 1.2, overlap: 0.4 }]) {
      const checkpoints: string[] = []
      const whole = await make(
        input,
        context({ save: kept => checkpoints.push(JSON.stringify(kept)) }),
      )
      expect(checkpoints.length).toBeGreaterThan(2)
      for (const at of [checkpoints.length - 2]) {
        const stop = new AbortController()
        let last: unknown
        let saved = 0
        const run = context({
          signal: stop.signal,
          save(kept) {
            last = JSON.parse(JSON.stringify(kept))
            saved += 1
            if (saved > at) stop.abort()
          },
        })
        expect((await make(input, run)).result).toMatchObject({ error: { code: 'job-stopped' } })
        const logs: string[] = []
        const again = { ...run, signal: context().signal, checkpoint: last, save: () => undefined }
        const rest = await make(input, { ...again, log: text => logs.push(text) })
        expect(logs[0]).toMatch(/^Goes on/)
        expect(rest.hash).toBe(whole.hash)
        // Without its journal it begins the stretch anew, to the same end.
        for (const name of readdirSync(run.folder).filter(file => file.endsWith('.bin'))) {
          writeFileSync(join(run.folder, name), 'torn')
        }
        expect((await make(input, again)).hash).toBe(whole.hash)
      }
    }
  }, 60_000)

  test('S3-26 a piece that is continued is what it would be, had it been written in one go', async () => {
    const short = { window: 1.2, overlap: 0.4, topK: 1 }
    const saved = async (input: Partial<MusicInput>) => {
      let last: unknown
      const run = context({ save: kept => (last = structuredClone(kept)) })
      const { result, sound } = await make({ ...short, ...input }, run)
      expect(result).toMatchObject({ ok: true, value: { codes: 'music.codes' } })
      const { frames } = z.object({ frames: z.array(z.unknown()) }).parse(last)
      return { frames, sound, codes: join(run.folder, 'music.codes') }
    }
    const whole = await saved({ seconds: 2.2 })
    const first = await saved({ seconds: 1.2 })
    const rest = await saved({ seconds: 1, before: first.codes })
    expect(first.frames).toHaveLength(60)
    expect(rest.frames).toEqual(whole.frames)
    expect(sha256(rest.sound)).toBe(sha256(whole.sound))
    writeFileSync(first.codes, 'torn')
    const torn = await make({ ...short, before: first.codes })
    expect(torn.result).toMatchObject({ error: { code: 'continue-unknown' } })
  })

  test('S3-27 it tells how far it is, and never that it is done before it is', async () => {
    const told: number[] = []
    await make({ seconds: 2.6 }, context({ progress: done => told.push(done) }))
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.length).toBeGreaterThan(14)
    expect(Math.max(...told)).toBe(0.99)
  })

  test('a long piece is written in stretches and decoded in pieces without a seam', async () => {
    const config = await readConfig(files)
    if (!config.ok) throw new Error(config.error.message)
    const codes = Array.from({ length: 300 }, (_, i) =>
      [1, 2, 3, 4].map(book => (i * 37 * book + book) % 2048),
    )
    const decode = async (most: number) => {
      const all = new Float32Array(300 * 640)
      await decodeCodes(codes, files, config.value, {
        threads: 1,
        signal: context().signal,
        write: async (from, samples) => all.set(samples, from),
        most,
      })
      return all
    }
    const [whole, pieces] = [await decode(750), await decode(120)]
    const error = whole.map((sample, at) => Math.abs(sample - (pieces[at] ?? 0)))
    const most = (values: Float32Array) => values.reduce((high, value) => Math.max(high, value), 0)
    expect(most(whole)).toBeGreaterThan(0.5)
    expect(most(error)).toBeLessThan(1e-4)
  })

  test('O08 F11 a file that was swapped or is gone is told, and not run', async () => {
    const decoder = files['decoder_model_merged.onnx']
    const swapped = {
      ...files,
      'decoder_model_merged.onnx': { path: decoder?.path ?? '', sha256: '0'.repeat(64) },
    }
    expect((await make({ files: swapped })).result).toMatchObject({
      error: { code: 'model-refused' },
    })
    const gone = { ...files, 'encodec_decode.onnx': { path: join(folder, 'no.onnx') } }
    expect((await make({ files: gone })).result).toMatchObject({ error: { code: 'model-missing' } })
    const other = {
      ...files,
      'decoder_model_merged.onnx': { path: files['encodec_decode.onnx']?.path ?? '' },
    }
    expect((await make({ files: other })).result).toMatchObject({
      error: { code: 'model-refused' },
    })
  })

  test('O08 F11 what vanishes while it runs and was read is not missed; what is needed later is told, and nothing is lost', async () => {
    const own = await written('vanishing', false)
    const path = (name: string) => own[name]?.path ?? ''
    const wish = { seconds: 2.6, files: own }
    const whole = await make(wish)
    const during = (name: string) => {
      let last: unknown
      const run = context({
        save(kept) {
          last = structuredClone(kept)
          rmSync(path(name), { force: true })
        },
      })
      return { run, last: () => last }
    }
    expect((await make(wish, during('decoder_model_merged.onnx').run)).hash).toBe(whole.hash)
    cpSync(files['decoder_model_merged.onnx']?.path ?? '', path('decoder_model_merged.onnx'))
    const cut = during('encodec_decode.onnx')
    expect((await make(wish, cut.run)).result).toMatchObject({ error: { code: 'model-missing' } })
    cpSync(files['encodec_decode.onnx']?.path ?? '', path('encodec_decode.onnx'))
    const told: string[] = []
    const again = context({
      folder: cut.run.folder,
      checkpoint: cut.last(),
      log: text => told.push(text),
    })
    expect((await make(wish, again)).hash).toBe(whole.hash)
    // Not one token was written again.
    expect(told.join()).not.toMatch(/tokens in/)
  })
})
