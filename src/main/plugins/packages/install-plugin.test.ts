import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { unwrap } from '#shared/kit'
import { AsyncPlugin } from '../../sandbox'
import { findPlugins } from '../find-plugins'
import { installPlugin, type InstallPlaces } from './install-plugin'
import { readRecord } from './installed'
import { packPlugin } from './pack-plugin'
import { done, put, smallManifest, smallPlugin, type SmallPlugin } from './testing/plugin-files'
import { TempFolder } from './testing/temp-folder'
import { uninstallPlugin } from './uninstall-plugin'
import { installedPlugins, upgradePlugin } from './upgrade-plugin'

vi.mock('./in-worker', () => import('./testing/at-hand'))

let temp: TempFolder
let places: InstallPlaces
beforeEach(() => {
  temp = new TempFolder()
  places = {
    plugins: temp.at('data/plugins'),
    builtIn: temp.at('built-in'),
    cache: temp.at('cache'),
    folder: temp.path,
  }
  put(temp.at('built-in/taken'), smallPlugin({ id: 'taken' }))
})
afterEach(() => temp[Symbol.dispose]())

function source(options: SmallPlugin = {}, files: Readonly<Record<string, string>> = {}): string {
  return put(temp.at('source'), { ...smallPlugin(options), ...files })
}

async function codeOf(text: string): Promise<string> {
  const installed = await installPlugin(text, places)
  return installed.ok ? 'ok' : (installed.error[0]?.code ?? '')
}

/** What is in the folder of plugins, the versions’ files apart. */
function present(): string[] {
  return existsSync(places.plugins)
    ? readdirSync(places.plugins, { recursive: true, encoding: 'utf8' })
        .filter(path => !/\.(js|map|md)$/.test(path))
        .toSorted()
    : []
}

