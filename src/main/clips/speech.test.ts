import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TRANSCRIBE, transcriptSchema } from '#shared/contract'
import { unwrap } from '#shared/kit'
import { writeWhisper } from '../inference/host/testing/tiny-whisper'
import { runtimeState } from '../inference'
import { createProviders, transcribeKind, writeWav } from '../providers'
import { writeSpeaker } from '../providers/testing/built-in-hub'
import { createLanguage } from '../services'
import {
  call,
  ClipProject,
  makeHome,
  openClipStudio,
  type ClipStudio,
  type ClipStudioParts,
} from './testing/clip-studio'

const RATE = 44_100
const slow = { timeout: 60_000 }
let home: ReturnType<typeof makeHome>
let studio: ClipStudio
let project: ClipProject

async function open({ models, speaker = [] }: { models?: string; speaker?: readonly string[] }) {
  studio = await openClipStudio(home.path, { models, more: speechKinds(speaker) })
  project = await ClipProject.create(studio)
}

/** The jobs that speak and write down, as the app makes them known. */
const speechKinds = (speaker: readonly string[]) => (parts: ClipStudioParts) => {
  const stack = new DisposableStack()
  const providers = createProviders({ ...parts, env: {}, speaker, runtime: runtimeState })
  const folder = join(parts.paths.data, 'media', 'transcripts')
  stack.use(createLanguage({ ...parts, providers, writeSound: writeWav, speaker }))
  stack.use(parts.jobs.register(transcribeKind({ ...parts, providers, folder })))
  return stack
}

beforeEach(() => void (home = makeHome()))
afterEach(async () => {
  await studio[Symbol.asyncDispose]()
  home[Symbol.dispose]()
})

const hum = (seconds: number) =>
  Float32Array.from({ length: seconds * RATE * 2 }, (_, at) => 0.2 * Math.sin(at * at * 1e-7))

describe('Build 10 speech as nodes', () => {
  test(
    'S4-02 what is said in a clip is written down on its node, with times, and again only when it may be other words',
    slow,
    async () => {
      const models = join(home.path, 'models')
      writeWhisper(join(models, 'whisper-base'))
      await open({ models })
      await project.player('source', hum(3), home.path)
      await project.add('words', 'speech-to-text/speech-to-text', { language: 'de' })
      expect(await project.run('words')).toEqual(['words'])
      const lacking = await project.infoWith('words', ({ state }) => state === 'failed')
      expect(lacking.failure?.code).toBe('clip-input-missing')

      await project.wire(['source', 'clip'], ['words', 'clip'])
      await project.run('words')
      await project.until('words', 'done', 'failed')
      const [job] = unwrap(await studio.jobs.service.list({ limit: 1 }, call))
      expect(job).toMatchObject({ kind: TRANSCRIBE, input: { language: 'de', task: 'transcribe' } })
      const told = transcriptSchema.parse(job?.result)
      const { result } = project.node('words')
      expect(result).toMatchObject({ by: 'Whisper base', clips: {} })
      expect(result?.spans).toEqual(
        told.segments.map(({ start, end, text }) => ({ from: start, to: end, text: text.trim() })),
      )
      expect(result?.spans?.length).toBeGreaterThan(0)

      expect(await project.run('words')).toEqual([])
      await project.edit({
        kind: 'set-param',
        node: 'words',
        param: 'write',
        value: 'english',
      })
      const stale = await project.infoWith('words', ({ state }) => state === 'stale')
      expect(stale.by).toBe('Whisper base')
    },
  )

  test('without the model the node says what to do, and nothing is lost', slow, async () => {
    await open({})
    await project.player('source', hum(1), home.path)
    await project.add('words', 'speech-to-text/speech-to-text')
    await project.wire(['source', 'clip'], ['words', 'clip'])
    const off = await project.infoWith('words', ({ lacks }) => lacks?.code === 'ai-off')
    expect(off.state).toBe('empty')
    unwrap(await studio.models.service.setAi({ on: true }, call))
    await project.infoWith('words', ({ lacks }) => lacks?.code === 'download-consent-required')
  })

  test(
    'S4-02 a text is spoken as a clip that plays; nothing and too much are refused',
    slow,
    async () => {
      await open({ speaker: writeSpeaker(home.path) })
      await project.add('speech', 'text-to-speech/text-to-speech')
      await project.run('speech')
      const silent = await project.infoWith('speech', ({ state }) => state === 'failed')
      expect(silent.failure).toMatchObject({ code: 'text-invalid' })
      const say = (value: string) =>
        project.edit({ kind: 'set-param', node: 'speech', param: 'text', value })
      await say('x'.repeat(5001))
      const long = await project.infoWith('speech', ({ lacks }) =>
        /5001/.test(lacks?.message ?? ''),
      )
      expect(long.lacks?.code).toBe('text-invalid')

      await say('Good evening')
      await project.run('speech')
      await project.until('speech', 'done', 'failed')
      expect(project.node('speech').result?.by).toBe('eSpeak NG')
      expect((await project.samples('speech', 'clip')).length).toBe(1600)
      const [asset] = Object.values(project.document.assets)
      expect(asset?.name).toBe('Good evening.wav')
      await project.add('after', 'player/player')
      await project.wire(['speech', 'clip'], ['after', 'clip'])
      await project.wire(['after', 'out'], ['output', 'in'])
      expect(await project.render(home.path)).toMatchObject({ ok: true })
    },
  )

  test('S4-02 where nothing speaks it is said what is missing', slow, async () => {
    await open({ speaker: [join(home.path, 'no-such-program')] })
    await project.add('speech', 'text-to-speech/text-to-speech', { text: 'Good evening' })
    await project.run('speech')
    const failed = await project.infoWith('speech', ({ state }) => state === 'failed')
    expect(failed.failure?.code).toBe('speech-missing')
  })
})
