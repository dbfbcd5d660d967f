import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuplicatePluginError } from '@wireharp/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { err, fail, unwrap } from '#shared/kit'
import { silentLog } from '../kit'
import { withPlugins } from '../tools/testing/with-plugins'
import { createProviderHub, type ProviderHub } from './provider-hub'
import { createProviders, createProvidersService, pluginProviders } from '.'
import { builtInHub, startLanguageHost } from './testing/built-in-hub'
import { describeProviders, toneClip } from './testing/describe-provider'

const installed = {
  own: {
    manifest: {
      providers: [
        ...['vad', 'stt', 'tts', 'llm', 'embedding', 'separation', 'generation', 'knowledge'].map(
          kind => ({ kind, name: 'own' }),
        ),
        { kind: 'llm', name: 'broken' },
      ],
    },
    code: `providers: {
      'vad/own': () => ({ detect: async ({ channels, sampleRate }) => {
        if (!(channels[0] instanceof Float32Array)) throw new Error('no samples')
        const from = channels[0].findIndex(x => Math.abs(x) > 0.01)
        return from < 0 ? [] : [{ start: from / sampleRate, end: channels[0].length / sampleRate }]
      } }),
      'stt/own': () => ({ transcribe: async (_audio, language) => [{ start: 0, end: 1, text: 'in ' + language }] }),
      'tts/own': () => ({ speak: async text => ({ sampleRate: 16000, channels: [new Float32Array(text.length).fill(0.5)] }) }),
      'llm/own': ({ tone }) => ({ complete: async messages => 'heard: ' + messages.at(-1).text }),
      'llm/broken': () => { throw new Error('no luck today') },
      'embedding/own': () => ({ embed: async texts => texts.map(text => text === 'rain' ? [1, 0] : [0, 1]) }),
      'separation/own': () => ({ separate: async ({ sampleRate, channels }) => ({
        a: { sampleRate, channels: channels.map(c => c.map(x => x * 0.25)) },
        b: { sampleRate, channels: channels.map(c => c.map(x => x * 0.75)) },
      }) }),
      'generation/own': () => ({ generate: async (_prompt, { seconds, seed }) => ({
        sampleRate: 8000, channels: [Array.from({ length: seconds * 8000 }, (_, i) => Math.sin(i * seed))],
      }) }),
      'knowledge/own': () => ({ search: async (query, limit) => [{ text: query, score: 1 }].slice(0, limit) }),
    }`,
  },
}

let home: string
let hub: ProviderHub
const stack = new AsyncDisposableStack()
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'wireharp-providers-'))
  stack.defer(() => rmSync(home, { recursive: true, force: true }))
  const host = stack.use(await startLanguageHost())
  writeFileSync(join(home, 'language.json'), JSON.stringify({ url: host.url, model: 'm' }))
  const plugins = stack.use(await withPlugins(installed))
  hub = builtInHub(home, pluginProviders(plugins.runner))
})
afterAll(() => stack.disposeAsync())

describeProviders('S0-19 what comes with Wireharp', () => hub, [
  ['vad', 'silero'],
  ['vad', 'energy'],
  ['stt', 'whisper'],
  ['tts', 'espeak'],
  ['llm', 'ollama'],
  ['embedding', 'clap'],
  ['separation', 'shape'],
  ['separation', 'demucs'],
  ['generation', 'musicgen'],
  ['knowledge', 'ollama'],
])

describeProviders('S0-19 an installed plugin', () => hub, [
  ['vad', 'own'],
  ['stt', 'own'],
  ['tts', 'own'],
  ['llm', 'own'],
  ['embedding', 'own'],
  ['separation', 'own'],
  ['generation', 'own'],
  ['knowledge', 'own'],
])

