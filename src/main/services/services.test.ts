import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { emptyProject } from '#shared/graph'
import { failureCodes, unwrap } from '#shared/kit'
import { failureStatus } from '../api'
import { Inference } from '../inference'
import { createJobs, type Jobs } from '../jobs'
import { silentLog, systemClock } from '../kit'
import { decodeSound } from '../library'
import { openStore } from '../store'
import { createProviderHub } from '../providers/provider-hub'
import { providerWork } from '../providers'
import { httpService } from './calling/http-service'
import { createAiServices, createLocalService, separationWork, serveService } from '.'
import { createStems } from '../stems'
import { describeService } from './testing/describe-service'
import { startFixture } from './testing/fixture-service'
import { RATE, samplesOf, writeMix } from './testing/mix-file'

const root = mkdtempSync(join(tmpdir(), 'wireharp-services-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const call = { signal: new AbortController().signal }
const throwBug = (error: unknown) => {
  throw error
}

const short = writeMix(join(root, 'short.wav'), 0.4)
const long = writeMix(join(root, 'long.wav'), 40)

const filesSchema = z.object({ files: z.array(z.object({ name: z.string(), path: z.string() })) })

const inference = new Inference({ log: silentLog })
afterAll(() => inference[Symbol.asyncDispose]())

let folders = 0
function stemsHere() {
  const work = separationWork({
    version: '1.0.0',
    library: {
      decodeOnce: async (source, target) => {
        const facts = await decodeSound({ source, target })
        return facts.ok ? { ok: true, value: { path: target, ...facts.value } } : facts
      },
    },
    inference,
  })
  return createLocalService({
    work,
    folder: join(root, `served-${folders++}`),
    roots: [root],
    reportBug: throwBug,
  })
}

async function servedStems(token?: string, mostUploadBytes?: number) {
  const stack = new AsyncDisposableStack()
  const service = stack.use(stemsHere())
  const more = { ...(token && { token }), ...(mostUploadBytes && { mostUploadBytes }) }
  const server = stack.use(
    await serveService({
      ...{ service, ...more, reportBug: throwBug },
      statusOf: ({ code }) => failureStatus(code),
    }),
  )
  return { url: server.origin, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

const requests = {
  folder: root,
  quick: { path: short, params: {} },
  slow: { path: long, params: { into: 'four' } },
  wrong: { path: short, params: { into: 'a hundred' } },
}

describeService('S0-19 built in', async () => {
  const service = stemsHere()
  return { ...requests, service, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() }
})

describeService('S0-19 served by another Wireharp', async () => {
  const served = await servedStems('open sesame')
  const service = httpService({ url: served.url, token: 'open sesame' })
  return { ...requests, service, [Symbol.asyncDispose]: () => served[Symbol.asyncDispose]() }
})

describeService('S0-19 somebody else’s, over HTTP', async () => {
  const fixture = await startFixture()
  return {
    folder: root,
    service: httpService(fixture),
    quick: { params: { say: 'hello' } },
    slow: { params: { say: 'hello', ms: 60_000 } },
    wrong: { params: {} },
    [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
  }
})

describe('what a served service lets in', () => {
  test('the right token, no pages, no paths outside its folders, no endless bodies', async () => {
    await using served = await servedStems('secret', 1000)
    const ask = (path: string, headers: Record<string, string>, body?: string) =>
      fetch(`${served.url}${path}`, {
        headers,
        ...(body !== undefined && { method: 'POST', body }),
      })
    const bearer = { authorization: 'Bearer secret' }
    expect((await ask('/manifest', {})).status).toBe(401)
    expect((await ask('/manifest', { authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await ask('/manifest', { ...bearer, origin: 'https://evil.example' })).status).toBe(403)
    expect((await ask('/manifest', bearer)).status).toBe(200)
    const json = { ...bearer, 'content-type': 'application/json' }
    const link = join(root, 'link.wav')
    symlinkSync('/etc/hostname', link)
    for (const path of ['/etc/hostname', link, `${root}/../x`, root]) {
      const answer = await ask('/jobs', json, JSON.stringify({ path }))
      expect([403, 404]).toContain(answer.status)
    }
    expect((await ask('/jobs', json, '{"path": 5}')).status).toBe(400)
    expect((await ask('/jobs', json, '{"pa')).status).toBe(400)
    expect(
      (await ask('/jobs', json, JSON.stringify({ params: { x: 'y'.repeat(70_000) } }))).status,
    ).toBe(413)
    const raw = { ...bearer, 'content-type': 'application/octet-stream' }
    expect((await ask('/sounds', raw, 'z'.repeat(2000))).status).toBe(413)
    expect((await ask('/nothing', bearer)).status).toBe(404)
  })

  test('ten jobs wait, the eleventh is refused', async () => {
    await using service = stemsHere()
    unwrap(await service.create(requests.slow))
    for (let n = 0; n < 10; n++) unwrap(await service.create(requests.quick))
    expect(await service.create(requests.quick)).toMatchObject({ error: { code: 'queue-full' } })
  })
})

describeService('S0-19 a provider, served by another Wireharp', async () => {
  const stack = new AsyncDisposableStack()
  const hub = createProviderHub({ log: silentLog })
  hub.registry.register('llm', 'echo', () => ({
    async complete(messages, call) {
      const text = messages[0]?.text ?? ''
      for (let waited = 0; text === 'slowly' && waited < 5000; waited += 10) {
        if (call?.signal?.aborted === true) break
        await wait(10)
      }
      return `heard: ${text}`
    },
  }))
  const facts = { plugin: 'echo', label: 'Echo', about: '', licence: 'MIT' }
  hub.describe('llm', 'echo', { ...facts, state: async () => ({ ok: true, value: undefined }) })
  const [provider] = hub.list()
  if (provider === undefined) throw new Error('not listed')
  const library = { decodeOnce: () => Promise.reject(new Error('nobody asks for this here')) }
  const served = stack.use(
    createLocalService({
      work: providerWork(provider, { hub, library, version: '1.0.0' }),
      folder: join(root, `served-${folders++}`),
      roots: [root],
      reportBug: throwBug,
    }),
  )
  const server = stack.use(
    await serveService({
      ...{ service: served, token: 't', reportBug: throwBug },
      statusOf: ({ code }) => failureStatus(code),
    }),
  )
  const said = (text: string) => ({ params: { messages: [{ role: 'user', text }] } })
  return {
    folder: root,
    service: httpService({ url: server.origin, token: 't' }),
    quick: said('now'),
    slow: said('slowly'),
    wrong: { params: { messages: [] } },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
})

describe('S0-02 S0-03 S0-04 services that work for us', () => {
  let stack: AsyncDisposableStack
  let jobs: Jobs
  let home: string
  const open = () =>
    createAiServices({
      ...{ jobs, clock: systemClock, log: silentLog, healthMs: 60_000, askMs: 10 },
      paths: { config: join(home, 'config'), data: home },
    })
  beforeEach(() => {
    stack = new AsyncDisposableStack()
    home = mkdtempSync(join(root, 'home-'))
    mkdirSync(join(home, 'config'))
    const path = join(home, 'wireharp.db')
    const store = stack.use(unwrap(openStore({ path, clock: systemClock, log: silentLog })))
    jobs = stack.use(
      createJobs({ store, paths: { data: home }, clock: systemClock, log: silentLog }),
    )
  })
  afterEach(() => stack.disposeAsync())

  test('one Wireharp separates stems for another: they add up to the mix', async () => {
    const served = stack.use(await servedStems('token'))
    const services = stack.use(await open())
    const who = unwrap(await services.service.register({ url: served.url, token: 'token' }, call))
    expect(who).toMatchObject({ id: 'stems/shape', state: 'online', capability: 'stem-separation' })
    expect(JSON.stringify(who)).not.toContain('"token"')
    const made = unwrap(
      jobs.create('service/stems/shape', { path: short, params: { into: 'four' } }),
    )
    const ended = unwrap(await jobs.ended(made.id))
    expect(ended.failure).toBeUndefined()
    const { files } = filesSchema.parse(ended.result)
    expect(files.map(({ name }) => name)).toEqual([
      'other.wav',
      'drums.wav',
      'bass.wav',
      'vocals.wav',
    ])
    const parts = files.map(({ path }) => samplesOf(path))
    const mix = samplesOf(short)
    const worst = mix.reduce((most, x, at) => {
      const sum = parts.reduce((all, part) => all + (part[at] ?? NaN), 0)
      return Math.max(most, Math.abs(sum - x))
    }, 0)
    expect(worst).toBeLessThan(1e-6)
  })

  test('cancelling ours cancels theirs, and the next one runs', async () => {
    const fixture = stack.use(await startFixture())
    const services = stack.use(await open())
    unwrap(await services.service.register({ url: fixture.url }, call))
    const slow = unwrap(jobs.create('service/echo', { params: { say: 'a', ms: 60_000 } }))
    const next = unwrap(jobs.create('service/echo', { params: { say: 'b' } }))
    await vi.waitFor(() => expect(fixture.calls.join()).toContain('GET /jobs/e1'))
    unwrap(await jobs.service.cancel({ job: slow.id }, call))
    expect(unwrap(await jobs.ended(next.id)).result).toMatchObject({ result: { said: 'b' } })
    await vi.waitFor(() => expect(fixture.calls).toContain('DELETE /jobs/e1'))
  })

  test('what fails there says why here, and may be tried again', async () => {
    const fixture = stack.use(await startFixture())
    const services = stack.use(await open())
    unwrap(await services.service.register({ url: fixture.url }, call))
    const broken = unwrap(jobs.create('service/echo', { params: { say: 'break' } }))
    expect(unwrap(await jobs.ended(broken.id))).toMatchObject({
      state: 'failed',
      retryable: true,
      failure: {
        code: 'service-job-failed',
        message: `It broke. ${failureCodes['service-job-failed']}`,
      },
    })
    const wrong = unwrap(jobs.create('service/echo', { params: {} }))
    expect(unwrap(await jobs.ended(wrong.id))).toMatchObject({
      state: 'failed',
      retryable: false,
      failure: { code: 'job-input-invalid' },
    })
  })

  test('three missed checks make it offline, one answer brings it back', async () => {
    const fixture = stack.use(await startFixture())
    const services = stack.use(await open())
    unwrap(await services.service.register({ url: fixture.url }, call))
    const state = async () => unwrap(await services.service.list(undefined, call))[0]?.state
    expect(services.capabilities()).toEqual([
      { kind: 'knowledge', name: 'echo', plugin: 'service/echo', available: true },
    ])
    fixture.mood.isDown = true
    for (const expected of ['online', 'online', 'offline']) {
      await services.check()
      expect(await state()).toBe(expected)
    }
    expect(services.capabilities()).toMatchObject([{ available: false }])
    fixture.mood.isDown = false
    await services.check()
    expect(await state()).toBe('online')
  })

  test('S0-09 S0-23 stems of a project are separated by the service that is chosen, and brought like others', async () => {
    const served = stack.use(await servedStems('token'))
    const services = stack.use(await open())
    unwrap(await services.service.register({ url: served.url, token: 'token' }, call))
    unwrap(await services.service.choose({ capability: 'stem-separation', url: served.url }, call))
    const bytes = readFileSync(short)
    const asset = {
      ...{ sha256: 'a'.repeat(64), path: 'short.wav', name: 'short.wav', bytes: bytes.length },
      ...{ sampleRate: RATE, channels: 1, frames: 17_640, format: 'wav' as const },
    }
    const document = { ...emptyProject('p', 'x'), assets: { [asset.sha256]: asset } }
    const imported: string[] = []
    const stems = stack.use(
      createStems({
        ...{ jobs, inference, paths: { data: home }, model: () => undefined },
        projects: { opened: () => ({ ok: true, value: { document, folder: root } }) },
        library: {
          decoded: () => Promise.reject(new Error('it is not decoded here')),
          async importPath({ path }) {
            imported.push(path)
            return { ok: true, value: { asset, warnings: [] } }
          },
        },
        service: () => services.chosen('stem-separation'),
      }),
    )
    const begun = unwrap(await stems.service.separate({ project: 'p', asset: asset.sha256 }, call))
    const ended = unwrap(await jobs.ended(begun.id))
    expect(ended).toMatchObject({ kind: 'service/stems/shape', state: 'completed' })
    const brought = unwrap(await stems.service.bring({ project: 'p', job: begun.id }, call))
    expect(brought.map(({ name }) => name)).toHaveLength(4)
    for (const path of imported) expect(samplesOf(path).length).toBe(17_640)
    // As a parameter it goes before what is set.
    const local = stems.service.separate({ project: 'p', asset: asset.sha256, by: 'local' }, call)
    await expect(local).rejects.toThrow('it is not decoded here')
  })

  test('what answers with nonsense is not taken, nor what lies in the open without TLS', async () => {
    const fixture = stack.use(await startFixture())
    const services = stack.use(await open())
    const tries = async (url: string) => {
      const said = await services.service.register({ url }, call)
      return said.ok ? 'ok' : said.error.code
    }
    for (const says of [
      '',
      '<html>',
      '{}',
      '[]',
      '{"id":"../x","name":"n"}',
      `"${'x'.repeat(5e6)}"`,
    ]) {
      fixture.mood.says = says
      expect(await tries(fixture.url)).toBe('service-answer-invalid')
    }
    for (const url of [
      'http://example.com',
      'ftp://localhost',
      'nonsense',
      'http://a:b@localhost',
    ]) {
      expect(await tries(url)).toBe('service-address-invalid')
    }
    expect(await tries('http://127.0.0.1:1')).toBe('service-offline')
    expect(unwrap(await services.service.list(undefined, call))).toEqual([])
  })

  test('added ones are called again at the next start, registered ones are not; a twin is refused', async () => {
    const fixture = stack.use(await startFixture())
    const other = stack.use(await startFixture())
    {
      await using services = await open()
      unwrap(await services.service.add({ url: fixture.url, token: 'k' }, call))
      expect(await services.service.register({ url: other.url }, call)).toMatchObject({
        error: { code: 'service-exists' },
      })
    }
    const services = stack.use(await open())
    await services.check()
    const [found] = unwrap(await services.service.list(undefined, call))
    expect(found).toMatchObject({ url: fixture.url, origin: 'config', state: 'online', id: 'echo' })
    expect(fixture.calls.at(-1)).toContain('Bearer k')
    unwrap(await services.service.remove({ url: fixture.url }, call))
    expect(jobs.create('service/echo', {})).toMatchObject({ error: { code: 'job-kind-unknown' } })
    await wait(0)
  })
})
