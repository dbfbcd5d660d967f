import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { canonicalJson, unwrap } from '#shared/kit'
import { readRecord, signRevocations } from '../plugins/packages'
import { logPlaceOf } from './registries/log-place'
import { readLog, withLogged } from './registries/transparency-log'
import { newKey, TestMarket } from './testing/test-market'

vi.mock('../plugins/packages/in-worker', () => import('../plugins/packages/testing/at-hand'))

const indexKey = newKey()
let shop: TestMarket
beforeEach(async () => {
  shop = new TestMarket()
  await shop.addShelf()
  await shop.publish({}, { indexKey })
})
afterEach(() => shop[Symbol.asyncDispose]())

const log = () => shop.temp.at('shelf/log.json')
const entries = () => unwrap(readLog(readFileSync(log(), 'utf8'))).entries

async function refresh(): Promise<string> {
  const done = await shop.market.catalogue.refresh('shelf')
  return done.ok ? 'ok' : done.error.code
}

describe('S1-35 the log of a registry', () => {
  test('names each package that it handed out, once; an installed plugin is found in it', async () => {
    await shop.publish({ version: '1.1.0' }, { indexKey })
    await shop.publish({ id: 'other' }, { indexKey })
    expect(entries().map(({ id, version }) => `${id} ${version}`)).toEqual([
      'small 1.0.0',
      'small 1.1.0',
      'other 1.0.0',
    ])
    expect(await refresh()).toBe('ok')
    expect(await shop.install('small')).toBe('ok')
    const record = readRecord(shop.parts.places.plugins, 'small')
    if (record === undefined) throw new Error('It is not installed.')
    expect(await logPlaceOf('small', record)).toEqual({ ok: true, value: { entry: 2, size: 3 } })
    expect(await logPlaceOf('small', { ...record, integrity: 'sha512-other' })).toMatchObject({
      error: { code: 'registry-log-broken' },
    })
  })

  test('may grow, and neither shrink, nor change, nor go', async () => {
    expect(await refresh()).toBe('ok')
    const first = readFileSync(log(), 'utf8')
    await shop.publish({ version: '1.1.0' }, { indexKey })
    expect(await refresh()).toBe('ok')
    const second = readFileSync(log(), 'utf8')
    await shop.publish({ version: '1.2.0' }, { indexKey })
    const third = readFileSync(log(), 'utf8')

    // Its own key signs a log in which the first package was another one.
    const [old, ...later] = entries()
    const rewritten = [{ ...old, id: 'small', version: '1.0.0', integrity: 'sha512-x' }, ...later]
    const all = [...rewritten, ...(old === undefined ? [] : [old])]
    writeFileSync(log(), unwrap(withLogged(undefined, all, indexKey, shop.now)))
    expect(await refresh()).toBe('registry-log-broken')
    for (const text of [first, second, `${third} `.replace('1.0.0', '1.0.1'), '{}']) {
      writeFileSync(log(), text)
      expect(await refresh()).toBe('registry-log-broken')
    }
    rmSync(log())
    expect(await refresh()).toBe('registry-log-broken')
    writeFileSync(log(), unwrap(withLogged(undefined, entriesOf(third), newKey(), shop.now)))
    expect(await refresh()).toBe('registry-log-broken')
    expect(shop.market.catalogue.get('small')?.shown.version).toBe('1.1.0')
    writeFileSync(log(), third)
    expect(await refresh()).toBe('ok')
    expect(shop.market.catalogue.get('small')?.shown.version).toBe('1.2.0')
  })

  test('whose head was written anew without its signature is none', () => {
    const json: unknown = JSON.parse(readFileSync(log(), 'utf8'))
    const other = { ...(typeof json === 'object' && json), entries: [], head: '' }
    expect(readLog(canonicalJson(other))).toMatchObject({ error: { code: 'registry-log-broken' } })
  })
})

const entriesOf = (text: string) => unwrap(readLog(text)).entries

test('S1-35 T16 a plugin that is revoked while it runs is stopped when the list comes, once', async () => {
  await refresh()
  await shop.install('small')
  let told = 0
  shop.market.installedChanged.on(() => (told += 1))
  const entry = { plugin: 'small', versions: '*', reason: 'It hurts ears.' }
  const list = signRevocations([entry], 1, indexKey, shop.now)
  writeFileSync(shop.temp.at('shelf/revocations.json'), list)
  await refresh()
  // Whoever hears of it looks at all plugins again, and the list is there by then.
  expect(told).toBe(1)
  const { revocationsFor } = await import('../plugins/packages/trust/revoked-plugins')
  const { loadPlugins } = await import('../plugins')
  const { builtIn, plugins } = shop.parts.places
  const loaded = loadPlugins({ builtIn, user: plugins }, { refused: revocationsFor(plugins) })
  expect(loaded.plugins[0]).toMatchObject({
    state: 'disabled',
    reason: { code: 'package-revoked' },
  })
  await refresh()
  expect(told).toBe(1)
})