describe('S4-02 S4-05 providers by kind and name', () => {
  test('every kind has one that comes with Wireharp, registered by the registry of the SDK', () => {
    const listed = hub.registry.list().map(({ kind, name }) => `${kind}/${name}`)
    expect(new Set(hub.list().map(({ kind, name }) => `${kind}/${name}`))).toEqual(new Set(listed))
    for (const kind of [
      'vad',
      'stt',
      'tts',
      'llm',
      'embedding',
      'separation',
      'generation',
      'knowledge',
    ]) {
      expect(listed.some(id => id.startsWith(`${kind}/`))).toBe(true)
    }
    expect(listed).toEqual(expect.arrayContaining(['llm/openai', 'vad/silero']))
    expect(() =>
      hub.registry.register('vad', 'silero', () => ({ detect: async () => [] })),
    ).toThrow(DuplicatePluginError)
  })

  test('S4-02 a factory that throws, and an answer of another form, are failures with a code', async () => {
    expect(await hub.ask('llm', 'broken', llm => llm.complete([]))).toMatchObject({ ok: false })
    const own = createProviderHub({ log: silentLog })
    own.registry.register('llm', 'odd', () => {
      throw new Error('no luck')
    })
    const failed = await own.ask('llm', 'odd', llm => llm.complete([]))
    expect(failed.ok ? '' : failed.error).toMatchObject({ code: 'provider-failed' })
    expect(failed.ok ? '' : failed.error.message).toMatch(/^no luck\. Try it again/)
  })

  test('who stops waits no longer', async () => {
    const call = { signal: AbortSignal.abort() }
    for (const name of ['silero', 'own']) {
      const stopped = await hub.ask('vad', name, vad => vad.detect(toneClip(), call))
      expect(stopped).toMatchObject({ error: { code: 'job-stopped' } })
    }
  })

  test('S0-05 manifest() says who it is, of which version, what it can, its limits, models and licence', async () => {
    const projects = { opened: () => err(fail('project-not-open', '')) }
    const jobs = { create: () => err(fail('job-kind-unknown', '')) }
    const service = createProvidersService({ hub, jobs, projects })
    const call = { signal: new AbortController().signal }
    const who = unwrap(await service.manifest({ kind: 'generation', name: 'musicgen' }, call))
    expect(who).toMatchObject({
      ...{ id: 'generation/musicgen', name: 'MusicGen', capability: 'generation' },
      ...{ limits: { seconds: 120 }, models: ['musicgen-small'], licence: 'CC-BY-NC-4.0' },
    })
    expect(who.version).toMatch(/^\d+\.\d+\.\d+/)
    const all = unwrap(await service.list(undefined, call))
    for (const kind of ['stem-separation', 'embeddings', 'knowledge', 'generation', 'vad']) {
      expect(all.map(({ capability }) => capability)).toContain(kind)
    }
    expect(await service.manifest({ kind: 'vad', name: 'nobody' }, call)).toMatchObject({
      error: { code: 'provider-unknown' },
    })
  })

  test('S4-10 S4-12 without a runtime those that need one say why, and the others work', async () => {
    const folder = mkdtempSync(join(home, 'bare-'))
    writeFileSync(join(folder, 'language.json'), JSON.stringify({ url: 'http://127.0.0.1:1' }))
    const absent = fail('inference-absent', 'onnxruntime is not installed.')
    const without = createProviders({
      ...{ log: silentLog, paths: { config: folder }, env: {}, speaker: ['no-such-program'] },
      runtime: async () => err(absent),
      inference: { run: async () => err(absent) },
      models: { info: async () => err(absent), ready: async () => err(absent) },
      library: { decodeOnce: async () => err(absent) },
    })
    const all = await without.capabilities()
    expect(all.find(({ name }) => name === 'ollama')?.reason).toMatch(/cannot be reached/)
    const off = all.filter(({ available }) => !available).map(({ kind, name }) => `${kind}/${name}`)
    expect(off.toSorted()).toEqual(
      ['embedding/clap', 'generation/musicgen', 'knowledge/ollama', 'llm/ollama']
        .concat([
          'knowledge/openai',
          'llm/openai',
          'separation/demucs',
          'stt/whisper',
          'tts/espeak',
          'vad/silero',
        ])
        .toSorted(),
    )
    expect(all.find(({ name }) => name === 'silero')?.reason).toMatch(/^onnxruntime is not inst/)
  })
})
