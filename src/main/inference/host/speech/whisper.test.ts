import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { unwrap } from '#shared/kit'
import { sha256OfFile } from '../../../kit'
import type { PipelineContext } from '../pipeline'
import type { Files } from '../sessions'
import { clapSound } from '../testing/tiny-clap'
import { writeWhisper } from '../testing/tiny-whisper'
import { chooseToken } from './choose-token'
import { readSegments } from './read-segments'
import { transcribeByWhisper, transcriptSchema } from './transcribe-by-whisper'
import { readWhisperConfig, type WhisperTokens } from './whisper-config'
import { WhisperModel } from './whisper-decoder'
import { WHISPER_FRAMES, WHISPER_RATE, whisperFeatures } from './whisper-features'
import { beginningOf, languageOf, writeTokens } from './write-tokens'

const token = z.int()
/** What @huggingface/transformers 4.3.1 makes of the same sound with the model that `writeWhisper` writes. */
const theirs = z
  .object({
    mean: z.number(),
    pick: z.array(z.object({ band: z.int(), levels: z.string() })),
    out: z.array(
      z.object({
        language: z.string(),
        task: z.string(),
        tokens: z.array(token),
        plain: z.array(token),
        text: z.string(),
      }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, 'testing/from-transformers.json'), 'utf8')),
  )

let folder: string
let files: Files
const heard = clapSound(12 * WHISPER_RATE)
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-whisper-'))
  const model = writeWhisper(join(folder, 'model'))
  const entries = model.files.map(async name => {
    const path = join(model.folder, name)
    return [name, { path, sha256: await sha256OfFile(path) }] as const
  })
  files = Object.fromEntries(await Promise.all(entries))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function open() {
  const config = unwrap(await readWhisperConfig(files))
  return { config, model: unwrap(await WhisperModel.open(files, config, 1)) }
}

const { signal } = new AbortController()
function context(more: Partial<PipelineContext> = {}): PipelineContext {
  const nothing = () => undefined
  return {
    ...{ signal, folder, checkpoint: undefined, save: nothing, progress: nothing, log: nothing },
    ...more,
  }
}

function soundOf(samples: Float32Array, name: string, sampleRate = WHISPER_RATE) {
  const path = join(folder, name)
  writeFileSync(path, new Uint8Array(samples.buffer))
  return { path, sampleRate, channels: 1, frames: samples.length }
}

describe('S4-02 speech as text, by Whisper', () => {
  test('transformers.js hears the same spectrogram', () => {
    const features = whisperFeatures(heard, 80)
    const mean = features.reduce((sum, level) => sum + level, 0) / features.length
    expect(mean).toBeCloseTo(theirs.mean, 5)
    for (const { band, levels } of theirs.pick) {
      const wanted = new Float32Array(new Uint8Array(Buffer.from(levels, 'base64')).buffer)
      for (const [at, frame] of [0, 1, 2, 100, 599, 1199, 1200, 2999].entries()) {
        expect(features[band * WHISPER_FRAMES + frame]).toBeCloseTo(wanted[at] ?? NaN, 4)
      }
    }
  })

  test.each(theirs.out)(
    'transformers.js writes the same tokens for $language, $task',
    async ({ language, task, tokens, plain, text }) => {
      const { config, model: opened } = await open()
      await using model = opened
      await model.hear(heard)
      const beginning = beginningOf(config, language, task)
      const written = await writeTokens(model, config, beginning, signal)
      expect([...written.tokens, config.tokens.end]).toEqual(tokens)
      // And without times, by no rule but that some tokens are never written.
      let logits = await model.begin([...beginning, config.tokens.noTimestamps])
      logits = logits.subarray(-config.vocabulary)
      for (const [at, wanted] of plain.slice(0, 30).entries()) {
        const { never, notAtFirst } = config.tokens
        for (const id of [...never, ...(at === 0 ? notAtFirst : [])]) logits[id] = -Infinity
        const chosen = logits.indexOf(logits.reduce((most, x) => Math.max(most, x), -Infinity))
        expect(chosen).toBe(wanted)
        logits = await model.next(chosen)
      }
      if (language !== 'en') return
      const sound = soundOf(heard, `${language}.f32`)
      const wish = { sound, files, language, task, threads: 1 }
      const result = transcriptSchema.parse(unwrap(await transcribeByWhisper.run(wish, context())))
      const all = result.segments.map(segment => segment.text).join('')
      expect(text.replaceAll(' ', '')).toContain(all.replaceAll(' ', ''))
      expect(all.length).toBeGreaterThan(0)
    },
  )

  test('nothing is said after the sound has ended, where it ends within a step of 20 ms', async () => {
    for (const samples of [46_390, 80_001, 111_111]) {
      const sound = soundOf(heard.slice(0, samples), `${samples}.f32`)
      const wish = { sound, files, language: 'en', threads: 1 }
      const { segments } = transcriptSchema.parse(
        unwrap(await transcribeByWhisper.run(wish, context())),
      )
      for (const { start, end } of segments) {
        expect(start).toBeLessThanOrEqual(end)
        expect(end).toBeLessThanOrEqual(samples / WHISPER_RATE)
      }
    }
  })

  test('a language that is not told is the likeliest after the first token', async () => {
    const { config, model: opened } = await open()
    await using model = opened
    await model.hear(heard)
    const logits = await model.begin([config.tokens.start])
    const levels = [...config.tokens.languages].map(([code, id]) => ({
      code,
      level: logits[id] ?? 0,
    }))
    const likeliest = levels.toSorted((a, b) => b.level - a.level)[0]?.code
    expect(await languageOf(model, config)).toBe(likeliest)
    const wish = { sound: soundOf(heard, 'any.f32'), files, threads: 1 }
    expect(unwrap(await transcribeByWhisper.run(wish, context()))).toMatchObject({
      language: likeliest,
    })
    const other = await transcribeByWhisper.run({ ...wish, language: 'xx' }, context())
    expect(other).toMatchObject({ error: { code: 'job-input-invalid' } })
  })

  test('a long sound is heard window after window, and goes on after a stop to the same words', async () => {
    const long = new Float32Array(42 * WHISPER_RATE)
    for (let at = 0; at < long.length; at++) {
      long[at] = (heard[at % heard.length] ?? 0) * (0.4 + 0.6 * Math.sin(at / 90_000) ** 2)
    }
    const wish = { sound: soundOf(long, 'long.f32'), files, language: 'en', threads: 1 }
    const saved: unknown[] = []
    const whole = unwrap(
      await transcribeByWhisper.run(wish, context({ save: kept => saved.push(kept) })),
    )
    expect(saved.length).toBeGreaterThan(1)
    const { segments } = transcriptSchema.parse(whole)
    expect(segments.length).toBeGreaterThan(2)
    expect(segments.at(-1)?.end).toBeLessThanOrEqual(42)
    for (const [at, { start, end }] of segments.entries()) {
      expect(start).toBeLessThanOrEqual(end)
      expect(start).toBeGreaterThanOrEqual(segments[at - 1]?.start ?? 0)
    }
    const stop = new AbortController()
    let last: unknown
    const run = context({
      signal: stop.signal,
      save(kept) {
        last = JSON.parse(JSON.stringify(kept))
        stop.abort()
      },
    })
    expect(await transcribeByWhisper.run(wish, run)).toMatchObject({
      error: { code: 'job-stopped' },
    })
    expect(unwrap(await transcribeByWhisper.run(wish, context({ checkpoint: last })))).toEqual(
      whole,
    )
  })

  test('what is no Whisper is refused, and nothing is said of no sound', async () => {
    const wish = {
      sound: soundOf(new Float32Array(), 'none.f32'),
      files,
      language: 'en',
      threads: 1,
    }
    expect(unwrap(await transcribeByWhisper.run(wish, context()))).toEqual({
      ...{ language: 'en', segments: [] },
    })
    const swapped = { ...files, 'decoder_model_merged.onnx': files['encoder_model.onnx'] }
    expect(await transcribeByWhisper.run({ ...wish, files: swapped }, context())).toMatchObject({
      error: { code: 'model-refused' },
    })
    const { 'tokenizer.json': _gone, ...without } = files
    expect(await transcribeByWhisper.run({ ...wish, files: without }, context())).toMatchObject({
      error: { code: 'model-missing' },
    })
  })
})

