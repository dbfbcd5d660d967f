import { describe, expect, test } from 'vitest'
import { Sessions } from './sessions'
import { testServer } from './testing'

const DAY = 24 * 60 * 60 * 1000

/** Sessions whose time the test turns. */
function timed() {
  let now = 0
  return {
    sessions: new Sessions({ monotonic: () => now }),
    pass: (ms: number) => void (now += ms),
  }
}

describe('H06: launch tokens', () => {
  test('work once', () => {
    const { sessions } = timed()
    const token = sessions.mint()
    const session = sessions.redeem(token)
    expect(session).toMatch(/^[\w-]{43}$/)
    expect(sessions.redeem(token)).toBeUndefined()
    expect(sessions.has(session ?? '')).toBe(true)
  })

  test('are no sessions, and sessions are no tokens', () => {
    const { sessions } = timed()
    const token = sessions.mint()
    expect(sessions.has(token)).toBe(false)
    const session = sessions.redeem(token) ?? ''
    expect(sessions.redeem(session)).toBeUndefined()
    expect(sessions.has('')).toBe(false)
  })

  test('several stand beside each other, each for one session', () => {
    const { sessions } = timed()
    const tokens = [sessions.mint(), sessions.mint(), sessions.mint()]
    const given = tokens.map(token => sessions.redeem(token) ?? '')
    expect(new Set(given).size).toBe(3)
    expect(given.every(session => sessions.has(session))).toBe(true)
  })

  test('do not pile up', () => {
    const { sessions } = timed()
    const first = sessions.mint()
    for (let minted = 0; minted < 64; minted++) sessions.mint()
    expect(sessions.redeem(first)).toBeUndefined()
  })
})

test('H01: a session that was not used for a week is over, one in use is not', () => {
  const { sessions, pass } = timed()
  const idle = sessions.redeem(sessions.mint()) ?? ''
  const used = sessions.redeem(sessions.mint()) ?? ''
  pass(6 * DAY)
  expect(sessions.has(used)).toBe(true)
  pass(2 * DAY)
  expect(sessions.has(used)).toBe(true)
  expect(sessions.has(idle)).toBe(false)
})

describe('H06: POST /session', () => {
  const post = (origin: string, token: unknown) => ({
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })

  test('gives a cookie that scripts and other sites cannot reach, once', async () => {
    await using app = await testServer()
    const token = app.token()
    const first = await app.request('/session', post(app.origin, token))
    expect(first.status).toBe(204)
    const cookie = first.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(
      new RegExp(`^wireharp-${app.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    )
    expect(cookie).not.toContain(token)
    const second = await app.request('/session', post(app.origin, token))
    expect(second.status).toBe(401)
    expect(second.headers.get('set-cookie')).toBeNull()
    expect(await second.json()).toMatchObject({ code: 'token-wrong' })
  })

  test.each(['', 'x', 'x'.repeat(43), 'x'.repeat(128)])('401 for “%s”', async token => {
    await using app = await testServer()
    expect((await app.request('/session', post(app.origin, token))).status).toBe(401)
  })

  test.each([['x'.repeat(129)], [7], [['a']], [{}]])('400 for %j', async token => {
    await using app = await testServer()
    expect((await app.request('/session', post(app.origin, token))).status).toBe(400)
  })

  test('another server’s token is wrong here, and is not used up by it', async () => {
    await using app = await testServer()
    await using other = await testServer()
    const token = other.token()
    expect((await app.request('/session', post(app.origin, token))).status).toBe(401)
    expect((await other.request('/session', post(other.origin, token))).status).toBe(204)
  })

  test('the token stands behind “#”, where no request carries it', async () => {
    await using app = await testServer()
    const url = new URL(app.server.launchUrl())
    expect([url.pathname, url.search]).toEqual(['/', ''])
    expect(url.hash).toMatch(/^#token=[\w-]{43}$/)
    expect((await app.request(`/?token=${app.token()}`)).headers.get('set-cookie')).toBeNull()
  })
})
