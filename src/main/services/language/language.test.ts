import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { unwrap } from '#shared/kit'
import { createJobs, type Jobs } from '../../jobs'
import { silentLog, systemClock } from '../../kit'
import { openStore } from '../../store'
import { createProviders, writeWav } from '../../providers'
import { createLanguage } from './create-language'

const day = 86_400_000
const kraftwerk = {
  summary: 'Electronic music from Düsseldorf.',
  genres: ['electronic'],
  moods: ['cool'],
  similar: ['Can'],
  year: 1970,
}
let home: string
let stack: AsyncDisposableStack
let jobs: Jobs
let now: number

/** A host of language models that says what it is told to. */
async function startHost() {
  const asked: { url: string; key: string | undefined; body: unknown }[] = []
  const mood = { status: 200, text: '' }
  const server = createServer((request, response) => {
    const parts: string[] = []
    request.on('data', part => parts.push(String(part)))
    request.on('end', () => {
      const { url = '', headers } = request
      asked.push({ url, key: headers.authorization, body: JSON.parse(parts.join('')) })
      response.writeHead(mood.status, { 'content-type': 'application/json' })
      response.end(mood.text)
    })
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  stack.defer(async () => {
    server.closeAllConnections()
    await new Promise(resolve => {
      server.close(resolve)
    })
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { url: `http://127.0.0.1:${port}`, asked, mood }
}

const unused = () => Promise.reject(new Error('nobody asks for this here'))
const providersOf = (speaker: readonly string[]) =>
  createProviders({
    ...{ log: silentLog, env: {}, speaker, paths: { config: home }, runtime: unused },
    inference: { run: unused },
    models: { info: unused, ready: unused },
    library: { decodeOnce: unused },
  })
const configure = (settings: object | string): void =>
  writeFileSync(
    join(home, 'language.json'),
    typeof settings === 'string' ? settings : JSON.stringify(settings),
  )
const ollamaSays = (content: unknown): string =>
  JSON.stringify({
    message: { content: typeof content === 'string' ? content : JSON.stringify(content) },
  })

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'wireharp-language-'))
  stack = new AsyncDisposableStack()
  stack.defer(() => rmSync(home, { recursive: true, force: true }))
  const path = join(home, 'wireharp.db')
  const store = stack.use(unwrap(openStore({ path, clock: systemClock, log: silentLog })))
  jobs = stack.use(createJobs({ store, paths: { data: home }, clock: systemClock, log: silentLog }))
  now = 1_800_000_000_000
  const clock = { ...systemClock, now: () => now }
  const paths = { config: home, cache: home, data: home }
  const fake = join(home, 'speaker.mjs')
  writeFileSync(
    fake,
    `import { readFileSync, writeFileSync } from 'node:fs'
    const words = process.argv
    if (words.includes('xx')) process.exit(1)
    writeFileSync(words[words.indexOf('-w') + 1], 'RIFF' + readFileSync(0, 'utf8'))`,
  )
  const speaker = [process.execPath, fake]
  const providers = providersOf(speaker)
  stack.use(
    createLanguage({ jobs, paths, clock, providers, writeSound: writeWav, env: {}, speaker }),
  )
})
afterEach(() => stack.disposeAsync())

const run = async (kind: string, input: object) =>
  unwrap(await jobs.ended(unwrap(jobs.create(kind, input)).id))

