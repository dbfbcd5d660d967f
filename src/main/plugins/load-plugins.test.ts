import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { builtInPlugins, checkPlugin, loadPlugins } from './load-plugins'

let user = ''
beforeEach(() => {
  user = mkdtempSync(join(tmpdir(), 'wireharp-plugins-'))
})
afterEach(() => rmSync(user, { recursive: true, force: true }))

const manifest = {
  id: 'mine',
  name: 'Mine',
  version: '1.0.0',
  api: 1,
  author: 'Me',
  description: 'A plugin.',
  licence: 'MIT',
  category: 'Test',
}

const script = { mine: { label: 'Mine', description: '', kind: 'effect', dsp: { form: 'script' } } }

function kernelNode(dsp: object) {
  return {
    mine: { label: 'Mine', description: '', kind: 'effect', dsp: { form: 'kernels', ...dsp } },
  }
}

function put(folder: string, plugin: unknown): string {
  mkdirSync(join(user, folder), { recursive: true })
  const text = typeof plugin === 'string' ? plugin : JSON.stringify(plugin)
  writeFileSync(join(user, folder, 'plugin.json'), text)
  return join(user, folder)
}

/** Twenty ways to be broken, and the code that each gets. */
const broken: [name: string, plugin: unknown, code: string][] = [
  ['no JSON', 'not json', 'plugin-manifest-invalid'],
  ['an empty file', '', 'plugin-manifest-invalid'],
  ['a binary file', '\u0000\u0001\u0002', 'plugin-manifest-invalid'],
  ['cut off', '{"id": "mine"', 'plugin-manifest-invalid'],
  ['an array', [], 'plugin-manifest-invalid'],
  ['null', 'null', 'plugin-manifest-invalid'],
  ['nothing in it', {}, 'plugin-manifest-invalid'],
  ['a prototype', '{"__proto__": {"id": "mine"}}', 'plugin-manifest-invalid'],
  ['a wrong id', { ...manifest, id: '../evil' }, 'plugin-manifest-invalid'],
  ['a wrong version', { ...manifest, version: 'one' }, 'plugin-manifest-invalid'],
  ['another api', { ...manifest, api: 2 }, 'plugin-manifest-invalid'],
  ['an unknown field', { ...manifest, extra: 1 }, 'plugin-manifest-invalid'],
  ['a name that is a number', { ...manifest, name: 1 }, 'plugin-manifest-invalid'],
  ['a script without main', { ...manifest, nodes: script }, 'plugin-manifest-invalid'],
  [
    'a main that is not there',
    { ...manifest, main: 'main.js', nodes: script },
    'plugin-manifest-invalid',
  ],
  [
    'a main that leads out',
    { ...manifest, main: '../main.js', nodes: script },
    'plugin-manifest-invalid',
  ],
  [
    'a node called constructor',
    { ...manifest, nodes: { constructor: script.mine } },
    'plugin-manifest-invalid',
  ],
  [
    'an unknown kernel',
    { ...manifest, nodes: kernelNode({ kernels: { k: { kernel: 'nope' } }, cables: [] }) },
    'plugin-manifest-invalid',
  ],
  [
    'a loop of kernels',
    {
      ...manifest,
      nodes: kernelNode({
        kernels: { a: { kernel: 'gain' }, b: { kernel: 'gain' } },
        cables: ['a.out -> b.in', 'b.out -> a.in'],
      }),
    },
    'plugin-manifest-invalid',
  ],
  [
    'notes into an input of sound',
    {
      ...manifest,
      nodes: kernelNode({
        kernels: { a: { kernel: 'note-feed' }, b: { kernel: 'gain' } },
        cables: ['a.out -> b.in'],
      }),
    },
    'plugin-manifest-invalid',
  ],
  [
    'notes of two kernels into one',
    {
      ...manifest,
      nodes: kernelNode({
        kernels: {
          a: { kernel: 'note-feed' },
          b: { kernel: 'note-feed' },
          c: { kernel: 'transpose' },
        },
        cables: ['a.out -> c.notes', 'b.out -> c.notes'],
      }),
    },
    'plugin-manifest-invalid',
  ],
  ['a manifest of 2 MB', { ...manifest, description: 'x'.repeat(2e6) }, 'plugin-manifest-invalid'],
]

describe('S2-21 broken plugins', () => {
  test.each(broken)('%s is refused with its code, and a sentence', (_name, plugin, code) => {
    const [problem] = checkPlugin(put('p', plugin))
    expect(problem?.code).toBe(code)
    expect(problem?.message).toMatch(/\w{3,}.*\.$/)
  })

  test('twenty of them are listed with their reasons, and nothing else is disturbed', () => {
    const alone = loadPlugins({ builtIn: builtInPlugins() })
    broken.forEach(([, plugin], index) => put(`broken-${index}`, plugin))
    symlinkSync(user, join(user, 'round'))
    put('fine', { ...manifest, nodes: kernelNode({ kernels: {}, cables: [] }) })
    put('zwin', { ...manifest, nodes: kernelNode({ kernels: {}, cables: [] }) })
    const { plugins, catalog } = loadPlugins({ builtIn: builtInPlugins(), user })
    const failed = plugins.filter(({ state }) => state === 'failed')
    expect(failed).toHaveLength(broken.length + 1)
    expect(failed.every(({ reason }) => reason !== undefined)).toBe(true)
    expect(failed.at(-1)?.reason?.code).toBe('plugin-duplicate')
    expect(catalog.size).toBe(alone.catalog.size + 1)
    expect(catalog.has('mine/mine')).toBe(true)
  })

  test('pipes, devices and folders in the place of files are no plugins, and nothing waits for them', () => {
    const pipe = join(user, 'pipe')
    mkdirSync(pipe)
    execFileSync('mkfifo', [join(pipe, 'plugin.json')])
    const device = join(user, 'device')
    mkdirSync(device)
    symlinkSync('/dev/zero', join(device, 'plugin.json'))
    mkdirSync(join(user, 'folder', 'plugin.json'), { recursive: true })
    const code = put('code', { ...manifest, main: 'main.js', nodes: script })
    execFileSync('mkfifo', [join(code, 'main.js')])
    const { plugins } = loadPlugins({ builtIn: builtInPlugins(), user })
    const failed = plugins.filter(({ state }) => state === 'failed')
    expect(failed.map(({ id, reason }) => [id, reason?.code])).toEqual([
      ['code', 'plugin-manifest-invalid'],
      ['device', 'plugin-manifest-invalid'],
      ['folder', 'plugin-manifest-invalid'],
      ['pipe', 'plugin-manifest-invalid'],
    ])
  })

  test('a file in the place of the plugins’ folder disturbs nothing', () => {
    const file = join(user, 'file')
    writeFileSync(file, '')
    expect(loadPlugins({ builtIn: builtInPlugins(), user: file }).plugins.length).toBeGreaterThan(5)
  })

  test('code behind a link that leads out of the folder is refused', () => {
    const outside = join(user, 'outside.js')
    writeFileSync(outside, 'export default {}')
    const folder = put('p', { ...manifest, main: 'main.js', nodes: script })
    symlinkSync(outside, join(folder, 'main.js'))
    expect(checkPlugin(folder)[0]?.code).toBe('path-refused')
  })
})
