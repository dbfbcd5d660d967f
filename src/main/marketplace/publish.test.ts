import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { unwrap } from '#shared/kit'
import { MADE_HERE, SCRIPT_SOURCES } from '../plugins'
import {
  homeOf,
  installPlugin,
  parseManifest,
  publisherOf as publisherOfPlugin,
  readRecord,
} from '../plugins/packages'
import { done, put, smallManifest, smallPlugin } from '../plugins/packages/testing/plugin-files'
import type { MadePlugin } from './marketplace-service'
import { publisherOf, type PublishRequest } from './publish/publisher'
import { withNotes, withVersion } from './publish/released-files'
import { TestMarket } from './testing/test-market'

vi.mock('../plugins/packages/in-worker', () => import('../plugins/packages/testing/at-hand'))

let shop: TestMarket
beforeEach(async () => {
  shop = new TestMarket()
  await shop.addShelf()
  await shop.market.catalogue.refresh('shelf')
})
afterEach(() => shop[Symbol.asyncDispose]())

let isMine = true
/** As the plugin manager knows it. */
function pluginOf(id: string): MadePlugin | undefined {
  const { plugins } = shop.parts.places
  const record = readRecord(plugins, id)
  if (record === undefined) return undefined
  const folder = join(homeOf(plugins, id), record.folder)
  const { name, author, version } = done(
    parseManifest(readFileSync(join(folder, 'plugin.json'), 'utf8')),
  )
  const made = record.source === MADE_HERE ? { own: true as const } : { editable: true as const }
  return { id, name, author, version, folder, ...(isMine && made) }
}

const publisher = () =>
  publisherOf(shop.market, {
    paths: { home: shop.temp.path, config: shop.temp.at('config') },
    pluginOf: async id => pluginOf(id),
  })

/** What became of it: `ok`, or the code of what is wrong. */
async function publish(wish: Partial<PublishRequest> = {}): Promise<string> {
  const all = { id: 'small', registry: 'shelf', version: '1.0.0', notes: '', certify: false }
  const begun = await publisher().publish({ ...all, ...wish })
  if (!begun.ok) return begun.error.code
  const task = await shop.market.ended(begun.value)
  return task?.state === 'done' ? 'ok' : (task?.failures[0]?.code ?? '')
}

const places = () => {
  const { plugins, builtIn, cache, data } = shop.parts.places
  return { plugins, builtIn, cache, folder: data }
}
const shelf = () => readdirSync(shop.temp.at('shelf')).filter(name => name.endsWith('.tgz'))