describe('S0-18 knowledge of a language model', () => {
  test('an album is looked up once a month, in the form that was asked for', async () => {
    const host = await startHost()
    configure({ url: host.url, model: 'm' })
    host.mood.text = ollamaSays(`\`\`\`json\n${JSON.stringify(kraftwerk)}\n\`\`\``)
    const wish = { artist: 'Kraftwerk', album: 'Autobahn' }
    const first = await run('knowledge/enrich', wish)
    expect(first.result).toEqual({ ...kraftwerk, by: 'ollama/m' })
    expect(host.asked[0]).toMatchObject({
      url: '/api/chat',
      body: { model: 'm', stream: false, format: { type: 'object' } },
    })
    now += 29 * day
    expect((await run('knowledge/enrich', { ...wish, artist: 'KRAFTWERK' })).state).toBe(
      'completed',
    )
    expect(host.asked).toHaveLength(1)
    now += 2 * day
    expect((await run('knowledge/enrich', wish)).state).toBe('completed')
    expect(host.asked).toHaveLength(2)
  })

  test.each([
    ['no JSON at all', 'Kraftwerk is a band.'],
    ['another form', ollamaSays({ name: 'Kraftwerk' })],
    ['words that are no list', ollamaSays({ ...kraftwerk, genres: 'electronic' })],
    ['half of it', ollamaSays(JSON.stringify(kraftwerk).slice(0, 60))],
    ['nothing', ''],
    ['too much', ollamaSays('x'.repeat(5e6))],
  ])('%s is refused, and not kept', async (_what, text) => {
    const host = await startHost()
    configure({ url: host.url })
    host.mood.text = text
    expect(await run('knowledge/enrich', { artist: 'Kraftwerk' })).toMatchObject({
      state: 'failed',
      retryable: true,
      failure: { code: 'language-answer-invalid' },
    })
    host.mood.text = ollamaSays(kraftwerk)
    expect((await run('knowledge/enrich', { artist: 'Kraftwerk' })).state).toBe('completed')
  })

  test('where nobody answers it is offline, and may be tried again', async () => {
    configure({ url: 'http://127.0.0.1:1' })
    expect(await run('knowledge/enrich', { artist: 'Can' })).toMatchObject({
      state: 'failed',
      retryable: true,
      failure: { code: 'language-offline' },
    })
  })
})

describe('S4-05 hosts that speak as OpenAI does', () => {
  test('are asked with the key, which no job, log or failure repeats', async () => {
    const host = await startHost()
    const key = 'sk-very-secret'
    configure({ provider: 'openai', url: `${host.url}/v1`, model: 'm', key })
    host.mood.text = JSON.stringify({ choices: [{ message: { content: 'Hello.' } }] })
    const wish = { messages: [{ role: 'user', text: 'Hi' }] }
    expect((await run('llm/complete', wish)).result).toEqual({ text: 'Hello.' })
    expect(host.asked[0]).toMatchObject({ url: '/v1/chat/completions', key: `Bearer ${key}` })
    host.mood.status = 401
    host.mood.text = JSON.stringify({ error: { message: `Wrong key ${key}` } })
    const refused = await run('llm/complete', wish)
    expect(refused).toMatchObject({ retryable: false, failure: { code: 'language-refused' } })
    expect(JSON.stringify(unwrap(await jobs.service.list({ limit: 9 }, noCall)))).not.toContain(key)
  })

  test('a damaged file of settings repeats nothing; an open address without TLS is refused', async () => {
    configure('{"key": "sk-very-secret", ')
    const wish = { messages: [{ role: 'user', text: 'Hi' }] }
    const damaged = await run('llm/complete', wish)
    expect(damaged.failure?.code).toBe('config-invalid')
    expect(JSON.stringify(damaged)).not.toContain('secret')
    configure({ provider: 'openai', url: 'http://models.example' })
    expect((await run('llm/complete', wish)).failure?.code).toBe('service-address-invalid')
  })
})

const noCall = { signal: new AbortController().signal }
const madeSchema = z.object({ path: z.string() })

describe('S4-02 a voice', () => {
  test('speaks a text into a file; voices that are not there and empty texts are refused', async () => {
    const { path } = madeSchema.parse((await run('tts/speak', { text: 'Hello $(id) -w x' })).result)
    expect(readFileSync(path, 'utf8')).toBe('RIFFHello $(id) -w x')
    const none = await run('tts/speak', { text: 'Hello', voice: 'xx' })
    expect(none.failure).toMatchObject({ code: 'job-input-invalid', at: 'voice' })
    expect(jobs.create('tts/speak', { text: ' ' }).ok).toBe(false)
    expect(jobs.create('tts/speak', { text: 'a', voice: '-w /x' }).ok).toBe(false)
  })

  test('is missed with a code where there is none', async () => {
    mkdirSync(join(home, 'b'))
    const paths = { config: home, cache: home, data: home }
    const speaker = [join(home, 'no-such-program')]
    const providers = providersOf(speaker)
    const parts = { jobs, paths, clock: systemClock, providers, writeSound: writeWav }
    stack.use(createLanguage({ ...parts, env: {}, speaker }))
    const failed = await run('tts/speak', { text: 'Hello' })
    expect(failed.failure?.code).toBe('speech-missing')
  })
})
