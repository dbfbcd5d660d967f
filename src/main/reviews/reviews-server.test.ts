import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addUp, ratingOf } from './rating'
import { reviewId, signStatement } from './signed-review'
import { author, serving, START, TestClock } from './testing'

const codeOf = ({ json }: { json: unknown }) =>
  json instanceof Object && 'code' in json ? json.code : 'ok'

describe('M-01 the reviews service', () => {
  test('a signed review is kept and shown to whoever asks', async () => {
    await using service = await serving(new TestClock())
    const ada = author()
    expect(await service.send(ada.review())).toMatchObject({
      status: 200,
      json: { id: reviewId('tape', '1.0.0', ada.name) },
    })
    expect((await service.get('/v1/reviews?plugin=tape')).json).toEqual({ reviews: [ada.review()] })
    expect((await service.get('/v1/reviews?plugin=other')).json).toEqual({ reviews: [] })
    expect((await service.get('/v1/ratings')).json).toEqual({
      ratings: { tape: { count: 1, weight: 1, sum: 5, stars: [0, 0, 0, 0, 1] } },
    })
  })

  test('an author has one review of a version, and a new one replaces it', async () => {
    await using service = await serving(new TestClock())
    const ada = author()
    await service.send(ada.review())
    await service.send(ada.review({ stars: 2, at: START + 1 }))
    await service.send(ada.review({ version: '2.0.0', stars: 1, at: START + 2 }))
    const { json } = await service.get('/v1/reviews?plugin=tape')
    expect(json).toMatchObject({
      reviews: [
        { version: '2.0.0', stars: 1 },
        { version: '1.0.0', stars: 2 },
      ],
    })
    // Only the newest counts.
    expect((await service.get('/v1/ratings')).json).toMatchObject({
      ratings: { tape: { count: 1, sum: 1 } },
    })
  })

  test('an older review that somebody sends again changes nothing, nor does one that was withdrawn', async () => {
    await using service = await serving(new TestClock())
    const ada = author()
    const [first, second] = [ada.review(), ada.review({ stars: 1, at: START + 1 })]
    await service.send(second)
    expect(codeOf(await service.send(first))).toBe('review-stale')
    expect(codeOf(await service.send(second))).toBe('review-stale')
    const { format, plugin, version, author: name } = first
    const head = { format, plugin, version, author: name }
    const withdrawal = signStatement({ ...head, kind: 'withdrawal', at: START + 2 }, ada.key)
    expect((await service.send(withdrawal)).status).toBe(200)
    expect(codeOf(await service.send(second))).toBe('review-stale')
    expect((await service.get('/v1/reviews?plugin=tape')).json).toEqual({ reviews: [] })
    expect((await service.get('/v1/ratings')).json).toEqual({ ratings: {} })
    // The words are gone from the disk’s rows too.
    expect([...service.desk.lines(true)]).toEqual([])
  })

  const someone = author()
  test.each([
    ['stars of another number', { stars: 6 }],
    ['half a star', { stars: 4.5 }],
    ['a text that is too long', { text: 'x'.repeat(4001) }],
    ['a control character', { text: 'ring \u0007' }],
    ['a text that turns its surroundings round', { text: 'good \u202Ekcab' }],
    ['a plugin id that leads elsewhere', { plugin: '../tape' }],
    ['a version that is none', { version: 'v1' }],
    ['a name that is too long', { name: 'x'.repeat(61) }],
  ])('%s is refused although it is signed', async (_name, change) => {
    await using service = await serving(new TestClock())
    expect(codeOf(await service.send(someone.review(change)))).toBe('review-invalid')
    expect((await service.get('/v1/ratings')).json).toEqual({ ratings: {} })
  })

  test('what its author has not signed just so is refused', async () => {
    await using service = await serving(new TestClock())
    const [ada, eve] = [author(), author()]
    const review = ada.review()
    for (const forged of [
      { ...review, stars: 1 },
      { ...review, plugin: 'other' },
      { ...review, at: START + 1 },
      { ...review, author: eve.name },
      { ...review, signature: eve.review().signature },
    ]) {
      expect(codeOf(await service.send(forged))).toBe('review-signature-wrong')
    }
    for (const body of [{ ...review, more: 1 }, { ...review, signature: 'AA' }, [], 'x', 7]) {
      expect(codeOf(await service.send(body))).toBe('review-invalid')
    }
  })

  test('one key in another spelling is no second author', async () => {
    await using service = await serving(new TestClock())
    const ada = author()
    // The last letter of 32 bytes carries two bits that mean nothing.
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = letters.indexOf(ada.name.at(-1) ?? '')
    const other = ada.name.slice(0, -1) + (letters[last + 1] ?? '')
    expect(Buffer.from(other, 'base64url')).toEqual(Buffer.from(ada.name, 'base64url'))
    const signed = signStatement(ada.statement({ author: other }), ada.key)
    expect(codeOf(await service.send(signed))).toBe('review-invalid')
  })

  test('a review of 1 MB is refused with a code, and so is what is no JSON', async () => {
    await using service = await serving(new TestClock())
    const big = await service.send(someone.review({ text: 'x'.repeat(1 << 20) }))
    expect([big.status, codeOf(big)]).toEqual([413, 'review-too-large'])
    const odd = await fetch(`${service.url}/v1/reviews`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"plugin": ',
    })
    expect([odd.status, await odd.json()]).toMatchObject([400, { code: 'request-invalid' }])
    expect(service.bugs).toEqual([])
  })

  test('a review from a clock that runs ahead is refused, so that it cannot be the newest for ever', async () => {
    await using service = await serving(new TestClock())
    const early = someone.review({ at: START + 3_600_000 })
    expect(codeOf(await service.send(early))).toBe('review-from-future')
  })

  test('after thirty in an hour a network has to wait; another may write', async () => {
    const clock = new TestClock()
    await using service = await serving(clock)
    for (let index = 0; index < 30; index++) {
      expect((await service.send(someone.review({ at: START + index }))).status).toBe(200)
    }
    expect(codeOf(await service.send(someone.review({ at: START + 99 })))).toBe('reviews-busy')
    clock.time += 2 * 60_000
    expect((await service.send(someone.review({ at: START + 99 }))).status).toBe(200)
  })

  test('the operator hides what was reported, and it stays hidden when it is written anew', async () => {
    await using service = await serving(new TestClock())
    const [ada, bob] = [author(), author()]
    const id = reviewId('tape', '1.0.0', ada.name)
    await service.send(ada.review())
    const { format, plugin, version } = ada.review()
    const report = { format, plugin, version, author: bob.name, at: START, review: id }
    const signed = signStatement({ ...report, kind: 'report', why: 'advertising' }, bob.key)
    expect((await service.send(signed)).status).toBe(200)

    const { token } = service.desk
    for (const wrong of [undefined, '', 'x', `${token}x`]) {
      expect(codeOf(await service.get('/v1/moderation/reports', wrong))).toBe('operator-refused')
      expect(codeOf(await service.post('/v1/moderation/hide', { id, reason: 'x' }, wrong))).toBe(
        'operator-refused',
      )
    }
    expect((await service.get('/v1/moderation/reports', token)).json).toMatchObject({
      reports: [{ id, why: 'advertising', times: 1, statement: { text: 'Good.' } }],
    })
    await service.post('/v1/moderation/hide', { id, reason: 'advertising' }, token)
    expect((await service.get('/v1/moderation/reports', token)).json).toEqual({ reports: [] })
    expect([...service.desk.list('nothing')]).toEqual([])
    expect([...service.desk.list()]).toMatchObject([
      { id, hidden: 'advertising', review: { text: 'Good.' } },
    ])
    expect((await service.get('/v1/ratings')).json).toEqual({ ratings: {} })
    await service.send(ada.review({ at: START + 1 }))
    expect((await service.get('/v1/reviews?plugin=tape')).json).toEqual({ reviews: [] })
    await service.post('/v1/moderation/hide', { id, reason: '' }, token)
    expect((await service.get('/v1/ratings')).json).toMatchObject({
      ratings: { tape: { count: 1 } },
    })
  })

  test('whoever guesses the token is soon not heard any more', async () => {
    await using service = await serving(new TestClock())
    for (let guess = 0; guess < 20; guess++) await service.get('/v1/moderation/reports', 'guess')
    const late = await service.get('/v1/moderation/reports', service.desk.token)
    expect(codeOf(late)).toBe('reviews-busy')
  })

  test('the export is a line of JSON each, signatures and all', async () => {
    await using service = await serving(new TestClock())
    const signed = [author(), author()].map((each, index) => each.review({ at: START + index }))
    for (const each of signed) await service.send(each)
    const { text } = await service.get('/v1/export')
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual(signed)
  })

  test('reviews outlive the process, and no address is on the disk', async () => {
    const clock = new TestClock()
    await using service = await serving(clock)
    await service.send(someone.review())
    const file = await readFile(join(service.folder, 'reviews.db-wal'))
    expect(file.includes('127.0.0')).toBe(false)
    const plain = createHash('sha256').update('127.0.0').digest('base64url').slice(0, 22)
    expect(file.includes(plain)).toBe(false)
    await using again = await serving(clock, 0, service.folder)
    expect((await again.get('/v1/reviews?plugin=tape')).json).toEqual({
      reviews: [someone.review()],
    })
    expect(again.desk.token).toBe(service.desk.token)
  })
})

