import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonSchema } from '#shared/graph'
import { parseManifest, readPlugin, type PluginFolder } from './read-plugin'
import { emptyNode, leastManifest, PluginHome } from './testing/plugin-home'
import { wholeManifest } from './testing/whole-manifest'

const schema = jsonSchema('plugin')
const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)

/** One of every type that JSON has, and numbers and texts that are no good. */
const others: readonly unknown[] = [
  null,
  true,
  0,
  -1.5,
  1e300,
  '',
  'x'.repeat(3000),
  [],
  [[]],
  {},
  { __proto: 1, unknown: [] },
]

type Path = readonly (string | number)[]

describe('J07 every field of plugin.json', () => {
  test('is in the manifest that the others of these tests are made from', () => {
    expect(parseManifest(JSON.stringify(wholeManifest))).toMatchObject({ ok: true })
    expect([...fieldsOf(schema)].filter(field => !keysOf(wholeManifest).has(field))).toEqual([])
  })

  test('is refused by its code with a value of a type that the published schema forbids', () => {
    let refused = 0
    for (const path of pathsIn(wholeManifest)) {
      for (const other of others) {
        const changed: unknown = replaced(wholeManifest, path, other)
        if (fits(changed)) continue
        const answer = parseManifest(JSON.stringify(changed))
        const [problem] = answer.ok ? [] : answer.error
        if (problem?.code !== 'plugin-manifest-invalid' || !/\w{3,}.*\.$/.test(problem.message)) {
          expect.fail(
            `${path.join('/')} = ${JSON.stringify(other).slice(0, 40)}: ${String(problem?.message)}`,
          )
        }
        refused++
      }
    }
    expect(refused).toBeGreaterThan(1000)
    // Thousands of manifests, each of them checked twice: work, and no waiting.
  }, 60_000)

  const said: [name: string, changes: object, message: string][] = [
    ['another kind of value', { name: 5 }, 'At /name: expected a text, found a number.'],
    ['a list for an object', { nodes: [] }, 'At /nodes: expected an object, found a list.'],
    ['nothing', { author: undefined }, 'At /author: it is missing; expected a text.'],
    ['no version', { version: '1' }, 'At /version: expected a semantic version.'],
    ['what nobody knows', { nosuch: 1 }, 'At /: there is no field “nosuch” here.'],
    ['too long a text', { name: 'x'.repeat(3000) }, 'At /name: it is longer than 60 letters.'],
    ['a wrong name', { kind: 'nosuch' }, 'At /kind: expected one of “'],
    ['an empty text', { name: '' }, 'At /name: it is empty.'],
    ['a value of two forms', { permissions: [7] }, '“system” or an object.'],
    [
      'a mistake deep in one of its forms',
      { permissions: [{ right: 'network', scope: 'all' }] },
      'At /permissions/0/scope: expected a list, found a text.',
    ],
  ]
  test.each(said)('with %s is told in words of JSON', (_name, changes, message) => {
    const answer = parseManifest(JSON.stringify({ ...leastManifest, ...changes }))
    expect(answer.ok ? '' : answer.error[0]?.message).toContain(message)
  })

  test('S2-15 that is left out where it must be is named: id, name, version, author, description and more', () => {
    for (const key of [
      'id',
      'name',
      'version',
      'api',
      'author',
      'description',
      'licence',
      'category',
    ]) {
      const { [key]: _left, ...rest }: Record<string, unknown> = wholeManifest
      const answer = parseManifest(JSON.stringify(rest))
      expect(answer.ok ? '' : answer.error.map(({ at }) => at)).toContain(`/${key}`)
    }
  })
})

