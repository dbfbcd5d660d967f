import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PolicyFile } from '../policy'
import { updateByPolicy } from './install/update-by-policy'
import { TestMarket } from './testing/test-market'

vi.mock('../plugins/packages/in-worker', () => import('../plugins/packages/testing/at-hand'))

const HOUR = 3_600_000

let shop: TestMarket
beforeEach(async () => {
  shop = new TestMarket()
  await shop.addShelf()
})
afterEach(() => shop[Symbol.asyncDispose]())

function policy(text: string): void {
  writeFileSync(shop.temp.at('policy.yaml'), text)
  Object.assign(shop.parts.places, { policy: new PolicyFile(shop.temp.path) })
}

async function update() {
  await shop.market.catalogue.refresh()
  const done = await updateByPolicy(shop.market)
  return done.map(({ id, to, outcome }) => `${id} ${to} ${outcome}`)
}

describe('S1-33 updates by policy', () => {
  test('a version comes by itself when it has been out for long enough, not before', async () => {
    await shop.publish({ version: '1.0.0' })
    await shop.market.catalogue.refresh()
    expect(await shop.install('small', { agreed: true })).toBe('ok')
    await shop.publish({ version: '1.1.0' })
    expect(await update()).toEqual([])
    policy('updates: {automatic: true}')
    expect(await update()).toEqual(['small 1.1.0 held'])
    shop.now += 30 * HOUR
    await shop.publish({ version: '1.2.0' })
    shop.now += 20 * HOUR
    expect(await update()).toEqual(['small 1.1.0 installed'])
    expect(shop.versions()).toEqual({ small: '1.1.0' })
    await shop.market.pin('small', true)
    shop.now += 100 * HOUR
    expect(await update()).toEqual(['small 1.2.0 held'])
  })

  test('one that asks for more waits for the user', async () => {
    await shop.publish({ version: '1.0.0' })
    await shop.market.catalogue.refresh()
    await shop.install('small', { agreed: true })
    await shop.publish({ version: '1.1.0', extra: { permissions: ['midi'] } })
    policy('updates: {automatic: true}')
    shop.now += 50 * HOUR
    expect(await update()).toEqual(['small 1.1.0 asks'])
    expect(shop.versions()).toEqual({ small: '1.0.0' })
  })

  test('what the policy refuses is not even planned', async () => {
    await shop.publish()
    await shop.market.catalogue.refresh()
    policy('sources: {allowed: [wireharp]}')
    const planned = await shop.market.plan({ id: 'small' })
    expect(planned.ok ? 'ok' : planned.error[0]?.code).toBe('policy-refused')
    expect(await shop.install('small', { agreed: true })).toBe('policy-refused')
    policy(`sources: {allowed: ['${shop.temp.at('shelf')}']}`)
    expect(await shop.install('small', { agreed: true })).toBe('ok')
  })
})