describe('M-01 ratings', () => {
  const votes = (number: number, stars: number, network = (index: number) => `n${index}`) =>
    Array.from({ length: number }, (_, index) => ({ stars, network: network(index) }))

  test('a plugin that one person loves does not stand above one that forty like', () => {
    const one = ratingOf([addUp(votes(1, 5))])
    const forty = ratingOf([addUp([...votes(20, 5), ...votes(20, 4)])])
    // (10·3.5 + 5) / 11 and (10·3.5 + 180) / 50
    expect(one?.average).toBeCloseTo(40 / 11, 10)
    expect(forty?.average).toBeCloseTo(215 / 50, 10)
    expect(ratingOf([])).toBeUndefined()
  })

  test('a thousand keys from one network move an honest rating by less than a star', () => {
    const honest = votes(40, 2)
    const stuffed = addUp([...honest, ...votes(1000, 5, () => 'one flat')])
    // 3 + 3·(H(1000) − H(3)), which is 19.96.
    expect(stuffed.weight - 40).toBeCloseTo(19.956, 2)
    const before = ratingOf([addUp(honest)])?.average ?? 0
    const after = ratingOf([stuffed])?.average ?? 0
    expect(after - before).toBeLessThan(0.8)
    // Counted plainly they would have made it nearly five.
    expect((1000 * 5 + 40 * 2) / 1040).toBeGreaterThan(4.8)
  })
})
