import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import type { NodeCatalog } from '#shared/graph'
import { createPresetsService } from './presets-service'

const type = 'filter/filter'
const catalog: NodeCatalog = new Map([
  [
    type,
    {
      type,
      plugin: 'filter',
      pluginVersion: '1.2.0',
      category: 'Filters',
      label: 'Filter',
      description: '',
      kind: 'effect',
      tags: [],
      inputs: {},
      outputs: {},
      params: {},
      dsp: { form: 'kernels', kernels: {}, cables: [] },
    },
  ],
])

const call = { signal: new AbortController().signal }
let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'presets-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

/** A service as it is after a start. */
function service() {
  return createPresetsService({
    paths: { data: join(home, 'data') },
    catalog: () => catalog,
    folderOf: plugin => (plugin === 'filter' ? join(home, 'plugin') : undefined),
  })
}

function putFactory(file: string, content: object | string): void {
  mkdirSync(join(home, 'plugin/presets'), { recursive: true })
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  writeFileSync(join(home, 'plugin/presets', file), text)
}

const factory = (name: string, node = type) => ({
  format: 'wireharp-preset',
  version: 1,
  node,
  pluginVersion: '1.2.0',
  name,
  params: { frequency: 440 },
})

const names = async () =>
  unwrap(await service().list({ type }, call)).presets.map(
    ({ name, origin }) => `${origin} ${name}`,
  )

describe('E-12 presets on disk', () => {
  test('are those of the plugin, then the user’s own, and outlive the app', async () => {
    putFactory('warm.json', factory('Warm'))
    putFactory('other.json', factory('Another node’s', 'filter/other'))
    const saved = unwrap(
      await service().save(
        {
          type,
          name: 'Mine: “été”',
          params: { frequency: 99 },
          replace: false,
        },
        call,
      ),
    )
    expect(saved).toMatchObject({
      origin: 'user',
      pluginVersion: '1.2.0',
      params: { frequency: 99 },
    })
    expect(await names()).toEqual(['factory Warm', 'user Mine: “été”'])
  })

  test('a name is taken once, unless the user wants to replace it', async () => {
    const save = (frequency: number, replace: boolean) =>
      service().save({ type, name: 'Mine', params: { frequency }, replace }, call)
    unwrap(await save(1, false))
    expect(await save(2, false)).toMatchObject({ ok: false, error: { code: 'preset-exists' } })
    unwrap(await save(3, true))
    const { presets } = unwrap(await service().list({ type }, call))
    expect(presets).toMatchObject([{ name: 'Mine', params: { frequency: 3 } }])
  })

  test('are renamed with their mark, and deleted; those of the plugin are not', async () => {
    putFactory('warm.json', factory('Warm'))
    const { id } = unwrap(
      await service().save({ type, name: 'Mine', params: {}, replace: false }, call),
    )
    unwrap(await service().setFavourite({ type, id, favourite: true }, call))
    unwrap(await service().setFavourite({ type, id: 'factory-warm', favourite: true }, call))
    const renamed = unwrap(await service().rename({ type, id, name: 'Ours' }, call))
    expect(renamed).toMatchObject({ name: 'Ours', favourite: true })
    const marked = unwrap(await service().list({ type }, call)).presets.map(each => each.favourite)
    expect(marked).toEqual([true, true])
    unwrap(await service().remove({ type, id: renamed.id }, call))
    expect(await names()).toEqual(['factory Warm'])
    for (const way of ['remove', 'rename'] as const) {
      const answer = await service()[way]({ type, id: 'factory-warm', name: 'X' }, call)
      expect(answer).toMatchObject({ ok: false, error: { code: 'preset-unknown' } })
    }
  })

  test('a file that is none is named, and the others are there all the same', async () => {
    putFactory('warm.json', factory('Warm'))
    putFactory('torn.json', '{"format": "wireharp-preset", "ver')
    putFactory('newer.json', { ...factory('Newer'), version: 9 })
    putFactory('wrong.json', { ...factory('Wrong'), params: { frequency: null } })
    const { presets, problems } = unwrap(await service().list({ type }, call))
    expect(presets.map(({ name }) => name)).toEqual(['Warm'])
    expect(problems.map(({ code }) => code).toSorted()).toEqual([
      'preset-damaged',
      'preset-damaged',
      'preset-version-newer',
    ])
    expect(problems.map(({ message }) => message).join()).toContain('torn.json')
  })

  test('a file is taken in as one of the user’s own; 20 wrong ones are refused and leave nothing', async () => {
    const text = JSON.stringify(factory('From a friend'))
    expect(unwrap(await service().import({ text, replace: false }, call)).origin).toBe('user')
    const wrong = [
      '',
      '[]',
      'null',
      '{}',
      '"preset"',
      '\u0000',
      JSON.stringify({ ...factory('x'), node: '../../etc/passwd' }),
      JSON.stringify({ ...factory('x'), name: '' }),
      JSON.stringify({ ...factory('x'), name: 'a\nb' }),
      JSON.stringify({ ...factory('x'), name: 'x'.repeat(101) }),
      JSON.stringify({ ...factory('x'), params: [] }),
      JSON.stringify({ ...factory('x'), params: { '../x': 1 } }),
      JSON.stringify({ ...factory('x'), params: { a: {} } }),
      JSON.stringify({ ...factory('x'), more: true }),
      JSON.stringify({ ...factory('x'), version: '1' }),
      JSON.stringify({ ...factory('x'), version: 2 }),
      JSON.stringify({ ...factory('x'), format: 'wireharp-project' }),
      JSON.stringify({ ...factory('x'), tags: ['x'.repeat(31)] }),
      '{"__proto__": {"format": "wireharp-preset"}}',
      'x'.repeat(1_000_001),
    ]
    for (const each of wrong) {
      const answer = await service().import({ text: each, replace: true }, call)
      expect(answer, each.slice(0, 80)).toMatchObject({ ok: false })
    }
    expect(await names()).toEqual(['user From a friend'])
    expect(readdirSync(join(home, 'data/presets'))).toEqual(['filter__filter'])
  })
})