describe('S30 J13 a manifest that is too much, or not what it seems', () => {
  const param = { kind: 'toggle', label: 'On', default: true }
  const many = (count: number, value: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_item, index) => [`a${index}`, value]))
  const changes: [name: string, changes: object, at: string][] = [
    [
      '9,000 parameters',
      { nodes: { n: { ...emptyNode, params: many(9000, param) } } },
      '/nodes/n/params',
    ],
    ['300 nodes', { nodes: many(300, emptyNode) }, '/nodes'],
    ['a name that runs backwards', { name: 'Gain\u202egpj.exe' }, '/name'],
    ['an author with a letter that is not seen', { author: 'Ada\u200b' }, '/author'],
    ['an id of another alphabet', { id: 'g\u0430in' }, '/id'],
  ]
  test.each(changes)('%s is refused', (_name, change, at) => {
    const answer = parseManifest(JSON.stringify({ ...leastManifest, ...change }))
    expect(answer.ok ? [] : answer.error.map(problem => problem.at)).toContain(at)
  })

  test('S1-36 code whose ports bring notes is refused: they would never reach it', () => {
    for (const form of ['script', 'wasm']) {
      const dsp = form === 'script' ? { form } : { form, module: 'dsp.wasm' }
      const nodes = { keys: { ...emptyNode, inputs: { held: { kind: 'notes' } }, dsp } }
      const manifest = { ...leastManifest, main: 'main.js', nodes }
      const refused = parseManifest(JSON.stringify(manifest))
      expect(refused).toMatchObject({
        error: [{ code: 'plugin-manifest-invalid', at: '/nodes/keys/inputs/held' }],
      })
    }
  })

  test('markup in texts is text like any other', () => {
    const answer = parseManifest(
      JSON.stringify({ ...leastManifest, name: '<img onerror=alert(1)>' }),
    )
    expect(answer).toMatchObject({ ok: true, value: { name: '<img onerror=alert(1)>' } })
  })
})

