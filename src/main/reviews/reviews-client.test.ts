import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { author, reading, serving, START, TestClock } from './testing'

const call = { signal: new AbortController().signal }
const good = { plugin: 'tape', version: '1.0.0', stars: 4, text: 'Warm.', name: 'Ada' }

/** Something that answers as it likes. */
async function answering(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

describe('M-01 reviews in the app', () => {
  test('the first review makes a key that nobody else may read, and the same signs the next', async () => {
    const clock = new TestClock()
    await using service = await serving(clock)
    await using app = await reading(clock)
    unwrap(await app.service.addService({ url: `${service.url}/` }, call))
    const first = unwrap(await app.service.write(good, call))
    const { mode } = await stat(join(app.folder, 'data/reviewer.key'))
    expect(mode & 0o777).toBe(0o600)
    clock.time += 1
    const second = unwrap(await app.service.write({ ...good, stars: 2, text: 'Not so.' }, call))
    expect(second.review.id).toBe(first.review.id)
    const all = unwrap(await app.service.of({ plugin: 'tape' }, call))
    expect(all).toMatchObject({
      reviews: [{ stars: 2, text: 'Not so.', mine: true, services: [service.url] }],
      rating: { count: 1, stars: [0, 1, 0, 0, 0] },
      failures: [],
      writable: true,
    })
    clock.time += 1
    unwrap(await app.service.withdraw({ plugin: 'tape', version: '1.0.0' }, call))
    expect(unwrap(await app.service.of({ plugin: 'tape' }, call)).reviews).toEqual([])
  })

  test('a damaged key is not replaced: that would make another author', async () => {
    const clock = new TestClock()
    await using service = await serving(clock)
    await using app = await reading(clock)
    unwrap(await app.service.addService({ url: service.url }, call))
    unwrap(await app.service.write(good, call))
    const path = join(app.folder, 'data/reviewer.key')
    await writeFile(path, 'no key')
    expect(await app.service.write(good, call)).toMatchObject({
      error: { code: 'reviewer-key-damaged' },
    })
    expect(await readFile(path, 'utf8')).toBe('no key')
  })

  test('what was read is there when the service is gone, after a restart too', async () => {
    const clock = new TestClock()
    const service = await serving(clock)
    await using app = await reading(clock)
    unwrap(await app.service.addService({ url: service.url }, call))
    unwrap(await app.service.write(good, call))
    unwrap(await app.service.of({ plugin: 'tape' }, call))
    await service[Symbol.asyncDispose]()
    clock.time += 86_400_000

    await using later = await reading(clock, app.folder)
    expect(later.rating('tape')).toMatchObject({ count: 1 })
    const all = unwrap(await later.service.of({ plugin: 'tape' }, call))
    expect(all).toMatchObject({
      reviews: [{ stars: 4, text: 'Warm.', mine: true }],
      failures: [{ service: service.url, failure: { code: 'reviews-unreachable' } }],
      asOf: START,
      writable: false,
    })
    expect(unwrap(await later.service.services(undefined, call))).toMatchObject([
      { name: 'Test', state: 'offline', readAt: START },
    ])
    expect(await later.service.write(good, call)).toMatchObject({
      error: { code: 'reviews-unreachable' },
    })
  })

  test('a service that is added again is read again', async () => {
    const clock = new TestClock()
    await using service = await serving(clock)
    await using app = await reading(clock)
    for (const turn of [1, 2]) {
      // oxlint-disable-next-line no-await-in-loop
      const infos = unwrap(await app.service.addService({ url: service.url }, call))
      expect(infos, `turn ${turn}`).toMatchObject([{ state: 'ready', readAt: START }])
    }
  })

  test('several services are one list: a review that both show is there once', async () => {
    const clock = new TestClock()
    await using one = await serving(clock)
    await using two = await serving(clock)
    await using app = await reading(clock)
    unwrap(await app.service.addService({ url: one.url }, call))
    await one.send(author().review({ stars: 1, text: 'only here' }))
    unwrap(await app.service.addService({ url: two.url }, call))
    const ada = author().review({ at: START - 5 })
    await one.send(ada)
    await two.send(ada)
    const all = unwrap(await app.service.of({ plugin: 'tape' }, call))
    expect(all.reviews).toMatchObject([
      { text: 'only here', services: [one.url], mine: false },
      { text: 'Good.', services: [one.url, two.url] },
    ])
    await one[Symbol.asyncDispose]()
    const sent = unwrap(await app.service.write(good, call))
    expect(sent).toMatchObject({
      review: { services: [two.url] },
      refused: [{ service: one.url, failure: { code: 'reviews-unreachable' } }],
    })
  })

  test('a service can hide reviews, but not make or change one', async () => {
    const clock = new TestClock()
    const real = author().review()
    const reviews = [
      { ...real, stars: 1 },
      { ...author().review({ plugin: 'other' }), plugin: 'tape' },
      author().review({ plugin: 'other' }),
      real,
    ]
    await using liar = await answering((request, response) => {
      const at = new URL(request.url ?? '', 'http://x').pathname
      const info = { service: 'wireharp-reviews', format: 1, name: 'Liar' }
      const ratings = {
        tape: { count: 1, weight: 900, sum: 4500, stars: [0, 0, 0, 0, 1] },
        gain: { count: 1, weight: 1, sum: 5, stars: [0, 0, 0, 0, 1] },
      }
      response
        .setHeader('content-type', 'application/json')
        .end(
          JSON.stringify(
            at === '/v1/info' ? info : at === '/v1/ratings' ? { ratings } : { reviews, next: 0 },
          ),
        )
    })
    await using app = await reading(clock)
    unwrap(await app.service.addService({ url: liar.url }, call))
    const all = unwrap(await app.service.of({ plugin: 'tape' }, call))
    expect(all.reviews).toMatchObject([{ stars: 5, text: 'Good.' }])
    expect(app.rating('tape')).toBeUndefined()
    expect(app.rating('gain')).toMatchObject({ count: 1 })
    expect(app.rating('toString')).toBeUndefined()
  })

  test.each([
    ['HTML', (_: unknown, response: Parameters<RequestListener>[1]) => response.end('<html>')],
    [
      'status 500',
      (_: unknown, response: Parameters<RequestListener>[1]) => response.writeHead(500).end(),
    ],
    [
      'more than 8 MB',
      (_: unknown, response: Parameters<RequestListener>[1]) => response.end(' '.repeat(9 << 20)),
    ],
  ])('an address that answers with %s is not taken for a service', async (_name, listener) => {
    await using odd = await answering(listener)
    await using app = await reading(new TestClock())
    expect(await app.service.addService({ url: odd.url }, call)).toMatchObject({
      error: { code: 'reviews-answer-invalid' },
    })
  })

  test('a service that leads elsewhere is not followed', async () => {
    const clock = new TestClock()
    await using service = await serving(clock)
    await using odd = await answering((_request, response) =>
      response.writeHead(302, { location: `${service.url}/v1/info` }).end(),
    )
    await using app = await reading(clock)
    expect(await app.service.addService({ url: odd.url }, call)).toMatchObject({
      error: { code: 'reviews-unreachable' },
    })
  })

  test.each([
    'ftp://127.0.0.1',
    'http://reviews.example.org',
    'http://8.8.8.8/',
    'https://me:you@reviews.example.org',
    'https://reviews.example.org/?q',
    'reviews',
  ])('%s is no address for a service', async url => {
    await using app = await reading(new TestClock())
    expect(await app.service.addService({ url }, call)).toMatchObject({
      error: { code: 'reviews-address-invalid' },
    })
  })

  test('without a service there is nowhere to send it, and what is too long is not sent', async () => {
    await using app = await reading(new TestClock())
    expect(await app.service.write(good, call)).toMatchObject({ error: { code: 'reviews-none' } })
    const long = { ...good, text: 'x'.repeat(1 << 20) }
    expect(await app.service.write(long, call)).toMatchObject({
      error: { code: 'review-too-large' },
    })
  })
})