describe('S2-11 S1-02 installing a plugin', () => {
  test('S2-23 from a folder puts it into <data>/plugins/<id>/<version>, with its source and every hash', async () => {
    const installed = done(await installPlugin(source(), places))
    expect(installed).toMatchObject({ id: 'small', version: '1.0.0', unchanged: false })
    expect(findPlugins(places.plugins)).toEqual([temp.at('data/plugins/small/1.0.0')])
    const record = readRecord(places.plugins, 'small')
    expect(record).toMatchObject({ source: temp.at('source'), folder: '1.0.0' })
    expect(Object.keys(record?.files ?? {})).toEqual(['main.js', 'package.json', 'plugin.json'])
  })

  test('again changes nothing; another build of one version stands beside it, then in its place', async () => {
    done(await installPlugin(source(), places))
    expect(done(await installPlugin('./source', places)).unchanged).toBe(true)
    done(await installPlugin(source({}, { 'README.md': 'Other' }), places))
    const [found = ''] = findPlugins(places.plugins)
    expect(found).toMatch(/small\/1\.0\.0\+[0-9a-f]{8}$/)
    expect(readFileSync(join(found, 'README.md'), 'utf8')).toBe('Other')
  })

  test('S2-35 a version stays for a way back, older ones go', async () => {
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) {
      done(await installPlugin(source({ version }), places))
    }
    expect(readdirSync(temp.at('data/plugins/small')).toSorted()).toEqual([
      '1.1.0',
      '1.1.0.json',
      '1.2.0',
      '1.2.0.json',
      'current',
    ])
    expect(readFileSync(temp.at('data/plugins/small/current'), 'utf8')).toBe('1.2.0\n')
  })

  test('from a package gives the same files as from its folder', async () => {
    const packed = done(await packPlugin(source()))
    writeFileSync(temp.at('small.tgz'), packed.bytes)
    const installed = done(await installPlugin('./small.tgz', places))
    expect(installed.integrity).toMatch(/^sha512-/)
    const folder = installed.folder
    expect(readFileSync(join(folder, 'main.js'))).toEqual(readFileSync(temp.at('source/main.js')))
  })

  test('bundles TypeScript, with what it imports', async () => {
    const folder = source(
      { extra: { main: 'main.ts' } },
      {
        'main.ts': `import { toGain } from '@wireharp/sdk'\nimport { one } from './lib/one'\nexport default { nodes: { small: () => ({ process() { toGain(one) } }) } }`,
        'lib/one.ts': `export const one: number = 1`,
        'main.test.ts': 'nonsense(',
      },
    )
    const { folder: to } = done(await installPlugin(folder, places))
    const code = readFileSync(join(to, 'main.js'), 'utf8')
    expect(code).not.toMatch(/^import\b/m)
    expect(code).toContain('one')
    expect(readdirSync(to)).not.toContain('main.test.ts')
  })

  test.each(['main.js', 'main.ts'])(
    'S1-07 S1-08 seed 001’s own plugin.json, with its class in %s beside it, is a plugin that runs',
    async name => {
      const manifest = join(import.meta.dirname, '../testing/fixtures/seed-plugin.json')
      const folder = put(temp.at('my_plugin'), {
        'plugin.json': readFileSync(manifest, 'utf8'),
        [name]: `import { adaptClass } from '@wireharp/sdk'
          class MyPlugin {
            async initialize() { return true }
            async execute({ value }, { factor = 1 }) { return { result: value * factor } }
            async cleanup() { return true }
            get_node_definition() { return { type: 'myNode', label: 'My Plugin', inputs: [], outputs: [], parameters: [] } }
          }
          export default adaptClass(MyPlugin)`,
      })
      const { folder: to, id } = done(await installPlugin(folder, places))
      expect(id).toBe('my-plugin')
      const said: string[] = []
      using plugin = unwrap(
        await AsyncPlugin.load({
          name: id,
          source: readFileSync(join(to, 'main.js'), 'utf8'),
          config: {},
          capabilities: [],
          limits: { heapMb: 32, setUpMs: 500, turnMs: 500 },
          onSaid: one => said.push(one.kind === 'done' ? one.text : one.kind),
        }),
      )
      const input = JSON.stringify({ inputs: { value: 21 }, parameters: { factor: 2 } })
      const later = Date.now() + 5000
      await plugin.enter([[0, 1, 'setup', '', '{}', later]])
      await plugin.enter([[0, 2, 'tool', 'execute', input, later]])
      await plugin.enter([[0, 3, 'tool', 'definition', '{}', later]])
      expect(said).toEqual(['null', '{"result":42}', expect.stringContaining('"type":"myNode"')])
    },
  )

  test('S2-20 each plugin brings its own dependencies inside its bundle; those of folders around it are not its', async () => {
    const dependency = (name: string, value: string) => ({
      [`node_modules/${name}/package.json`]: JSON.stringify({
        name,
        version: '1.0.0',
        main: 'index.js',
      }),
      [`node_modules/${name}/index.js`]: `module.exports = { which: '${value}' }`,
    })
    const main = (name: string) =>
      `import { which } from '${name}'\nexport default { nodes: { small: () => ({ process() { which } }) }, which }`
    const codeOf = async (id: string, version: string) => {
      const folder = put(temp.at('own', id), {
        ...smallPlugin({ id, extra: { main: 'main.ts' } }),
        'main.ts': main('dep'),
        ...dependency('dep', version),
      })
      const { folder: to } = done(await installPlugin(folder, places))
      expect(readdirSync(to)).not.toContain('node_modules')
      return readFileSync(join(to, 'main.js'), 'utf8')
    }
    const [one, two] = [await codeOf('one', 'dep of one'), await codeOf('two', 'dep of two')]
    expect([one.includes('dep of one'), one.includes('dep of two')]).toEqual([true, false])
    expect([two.includes('dep of one'), two.includes('dep of two')]).toEqual([false, true])
    // Hoisted: in the folder around it, where npm would find it.
    put(temp.path, dependency('hoisted', 'of all'))
    const lost = source({ extra: { main: 'main.ts' } }, { 'main.ts': main('hoisted') })
    const refused = await installPlugin(lost, places)
    expect(refused.ok ? undefined : refused.error[0]?.code).toBe('plugin-bundle-failed')
  })

  test.each(['node:fs', 'left-pad', '../outside', './gone'])(
    'S1-20 code that imports %s is refused, by name',
    async name => {
      put(temp.path, { 'outside.ts': 'export const secret = 1' })
      const main = `import * as all from '${name}'\nexport default { nodes: { small: all } }`
      const installed = await installPlugin(
        source({ extra: { main: 'main.ts' } }, { 'main.ts': main }),
        places,
      )
      const failure = installed.ok ? undefined : installed.error[0]
      expect(failure?.code).toBe('plugin-bundle-failed')
      expect(failure?.message).toContain(name.replace(/^\.+\//, ''))
      expect(present()).toEqual([])
    },
  )
})

describe('S1-02 nothing is installed', () => {
  test('where the manifest is wrong: every problem is told', async () => {
    const wrong = source({ extra: { version: 'one', licence: 7 } })
    const installed = await installPlugin(wrong, places)
    expect(installed.ok ? [] : installed.error.map(({ at }) => at)).toEqual([
      '/version',
      '/licence',
    ])
    expect(present()).toEqual([])
  })

  test.each(['con', '@acme/nul', 'com1'])(
    'Z05 under the id “%s”, which no folder can have everywhere',
    async id => {
      expect(await codeOf(source({ id }))).toBe('package-refused')
      expect(present()).toEqual([])
    },
  )

  test('under the id of a built-in plugin, or of one that was put there by hand', async () => {
    expect(await codeOf(source({ id: 'taken' }))).toBe('plugin-duplicate')
    put(temp.at('data/plugins/small'), smallPlugin())
    expect(await codeOf(source())).toBe('plugin-duplicate')
    expect(readdirSync(temp.at('data/plugins/small')).toSorted()).toEqual([
      'main.js',
      'plugin.json',
    ])
  })

  test.each([
    ['main', { main: 'gone.js' }],
    [
      'a module',
      {
        nodes: {
          small: { ...smallManifest().nodes['small'], dsp: { form: 'wasm', module: 'gone.wasm' } },
        },
      },
    ],
  ])('Z11 of which %s is not there', async (_name, extra) => {
    expect(await codeOf(source({ extra }))).toMatch(/^plugin-/)
    expect(present()).toEqual([])
  })

  test('Z13 what was looked at is what is installed, whatever the file is by then', async () => {
    const packed = done(await packPlugin(source()))
    const other = done(await packPlugin(source({ body: 'while (true);' })))
    writeFileSync(temp.at('small.tgz'), packed.bytes)
    const installed = done(
      await installPlugin('./small.tgz', places, () => {
        writeFileSync(temp.at('small.tgz'), other.bytes)
        return undefined
      }),
    )
    expect(readFileSync(join(installed.folder, 'main.js'), 'utf8')).not.toContain('while (true)')
  })

  test('Z14 through a link in place of its folder', async () => {
    mkdirSync(temp.at('elsewhere'))
    mkdirSync(places.plugins, { recursive: true })
    symlinkSync(temp.at('elsewhere'), temp.at('data/plugins/small'))
    expect(await codeOf(source())).toBe('path-refused')
    expect(readdirSync(temp.at('elsewhere'))).toEqual([])
  })

  test('Z03 of a folder with a link in it', async () => {
    const folder = source()
    symlinkSync('/etc/passwd', join(folder, 'README.md'))
    expect(await codeOf(folder)).toBe('package-refused')
  })

  test.each([
    ['package-source-unknown', 'a b c'],
    ['file-not-found', './nowhere'],
    ['file-not-found', './nowhere.tgz'],
  ])('%s: %s', async (code, text) => {
    expect(await codeOf(text)).toBe(code)
  })

  test('F04 I7 what a killed installation left is swept by the next one', async () => {
    // No process has so high a number.
    put(temp.at('data/plugins/.staging-4194999-abcdefgh'), { 'plugin.json': '{' })
    expect(findPlugins(places.plugins)).toEqual([])
    done(await installPlugin(source(), places))
    expect(readdirSync(places.plugins)).toEqual(['small'])
  })
})

describe('S2-11 from git', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], {
      cwd: temp.at('source'),
      encoding: 'utf8',
    }).trim()
  const commit = () => {
    git('add', '-A')
    git('commit', '--quiet', '-m', 'x')
    return git('rev-parse', 'HEAD')
  }

  test('a commit is pinned; branches, tags and commits are found; no script runs', async () => {
    const scripts = { prepare: 'touch ran', postinstall: 'touch ran', prepack: 'touch ran' }
    source({}, { 'package.json': JSON.stringify({ name: 'small', version: '1.0.0', scripts }) })
    git('init', '--quiet')
    const first = commit()
    git('tag', 'v1')
    source({ version: '2.0.0' })
    const second = commit()
    const url = `git+file://${temp.at('source')}`
    const latest = done(await installPlugin(url, places))
    expect(latest).toMatchObject({ version: '2.0.0', resolved: `${url}#${second}` })
    const tagged = done(await installPlugin(`${url}#v1`, places))
    expect(tagged).toMatchObject({ version: '1.0.0', resolved: `${url}#${first}` })
    expect(done(await installPlugin(`${url}#${first}`, places)).version).toBe('1.0.0')
    expect(await codeOf(`${url}#no-such`)).toBe('package-not-found')
    expect(await codeOf(`git+file://${temp.at('none')}`)).toBe('package-unreachable')
    expect(await codeOf(`${url}#--upload-pack=touch`)).toBe('package-source-unknown')
    expect(existsSync(temp.at('source/ran'))).toBe(false)
    expect(readdirSync(latest.folder)).not.toContain('ran')
  })
})