describe('J01 J04 plugin.json as a text', () => {
  const texts: [name: string, text: string][] = [
    ['nested ten thousand deep', `{"nodes":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['a key that stands there twice', '{"id": "a", "id": "b"}'],
    ['a prototype', '{"id": "a", "nodes": {"__proto__": {}}}'],
    ['a constructor', '{"constructor": {"prototype": {"polluted": 1}}}'],
    ['UTF-16', '\u0000{\u0000}'],
    ['a schema of a tool that nests', JSON.stringify({ tools: { a: nested(200) } })],
  ]
  test.each(texts)('%s is refused', (_name, text) => {
    const answer = parseManifest(text)
    expect(answer.ok ? '' : answer.error[0]?.code).toBe('plugin-manifest-invalid')
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
})

describe('files that plugin.json names', () => {
  test('are missed where they are not there, and refused where they lead out', () => {
    using home = new PluginHome()
    home.write('secret.html', 'no')
    const folder = home.plugin('mine', wholeManifest)
    const answer = readPlugin(folder)
    expect(
      answer.ok ? [] : answer.error.map(({ at = '' }) => at).toSorted((a, b) => a.localeCompare(b)),
    ).toEqual([
      '/main',
      '/models/own/file',
      '/nodes/wasm/dsp/module',
      '/views/dial/entry',
      '/workflows/first/file',
    ])
    const leads = {
      ...wholeManifest,
      views: { dial: { ...wholeManifest.views.dial, entry: '../secret.html' } },
    }
    expect(parseManifest(JSON.stringify(leads)).ok).toBe(false)
    for (const file of ['main.js', 'own.onnx', 'dsp.wasm', 'views/dial.html', 'first.wireharp']) {
      home.write(`data/plugins/mine/${file}`, '')
    }
    expect(sound(folder).code).toBe(join(folder, 'main.js'))
  })
})

describe('S1-07 the older shape of plugin.json', () => {
  const example = readFileSync(
    join(import.meta.dirname, 'testing/fixtures/seed-plugin.json'),
    'utf8',
  )

  test('its own example is read, with main.js in the place of main.py', () => {
    using home = new PluginHome()
    const folder = join(home.write('data/plugins/my_plugin/plugin.json', example), '..')
    const without = readPlugin(folder)
    expect(without.ok ? '' : without.error[0]?.message).toContain('no main.js beside plugin.json')
    home.write('data/plugins/my_plugin/main.js', '')
    expect(sound(folder).manifest).toMatchObject({
      id: 'my-plugin',
      name: 'My Plugin',
      version: '1.0.0',
      author: 'Author Name',
      description: 'Plugin description',
      kind: 'node',
      category: 'Audio Processing',
      main: 'main.js',
      dependencies: {},
      permissions: [],
      configSchema: {},
      defaultConfig: {},
    })
  })

  test('S1-08 its main file holds a class, which has two tools, unless it says what else it brings', () => {
    const seed: unknown = JSON.parse(example)
    const toolsOf = (changes: object) => {
      const answer = parseManifest(JSON.stringify({ ...Object(seed), ...changes }))
      return answer.ok ? Object.keys(answer.value.tools) : answer.error
    }
    expect(toolsOf({})).toEqual(['execute', 'definition'])
    expect(toolsOf({ main_file: undefined })).toEqual([])
    expect(toolsOf({ tools: {} })).toEqual([])
    expect(toolsOf({ sensors: {} })).toEqual([])
  })

  test('what it needs and asks for is brought into today’s terms', () => {
    const seed = {
      metadata: {
        name: 'Spectral Analyzer',
        version: '0.2.0',
        description: 'Looks.',
        author: 'A',
        plugin_type: 'ANALYSIS',
        category: 'Analysis',
        dependencies: ['gain', 'reverb>=2.0'],
        requires_permissions: ['execute', 'file_access', 'network'],
      },
      main_file: 'main.js',
      config_schema: { type: 'object' },
      default_config: { size: 1024 },
    }
    const answer = parseManifest(JSON.stringify(seed))
    expect(answer).toMatchObject({
      ok: true,
      value: {
        kind: 'analyzer',
        dependencies: { gain: '*', reverb: '>=2.0' },
        permissions: [{ right: 'files.read' }, { right: 'files.write' }, { right: 'network' }],
        defaultConfig: { size: 1024 },
      },
    })
  })

  test('is refused with a sentence where it is wrong', () => {
    for (const changes of [
      { name: 7 },
      { plugin_type: 'TOASTER' },
      { dependencies: 'gain' },
      { requires_permissions: ['root'] },
    ]) {
      const [[field, value] = ['', '']] = Object.entries(changes)
      const seed: unknown = JSON.parse(example)
      const answer = parseManifest(JSON.stringify(replaced(seed, ['metadata', field], value)))
      expect(answer.ok ? '' : answer.error[0]?.code).toBe('plugin-manifest-invalid')
    }
  })
})

/** Every property that the schema has a name for. */
function fieldsOf(part: unknown, found = new Set<string>()): Set<string> {
  if (typeof part !== 'object' || part === null) return found
  const entries: [string, unknown][] = Object.entries(part)
  for (const [key, value] of entries) {
    if (key === 'properties' && typeof value === 'object' && value !== null) {
      for (const field of Object.keys(value)) found.add(field)
    }
    fieldsOf(value, found)
  }
  return found
}

function keysOf(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found
  for (const [key, inner] of Object.entries(value)) keysOf(inner, found.add(key))
  return found
}

function pathsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...at, key]))]
}

function replaced(value: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined) return other
  if (typeof value !== 'object' || value === null) return value
  const items: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined
  const copy = items === undefined ? { ...value } : [...items]
  const inner: unknown = Reflect.get(value, key)
  Reflect.set(copy, key, replaced(inner, rest, other))
  return copy
}

function nested(depth: number): object {
  return depth === 0 ? {} : { not: nested(depth - 1) }
}

/** The plugin of a folder that has one. */
function sound(folder: string): PluginFolder {
  const answer = readPlugin(folder)
  if (answer.ok) return answer.value
  throw new Error(answer.error.map(({ message }) => message).join(' '))
}