/** Four words, the end, start, silence, no times, then times. */
const rules: WhisperTokens = {
  ...{ start: 5, end: 4, silence: 6, noTimestamps: 7, firstTime: 8 },
  ...{ languages: new Map(), tasks: new Map(), never: [3], notAtFirst: [4], mostDelay: 2 },
}

describe('the rules of its tokens', () => {
  const choose = (written: readonly number[], likes: Readonly<Record<number, number>>) => {
    const logits = new Float32Array(14)
    for (const [at, like] of Object.entries(likes)) logits[Number(at)] = like
    return chooseToken(logits, written, rules).token
  }
  test('times begin, come in pairs, never run back, and win where together they are likelier', () => {
    expect(choose([], { 0: 9, 13: 8, 10: 2 })).toBe(10)
    expect(choose([8], { 9: 9, 1: 1 })).toBe(1)
    expect(choose([9, 1, 11], { 2: 9, 10: 8, 12: 3 })).toBe(12)
    expect(choose([9, 1, 11], { 2: 9, 10: 8, 4: 3 })).toBe(4)
    expect(choose([9, 1, 11, 11], { 13: 9, 2: 3, 3: 7 })).toBe(2)
    // Each time is less likely than the word, all of them are not.
    expect(choose([8, 1], { 2: 3, 9: 2, 10: 2.1, 11: 2, 12: 2, 13: 2 })).toBe(10)
    expect(choose([8, 1], { 2: 5, 9: 2, 10: 2.1, 11: 2, 12: 2, 13: 2 })).toBe(2)
  })

  test('finished words are read; what is not finished is heard again', () => {
    const read = (tokens: readonly number[]) => readSegments(tokens, 100, rules)
    // <0> 1 2 <3> <3> 0 <5>: all of it.
    expect(read([8, 1, 2, 11, 11, 0, 13])).toEqual({
      segments: [
        { from: 0, to: 3, tokens: [1, 2] },
        { from: 3, to: 5, tokens: [0] },
      ],
      next: 100,
    })
    expect(read([8, 1, 11, 11, 0])).toEqual({
      segments: [{ from: 0, to: 3, tokens: [1] }],
      next: 3,
    })
    expect(read([9, 1])).toEqual({ segments: [{ from: 1, to: 100, tokens: [1] }], next: 100 })
    expect(read([])).toEqual({ segments: [], next: 100 })
    expect(read([8, 8, 1])).toEqual({ segments: [], next: 100 })
  })
})