describe('S2-35 upgrade and uninstall', () => {
  test('an upgrade takes what the source has now, and nothing older or other', async () => {
    done(await installPlugin(source(), places))
    expect(done(await upgradePlugin('small', places)).unchanged).toBe(true)
    source({ version: '1.1.0' })
    expect(done(await upgradePlugin('small', places))).toMatchObject({
      version: '1.1.0',
      before: '1.0.0',
    })
    source({ version: '1.0.9' })
    const older = await upgradePlugin('small', places)
    expect(older.ok ? '' : older.error[0]?.code).toBe('package-older')
    source({ id: 'other', version: '3.0.0' })
    const other = await upgradePlugin('small', places)
    expect(other.ok ? '' : other.error[0]?.message).toContain('other')
    expect(installedPlugins(places.plugins)).toEqual(['small'])
  })

  test('what is uninstalled is gone, with its folder; of a scope the folder goes with the last', async () => {
    done(await installPlugin(source({ id: '@acme/small' }), places))
    expect(installedPlugins(places.plugins)).toEqual(['@acme/small'])
    expect(findPlugins(places.plugins)).toHaveLength(1)
    expect(await uninstallPlugin('@acme/small', places.plugins)).toMatchObject({ ok: true })
    expect(present()).toEqual([])
  })

  test('I5 a plugin that was put there by hand is not removed', async () => {
    put(temp.at('data/plugins/small'), smallPlugin())
    const removed = await uninstallPlugin('small', places.plugins)
    expect(removed.ok ? '' : removed.error.code).toBe('plugin-not-installed')
    expect(existsSync(temp.at('data/plugins/small/plugin.json'))).toBe(true)
  })

  test.each(['../small', '', '@a', 'x/../../y', 'none'])('Z01 there is no plugin %j', async id => {
    const removed = await uninstallPlugin(id, places.plugins)
    expect(removed.ok ? '' : removed.error.code).toBe('plugin-not-installed')
  })
})
