import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { err, fail, ok } from '#shared/kit'
import { fakeServices } from '../../api/testing'
import { testServer } from './testing'
import { sweepUploads } from './upload-folder'
import { safeName } from './upload-route'

const asset = {
  sha256: 'a'.repeat(64),
  name: 'kick.wav',
  path: 'audio/kick.wav',
  bytes: 5,
  sampleRate: 48_000,
  channels: 1,
  frames: 1,
}

/** A server whose library keeps what it is given. */
async function uploadServer(limits = {}) {
  const taken: { project: string; name: string; text: string }[] = []
  const { library } = fakeServices()
  const services = fakeServices({
    library: {
      ...library,
      async importPath({ project, path }) {
        if (project !== 'p1') return err(fail('project-not-open', 'There is no such project.'))
        taken.push({ project, name: basename(path), text: await readFile(path, 'utf8') })
        return ok({ asset, warnings: [] })
      },
    },
  })
  const app = await testServer({ services, limits })
  const headers = {
    ...app.pageHeaders(await app.session()),
    'content-type': 'application/octet-stream',
  }
  const left = async () => readdir(join(app.folder, 'uploads'))
  const post = (query: string) =>
    app.request(`/api/library/import?${query}`, { method: 'POST', headers, body: 'sound' })
  const head = (length: string) =>
    `POST /api/library/import?project=p1&name=a.wav HTTP/1.1\r\nHost: ${app.host}\r\nOrigin: ${app.origin}\r\nCookie: ${headers.cookie}\r\nContent-Type: application/octet-stream\r\n${length}\r\n\r\n`
  return { app, taken, left, post, head }
}

test('a sound goes to the library as a file of its name, and the file is gone afterwards', async () => {
  const { app, taken, left, post } = await uploadServer()
  await using _app = app
  const answer = await post('project=p1&name=kick.wav')
  expect(await answer.json()).toEqual({ asset, warnings: [] })
  expect(taken).toEqual([{ project: 'p1', name: 'kick.wav', text: 'sound' }])
  expect(await left()).toEqual([])
})

test('the library’s refusal is the answer', async () => {
  const { app, left, post } = await uploadServer()
  await using _app = app
  const answer = await post('project=p2&name=kick.wav')
  expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'project-not-open' }])
  expect(await left()).toEqual([])
})

describe('H08: uploads', () => {
  test('above the limit are refused, told or found out, and leave nothing', async () => {
    const { app, taken, left, head } = await uploadServer({ uploadBytes: 100_000 })
    await using _app = app
    const chunk = `10000\r\n${'x'.repeat(0x1_0000)}\r\n`
    const endless = await app.raw(`${head('Transfer-Encoding: chunked')}${chunk.repeat(4)}`)
    expect(endless.slice(9, 12)).toBe('413')
    const told = await app.raw(head('Content-Length: 10000000000'))
    expect(told.slice(9, 12)).toBe('413')
    expect(taken).toEqual([])
    expect(await left()).toEqual([])
  })

  test('H10: one that stands still is ended, and leaves nothing', async () => {
    const { app, taken, left, head } = await uploadServer({ idleMs: 200 })
    await using _app = app
    const started = performance.now()
    await app.raw(`${head('Content-Length: 1000')}half`, 5000)
    expect(performance.now() - started).toBeLessThan(1000)
    await expect.poll(left).toEqual([])
    expect(taken).toEqual([])
  })

  test('one that breaks off leaves nothing', async () => {
    const { app, taken, left, head } = await uploadServer()
    await using _app = app
    await app.raw(`${head('Content-Length: 1000')}half`, 200)
    await expect.poll(left).toEqual([])
    expect(taken).toEqual([])
  })
})

test.each([
  '',
  'project=p1',
  'name=a.wav',
  `project=${'p'.repeat(65)}&name=a`,
  'project=p1&name=a&x=1',
])('400 for the query “%s”', async query => {
  const { app, post } = await uploadServer()
  await using _app = app
  expect((await post(query)).status).toBe(400)
})

test.each([
  ['kick.wav', 'kick.wav'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\sounds\\kick.wav', 'kick.wav'],
  ['..', 'sound'],
  ['.wav', 'sound.wav'],
  ['a\0b\nc.wav', 'a_b_c.wav'],
  ['‮gpj.wav', '_gpj.wav'],
  [`${'ä'.repeat(200)}.flac`, `${'ä'.repeat(60)}.flac`],
])('H07: “%s” is kept as “%s”', (name, kept) => {
  expect(safeName(name)).toBe(kept)
})

test('I7: what a killed process has left goes at the next start, what is in use stays', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wireharp-uploads-'))
  // No process has this number: it is above what Linux gives.
  for (const name of ['upload-4999999-abc', `upload-${process.pid}-abc`, 'something-else']) {
    await mkdir(join(folder, name))
  }
  await sweepUploads(folder)
  expect((await readdir(folder)).toSorted()).toEqual([
    'something-else',
    `upload-${process.pid}-abc`,
  ])
  await rm(folder, { recursive: true })
})
