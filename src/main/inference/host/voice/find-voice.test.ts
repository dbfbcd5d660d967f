import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { rootFolder } from '../../../kit'
import { decodeSound } from '../../../library/decode-sound'
import type { PipelineContext } from '../pipeline'
import { findVoice, foundVoiceSchema, type FoundVoice } from './find-voice'

const RATE = 44_100
const model = { path: join(rootFolder(), 'resources/models/silero-vad/silero_vad.onnx') }
let folder: string
/** Music, speech, silence, speech over music, music: seconds of speech beside. */
let mix: { path: string; sampleRate: number; channels: number; frames: number }
let speech: readonly (readonly [number, number])[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-voice-'))
  const voice = await spoken()
  const seconds = voice.length / RATE
  speech = [
    [2, 2 + seconds],
    [4 + seconds, 4 + 2 * seconds],
  ]
  const samples = new Float32Array(Math.round((6 + 2 * seconds) * RATE))
  for (const [from] of speech) samples.set(voice, Math.round(from * RATE))
  addMusic(samples, 0, 1.8, 0.12)
  addMusic(samples, 4 + seconds, 6 + 2 * seconds, 0.02)
  const path = join(folder, 'mix.f32')
  writeFileSync(path, new Uint8Array(samples.buffer))
  mix = { path, sampleRate: RATE, channels: 1, frames: samples.length }
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The voice of the demo, made by a speech synthesiser. */
async function spoken(): Promise<Float32Array> {
  const source = join(rootFolder(), 'resources/demos/audio/voice.wav')
  const target = join(folder, 'voice.f32')
  const facts = unwrap(await decodeSound({ source, target }))
  const bytes = readFileSync(target)
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  expect(facts.sampleRate).toBe(RATE)
  expect(facts.channels).toBe(1)
  return all.subarray(0, endOfSpeech(all))
}

/** Where it has died away: from there on no 50 ms are within 25 dB of the loudest. */
function endOfSpeech(samples: Float32Array): number {
  const step = RATE / 20
  const powers = Array.from({ length: Math.floor(samples.length / step) }, (_, index) =>
    samples.subarray(index * step, (index + 1) * step).reduce((sum, x) => sum + x * x, 0),
  )
  const least = Math.max(...powers) / 10 ** 2.5
  return (powers.findLastIndex(power => power > least) + 1) * step
}

/** Chords of three sines with a beat. */
function addMusic(samples: Float32Array, from: number, to: number, level: number): void {
  for (let at = Math.round(from * RATE); at < to * RATE && at < samples.length; at++) {
    const time = at / RATE
    const beat = Math.exp(-((time * 2) % 1) * 3)
    const chord = [220, 277.2, 329.6].reduce((sum, f) => sum + Math.sin(2 * Math.PI * f * time), 0)
    samples[at] = (samples[at] ?? 0) + level * beat * chord
  }
}

const context: PipelineContext = {
  signal: new AbortController().signal,
  folder: '',
  checkpoint: undefined,
  save: () => undefined,
  progress: () => undefined,
  log: () => undefined,
}
const find = async (input: object): Promise<FoundVoice> =>
  foundVoiceSchema.parse(unwrap(await findVoice.run({ sound: mix, ...input }, context)))

/** The part of the frames of which the answer is right. */
function accuracy({ spans }: FoundVoice): number {
  const frames = Math.floor((mix.frames / RATE) * 31.25)
  const within = (all: readonly (readonly [number, number])[], time: number) =>
    all.some(([from, to]) => time >= from && time < to)
  let right = 0
  for (let frame = 0; frame < frames; frame++) {
    const time = (frame + 0.5) / 31.25
    const said = within(
      spans.map(({ from, to }) => [from, to] as const),
      time,
    )
    if (said === within(speech, time)) right += 1
  }
  return right / frames
}

describe('S4-06 S4-07 voice activity', () => {
  test('Silero finds speech between music and silence, nine frames of ten', async () => {
    const found = await find({ model })
    expect(found.detector).toBe('silero')
    expect(accuracy(found)).toBeGreaterThan(0.9)
  })

  test('without a model energy decides, and says so; it takes loud music for a voice', async () => {
    const found = await find({})
    expect(found.detector).toBe('energy')
    expect(found.reason).toMatch(/Silero/)
    expect(found.spans.length).toBeGreaterThan(0)
    expect(accuracy(found)).toBeGreaterThan(0.5)
  })

  test('O08 a model that is not the one of its manifest is not run', async () => {
    const found = await find({ model: { ...model, sha256: '0'.repeat(64) } })
    expect(found.detector).toBe('energy')
    expect(found.reason).toMatch(/manifest/)
  })
})
