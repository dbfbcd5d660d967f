import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { unwrap } from '#shared/kit'
import { sha256 } from '../kit'
import {
  publicKeyOf,
  readTarball,
  signRevocations,
  type RevocationEntry,
} from '../plugins/packages'
import { loadPlugins } from '../plugins'
import { revocationsFor } from '../plugins/packages/trust/revoked-plugins'
import { cardMaker } from './catalogue/search'
import { detailsOf, previewOf } from './details'
import { missingIn } from './missing'
import { removeRegistry } from './registries/registry-list'
import { newKey, TestMarket } from './testing/test-market'

vi.mock('../plugins/packages/in-worker', () => import('../plugins/packages/testing/at-hand'))

const indexKey = newKey()
let shop: TestMarket
beforeEach(async () => {
  shop = new TestMarket()
  await shop.addShelf()
  await shop.publish({}, { indexKey })
  await refresh()
})
afterEach(() => shop[Symbol.asyncDispose]())

const refresh = () => shop.market.catalogue.refresh('shelf')
let sequence = 0

async function revoke(entry: RevocationEntry): Promise<void> {
  const list = signRevocations([entry], ++sequence, indexKey, shop.now)
  writeFileSync(shop.temp.at('shelf/revocations.json'), list)
  unwrap(await refresh())
}

const maker = () => cardMaker(shop.parts, shop.market.catalogue, shop.market.shop.installed)
const details = async (version?: string) =>
  unwrap(await detailsOf(shop.market, maker(), { id: 'small', version }))
const reason = 'It sends what it hears.'

describe('M-03 T16 what a registry revoked', () => {
  test('is shown as revoked with the reason, neither offered nor heard, and missed with the reason', async () => {
    await revoke({ plugin: 'small', versions: '*', reason })
    const page = await details()
    expect(page.publisher.trust).toBe('revoked')
    expect(page.revoked).toMatchObject({ code: 'package-revoked' })
    expect(page.revoked?.message).toContain(reason)
    expect(page.versions[0]).toMatchObject({ installable: false, reason: page.revoked })
    const heard = await previewOf(shop.market, { id: 'small' })
    expect(heard).toMatchObject({ error: { code: 'package-revoked' } })
    expect(missingIn([{ id: 'small', nodes: 1 }], shop.market)[0]?.reason?.message).toContain(
      reason,
    )
    for (const version of [undefined, '1.0.0']) {
      // oxlint-disable-next-line no-await-in-loop
      expect(await shop.install('small', { version })).toBe('package-revoked')
    }
  })

  test('leaves the versions that it does not name: one of them is offered instead', async () => {
    await shop.publish({ version: '1.1.0' }, { indexKey })
    await revoke({ plugin: 'small', versions: '>=1.1.0', reason })
    const page = await details()
    expect(page).toMatchObject({ version: '1.0.0', publisher: { trust: 'new' } })
    expect(page.revoked).toBeUndefined()
    expect(await details('1.1.0')).toMatchObject({ publisher: { trust: 'revoked' } })
    expect(await shop.install('small')).toBe('ok')
    expect(shop.versions()).toEqual({ small: '1.0.0' })
  })

  test('is named on the page of whoever has it, with the version that takes its place', async () => {
    await shop.install('small')
    await shop.publish({ version: '1.1.0' }, { indexKey })
    await revoke({ plugin: 'small', versions: '<1.1.0', reason })
    const page = await details()
    expect(page).toMatchObject({ installed: '1.0.0', update: '1.1.0' })
    expect(page).toMatchObject({ publisher: { trust: 'known' } })
    expect(page.revoked?.message).toContain(`“Small” 1.0.0 was revoked: ${reason}`)
  })

  test('by a file or a key is found too', async () => {
    const key = publicKeyOf(shop.key)
    await revoke({ key, reason })
    expect((await details()).revoked).toMatchObject({ code: 'publisher-revoked' })
    const files = unwrap(await readTarball(await shop.packed()))
    const file = files.find(({ path }) => path === 'plugin.json')
    await revoke({ sha256: sha256(file?.bytes ?? ''), reason })
    expect((await details()).revoked).toMatchObject({ code: 'package-revoked' })
  })

  test('stays revoked where the registry is removed, and added again', async () => {
    await shop.install('small')
    await revoke({ plugin: 'small', versions: '*', reason })
    const { builtIn, plugins } = shop.parts.places
    const stateOf = () =>
      loadPlugins({ builtIn, user: plugins }, { refused: revocationsFor(plugins) }).plugins[0]
    expect(stateOf()).toMatchObject({ state: 'disabled' })
    unwrap(await removeRegistry(shop.parts.places, 'shelf'))
    expect(stateOf()).toMatchObject({ state: 'disabled', reason: { code: 'package-revoked' } })
    // Its key may be another one then: it is trusted anew.
    await shop.addShelf()
    await shop.publish({ version: '1.1.0' }, { indexKey })
    unwrap(await refresh())
    expect(stateOf()).toMatchObject({ state: 'disabled' })
  })

  test('touches nothing of another registry', async () => {
    await revoke({ plugin: 'other', versions: '*', reason })
    expect(await details()).toMatchObject({ publisher: { trust: 'new' } })
    expect(await shop.install('small')).toBe('ok')
  })
})

describe('M-03 T13 whose key it is', () => {
  test('a new plugin of somebody who is known from another says so by its name', async () => {
    await shop.publish({ id: 'other', extra: { name: 'Other' } }, { indexKey })
    await refresh()
    expect((await details()).publisher).not.toHaveProperty('alsoSigned')
    await shop.install('other')
    expect((await details()).publisher).toMatchObject({ trust: 'new', alsoSigned: ['Other'] })
    await shop.install('small')
    expect((await details()).publisher).toMatchObject({ trust: 'known' })
  })
})

test('M-02 what is installed without a version is what the card shows: no trial', async () => {
  await shop.publish({ version: '1.1.0-trial.1' }, { indexKey })
  await refresh()
  expect(shop.market.catalogue.get('small')?.shown.version).toBe('1.0.0')
  await shop.install('small')
  expect(shop.versions()).toEqual({ small: '1.0.0' })
})
