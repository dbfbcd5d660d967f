import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { canonicalJson } from '#shared/kit'
import { newKey, TestMarket } from './testing/test-market'

vi.mock('../plugins/packages/in-worker', () => import('../plugins/packages/testing/at-hand'))

let shop: TestMarket
beforeEach(async () => {
  shop = new TestMarket()
  await shop.addShelf()
})
afterEach(() => shop[Symbol.asyncDispose]())

async function refresh(): Promise<string> {
  const done = await shop.market.catalogue.refresh('shelf')
  return done.ok ? 'ok' : done.error.code
}

const index = () => shop.temp.at('shelf/index.json')

function editIndex(edit: (text: string) => string): void {
  writeFileSync(index(), edit(readFileSync(index(), 'utf8')))
}

/** What lies in an object of JSON, along a path. */
function inside(value: object, ...path: readonly string[]): object {
  return path.reduce((found, key) => {
    const next: unknown = Reflect.get(found, key)
    if (typeof next !== 'object' || next === null) throw new Error(`There is no ${key}.`)
    return next
  }, value)
}

describe('M-03 T02 T03 T07 T12 a registry whose index is signed', () => {
  const day = 86_400_000

  test('is known by its key, and neither its key nor its index goes back', async () => {
    const indexKey = newKey()
    await shop.publish({}, { indexKey })
    const old = readFileSync(index(), 'utf8')
    expect(await refresh()).toBe('ok')
    await shop.publish({ version: '1.1.0' }, { indexKey })
    expect(await refresh()).toBe('ok')
    writeFileSync(index(), old)
    expect(await refresh()).toBe('registry-index-older')
    await shop.publish({ version: '1.2.0' }, { indexKey: newKey() })
    await shop.publish({ version: '1.3.0' }, { indexKey: newKey() })
    expect(await refresh()).toBe('registry-key-changed')
    await shop.publish({ version: '1.4.0' })
    expect(await refresh()).toBe('registry-key-changed')
    // What was known counts: the version of the last index that was good.
    expect(shop.market.catalogue.get('small')?.shown.version).toBe('1.1.0')
  })

  test('is not believed behind its time, nor before it', async () => {
    await shop.publish({}, { indexKey: newKey(), holds: 7 * day })
    shop.now += 8 * day
    expect(await refresh()).toBe('registry-index-expired')
    shop.now -= 10 * day
    expect(await refresh()).toBe('registry-index-expired')
    shop.now += 3 * day
    expect(await refresh()).toBe('ok')
  })

  test.each<[string, (text: string) => string]>([
    ['cut', text => text.slice(0, -20)],
    ['changed', text => text.replace('A small one.', 'A tiny one.')],
    ['of another form', () => '{"format":"wireharp-registry","version":2}'],
    ['signed by half', text => text.replace(/"signature": "[0-9a-f]+",\n/, '')],
  ])('%s is damaged', async (_name, edit) => {
    await shop.publish({}, { indexKey: newKey() })
    editIndex(edit)
    expect(await refresh()).toBe('registry-index-damaged')
  })
})

describe('M-03 what a registry says and what it hands out', () => {
  const changed = (edit: (packages: object) => void) =>
    editIndex(text => {
      const json: unknown = JSON.parse(text)
      if (typeof json === 'object' && json !== null) edit(inside(json, 'packages'))
      return canonicalJson(json)
    })

  test('T08 T10 other bytes under a name are damaged, a package under another name is refused', async () => {
    await shop.publish()
    const other = await shop.packed({ id: 'other' })
    writeFileSync(shop.temp.at('shelf/small-1.0.0.tgz'), other)
    await refresh()
    expect(await shop.install('small')).toBe('package-damaged')
    const { integrityOf } = await import('../plugins/packages')
    changed(packages => {
      const version = inside(packages, 'small', 'versions', '1.0.0')
      Reflect.set(inside(version, 'dist'), 'integrity', integrityOf(other))
    })
    await refresh()
    expect(await shop.install('small')).toBe('package-name-mismatch')
    expect(shop.versions()).toEqual({})
  })

  test.each<[string, object]>([
    ['rights', { permissions: ['network'] }],
    ['T09 plugins', { dependencies: { extra: '*' } }],
  ])('a package that says less of its %s than it wants is refused', async (_name, extra) => {
    await shop.publish({ id: 'extra' })
    await shop.publish({ extra })
    changed(packages => {
      const version = inside(packages, 'small', 'versions', '1.0.0')
      Object.assign(inside(version, 'wireharp'), { permissions: [], dependencies: {} })
    })
    await refresh()
    expect(await shop.install('small', { agreed: true })).toBe('package-manifest-lies')
  })

  test.each(['../secret.tgz', '/etc/passwd', 'a/b.tgz', 'C:\\x.tgz'])(
    'Z01 a file “%s” outside of a folder is refused',
    async path => {
      await shop.publish()
      changed(packages => {
        const version = inside(packages, 'small', 'versions', '1.0.0')
        Reflect.set(inside(version, 'dist'), 'tarball', path)
      })
      await refresh()
      expect(await shop.install('small')).toBe('package-refused')
    },
  )
})

