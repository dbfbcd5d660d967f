import { statSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { unwrap } from '#shared/kit'
import { loadPlugins } from '../plugins'
import { signRevocations } from '../plugins/packages'
import { revocationsFor } from '../plugins/packages/trust/revoked-plugins'
import { REVOCATIONS_PATH } from './catalogue/refresh-registry'
import { addRegistry, setToken } from './registries/registry-list'
import { countersigned, NpmDouble } from './testing/npm-double'
import { newKey, TestMarket } from './testing/test-market'

vi.mock('../plugins/packages/in-worker', () => import('../plugins/packages/testing/at-hand'))

const token = 'npm_Zq9-secret'
let shop: TestMarket
let registry: NpmDouble
beforeEach(async () => {
  shop = new TestMarket()
  registry = new NpmDouble()
  await registry.start()
})
afterEach(async () => {
  await registry[Symbol.asyncDispose]()
  await shop[Symbol.asyncDispose]()
})

const add = (more: { token?: string } = {}) =>
  addRegistry(
    shop.parts.places,
    { name: 'company', address: registry.address, ...more },
    shop.temp.path,
  )
const refresh = async () => {
  const done = await shop.market.catalogue.refresh('company')
  return done.ok ? 'ok' : done.error.code
}
const info = () => shop.market.catalogue.infos().find(({ name }) => name === 'company')

describe('M-01 a registry that lets in only whom it knows', () => {
  test('says that it wants a token; given one, it is read and installed from; nothing tells which', async () => {
    registry.token = token
    await registry.offer({ bytes: await shop.packed() })
    unwrap(await add())
    expect(await refresh()).toBe('registry-token-wrong')
    expect(info()).toMatchObject({ hasToken: false, failure: { code: 'registry-token-wrong' } })
    unwrap(await setToken(shop.parts.places, 'company', 'another'))
    expect(await refresh()).toBe('registry-token-wrong')
    expect(info()?.failure?.message).toContain('does not let our token in')
    expect(info()?.failure?.message).not.toContain('?')
    unwrap(await setToken(shop.parts.places, 'company', token))
    expect(await refresh()).toBe('ok')
    expect(await shop.install('small')).toBe('ok')
    expect(info()).toMatchObject({ hasToken: true, packages: 1 })
    expect(JSON.stringify(shop.market.catalogue.infos())).not.toContain(token)
    unwrap(await setToken(shop.parts.places, 'company', undefined))
    expect(info()).toMatchObject({ hasToken: false })
    expect(await refresh()).toBe('registry-token-wrong')
  })

  test('its token is in a file that its owner alone can read', async () => {
    unwrap(await add({ token }))
    expect(statSync(shop.temp.at('data/registries.json')).mode & 0o777).toBe(0o600)
  })

  test.each(['two words', 'line\nend', 'ключ', ''])(
    'what is no token is refused: %j',
    async wrong => {
      expect(await add({ token: wrong })).toMatchObject({ error: { code: 'registry-token-wrong' } })
      unwrap(await add())
      const set = await setToken(shop.parts.places, 'company', wrong)
      expect(set).toMatchObject({ error: { code: 'registry-token-wrong' } })
    },
  )

  test('a folder has no door, and takes none', async () => {
    await shop.addShelf()
    const set = await setToken(shop.parts.places, 'shelf', token)
    expect(set).toMatchObject({ error: { code: 'registry-unknown' } })
  })
})

describe('M-03 T16 a registry that countersigns, and signs nothing else', () => {
  const key = newKey()
  const offer = async () => {
    const bytes = await shop.packed()
    registry.signsWith(key)
    await registry.offer({ bytes, signature: countersigned(key, 'small', '1.0.0', bytes) })
  }
  const revoke = (by = key) =>
    registry.says(
      REVOCATIONS_PATH,
      signRevocations(
        [{ plugin: 'small', versions: '*', reason: 'It sends what it hears.' }],
        1,
        by,
        shop.now,
      ),
    )
  const state = () => {
    const { builtIn, plugins } = shop.parts.places
    return loadPlugins({ builtIn, user: plugins }, { refused: revocationsFor(plugins) }).plugins[0]
  }

  test('revokes by that key, behind its token too: what is installed does not run any more', async () => {
    registry.token = token
    await offer()
    unwrap(await add({ token }))
    expect(await refresh()).toBe('ok')
    expect(await shop.install('small')).toBe('ok')
    expect(state()).toMatchObject({ state: 'enabled' })
    revoke()
    expect(await refresh()).toBe('ok')
    expect(state()).toMatchObject({ state: 'disabled', reason: { code: 'package-revoked' } })
  })

  test('nobody else revokes in its name', async () => {
    await offer()
    unwrap(await add())
    await refresh()
    expect(await shop.install('small')).toBe('ok')
    revoke(newKey())
    expect(await refresh()).toBe('ok')
    expect(state()).toMatchObject({ state: 'enabled' })
  })
})