describe('M-04 publishing from the app', { timeout: 120_000 }, () => {
  test('M-04 what was made of nodes is out as the version that was chosen, signed, and is that version here', async () => {
    const source = put(shop.temp.at('made'), smallPlugin())
    done(await installPlugin(source, { ...places(), noted: MADE_HERE }))
    const before = unwrap(await publisher().facts('small'))
    expect(before).toMatchObject({ version: '1.0.0', published: {} })
    expect(before.fingerprint).toBeUndefined()
    expect(await publish({ version: '1.1.0', notes: 'Louder.\n- Softer.' })).toBe('ok')
    expect(shelf()).toEqual(['small-1.1.0.tgz'])
    expect(statSync(before.keyFile).mode & 0o777).toBe(0o600)
    const after = unwrap(await publisher().facts('small'))
    expect(after).toMatchObject({ version: '1.1.0', published: { shelf: ['1.1.0'] } })
    const listed = shop.market.catalogue.get('small')
    expect(listed?.shown.card.publisher?.name).toBe('Tests')
    const known = publisherOfPlugin(shop.parts.places.plugins, 'small')
    expect(known?.key).toBe(listed?.shown.card.publisher?.key)
    // Whoever takes it from there has all of it.
    await shop.market.ended(shop.market.uninstall('small', {}))
    expect(await shop.install('small', { agreed: true })).toBe('ok')
    const folder = join(shop.parts.places.plugins, 'small/1.1.0')
    expect(readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')).toBe(
      '# Changes\n\n## 1.1.0 (2026-11-21)\n\n- Louder.\n- Softer.\n',
    )
    expect(readRecord(shop.parts.places.plugins, 'small')?.publisher?.name).toBe('Tests')
  })

  test('M-04 a script is published from its sources, once it passes its checks; till then nothing is out', async () => {
    const sources = shop.temp.at('data', SCRIPT_SOURCES, 'small')
    const manifest = JSON.stringify({ ...smallManifest(), main: 'main.ts' })
    const code = (sample: string) =>
      `export default { nodes: { small: () => ({ process({ inputs, outputs, frames }) { for (let i = 0; i < frames; i++) outputs.out[0][i] = ${sample} } }) } }`
    put(sources, { 'plugin.json': manifest, 'main.ts': code('0 / 0') })
    done(await installPlugin(sources, places()))
    expect(await publish({ version: '1.1.0' })).toBe('plugin-not-conforming')
    expect(shelf()).toEqual([])
    expect(pluginOf('small')?.version).toBe('1.0.0')
    writeFileSync(join(sources, 'main.ts'), code('(inputs.in[0]?.[i] ?? 0) / 2'))
    expect(await publish({ version: '1.1.0', notes: 'It halves.' })).toBe('ok')
    expect(pluginOf('small')?.version).toBe('1.1.0')
    expect(readFileSync(join(sources, 'plugin.json'), 'utf8')).toContain('"version": "1.1.0"')
    expect(readFileSync(join(sources, 'CHANGELOG.md'), 'utf8')).toContain('- It halves.')
    expect(existsSync(join(sources, 'main.ts'))).toBe(true)
  })

  test('M-04 what is out stays as it is; older ones, other people’s and other people’s folders are refused', async () => {
    await shop.publish({ version: '1.0.0' })
    await shop.market.catalogue.refresh('shelf')
    done(await installPlugin(put(shop.temp.at('made'), smallPlugin()), places()))
    expect(await publish({ version: '1.0.0' })).toBe('version-published')
    expect(await publish({ version: '0.9.0' })).toBe('publish-refused')
    expect(await publish({ version: '1.1.0', registry: 'nobody' })).toBe('registry-unknown')
    expect(await publish({ id: 'nobody' })).toBe('plugin-not-found')
    await shop.publish({ id: 'other' }, { indexKey: shop.key })
    expect(await publish({ version: '1.1.0' })).toBe('publish-refused')
    writeFileSync(unwrap(await publisher().facts('small')).keyFile, 'no key')
    expect(unwrap(await publisher().facts('small')).keyFailure?.code).toBe('key-missing')
    expect(await publish({ version: '1.1.0' })).toBe('key-missing')
    isMine = false
    expect(await publish({ version: '1.1.0' })).toBe('plugin-not-made-here')
    isMine = true
    expect(shelf()).toEqual(['other-1.0.0.tgz', 'small-1.0.0.tgz'])
  })

  test('M-04 what is new stands on top of what was, once a version', () => {
    const now = Date.UTC(2026, 10, 21)
    const first = withNotes('', { version: '1.0.0', notes: 'First.', now })
    const second = withNotes(first, { version: '1.1.0', notes: ' - Second. \n\n', now })
    expect(second.match(/^#.*|^- .*/gm)).toEqual([
      ...['# Changes', '## 1.1.0 (2026-11-21)', '- Second.'],
      ...['## 1.0.0 (2026-11-21)', '- First.'],
    ])
    const again = withNotes(second, { version: '1.1.0', notes: 'Other.', now })
    expect(again.match(/^- .*/gm)).toEqual(['- Other.', '- First.'])
    expect(withNotes('## 1\n\n- Old.\n', { version: '2.0.0', notes: '', now })).toContain('Old.')
    expect(withVersion('{"id":"a","version":"1.0.0","x":1}', '2.0.0')).toContain('"x": 1')
    expect(withVersion('{', '2.0.0')).toBeUndefined()
  })
})