describe('M-03 T14 T15 T17 the user is asked', () => {
  test('for rights, strangers, strange names and what comes along; and agrees to just that', async () => {
    await shop.publish({ id: 'needed' })
    await shop.publish({ id: 'shimmer' }, { unsigned: true })
    await shop.publish(
      { id: 'shirnmer', extra: { permissions: ['midi'], dependencies: { needed: '^1.0.0' } } },
      { unsigned: true },
    )
    await refresh()
    const planned = await shop.market.plan({ id: 'shirnmer' })
    const plan = planned.ok ? planned.value.plan : undefined
    expect(plan?.questions.map(({ kind }) => kind).toSorted()).toEqual([
      'dependencies',
      'look-alike',
      'permissions',
      'unsigned',
    ])
    expect(plan?.steps.map(({ id, to }) => `${id} ${to}`)).toEqual([
      'needed 1.0.0',
      'shirnmer 1.0.0',
    ])
    expect(await shop.install('shirnmer')).toBe('plugin-look-alike')
    expect(await shop.install('shirnmer', { agreement: 'another' })).toBe('plugin-look-alike')
    expect(await shop.install('shirnmer', { agreement: plan?.agreement })).toBe('ok')
    expect(shop.versions()).toEqual({ needed: '1.0.0', shirnmer: '1.0.0' })
  })

  test('for what an update needs and the version that is here does not, whether that is here or comes along', async () => {
    await shop.publish({ id: 'needed', extra: { name: 'Needed one' } })
    await shop.publish()
    await shop.publish({ version: '1.1.0', extra: { dependencies: { needed: '^1.0.0' } } })
    await refresh()
    await shop.install('small', { version: '1.0.0' })
    const asked = async () => {
      const planned = await shop.market.plan({ id: 'small', update: true })
      return planned.ok ? planned.value.plan.questions : []
    }
    const question = { kind: 'dependencies', plugin: 'small' }
    expect(await asked()).toEqual([{ ...question, added: ['Needed one 1.0.0'], present: false }])
    await shop.install('needed')
    expect(await asked()).toEqual([{ ...question, added: ['Needed one'], present: true }])
    expect(await shop.install('small', { update: true })).toBe('agreement-needed')
  })

  test('what is needed is not taken away without a word', async () => {
    await shop.publish({ id: 'needed' })
    await shop.publish({ extra: { dependencies: { needed: '^1.0.0' } } })
    await refresh()
    await shop.install('small', { agreed: true })
    const refused = await shop.market.ended(shop.market.uninstall('needed', {}))
    expect(refused?.failures[0]).toMatchObject({ code: 'plugin-needed' })
    expect(refused?.failures[0]?.message).toContain('“Small” is needed by Small')
    expect((await shop.market.ended(shop.market.uninstall('small', {})))?.state).toBe('done')
    expect((await shop.market.ended(shop.market.uninstall('needed', {})))?.state).toBe('done')
  })
})

describe('M-02 two majors, and all plugins as they were', () => {
  test('stand side by side when asked for, each under an id of its own', async () => {
    await shop.publish()
    await shop.publish({ version: '2.0.0' })
    await refresh()
    await shop.install('small', { version: '1.0.0' })
    expect(await shop.install('small', { version: '2.0.0', beside: true })).toBe('ok')
    expect(shop.versions()).toEqual({ small: '1.0.0', 'small.v2': '2.0.0' })
    const { loadPlugins } = await import('../plugins')
    const { builtIn, plugins } = shop.parts.places
    const { catalog } = loadPlugins({ builtIn, user: plugins })
    expect([...catalog.keys()]).toEqual(['small/small', 'small.v2/small'])
    expect(catalog.get('small.v2/small')).toMatchObject({
      pluginVersion: '2.0.0',
      label: 'Small v2',
    })
    expect(catalog.get('small/small')?.label).toBe('Small')
  })

  test('come back without a registry, whatever was done since', async () => {
    await shop.publish()
    await shop.publish({ id: 'other' })
    await refresh()
    await shop.install('small')
    const taken = await shop.market.environments.take('before the gig')
    await shop.publish({ version: '1.1.0' })
    await refresh()
    await shop.install('small', { update: true })
    await shop.install('other')
    await shop.market.pin('small', true)
    writeFileSync(index(), '{}')
    const id = taken.ok ? taken.value.id : ''
    expect((await shop.market.ended(shop.market.restore(id)))?.failures).toEqual([])
    expect(shop.versions()).toEqual({ small: '1.0.0' })
    expect(shop.market.shop.installed.get('small')?.pinned).toBe(false)
    expect((await shop.market.ended(shop.market.restore('none')))?.failures[0]?.code).toBe(
      'environment-unknown',
    )
  })
})
