import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newKey } from '../../../../marketplace/testing/test-market'
import {
  packPlugin,
  publicKeyOf,
  readTarball,
  signPackage,
  writeTarball,
} from '../../../../plugins/packages'
import {
  done,
  put,
  smallPlugin,
  type SmallPlugin,
} from '../../../../plugins/packages/testing/plugin-files'
import { TempFolder } from '../../../../plugins/packages/testing/temp-folder'
import { main } from '../../main'

vi.mock(
  '../../../../plugins/packages/in-worker',
  () => import('../../../../plugins/packages/testing/at-hand'),
)

let temp: TempFolder
beforeEach(() => {
  temp = new TempFolder()
  vi.stubEnv('WIREHARP_HOME', temp.at('home'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  temp[Symbol.dispose]()
})

async function run(...line: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await main(['plugin', ...line], {
    env: { WIREHARP_HOME: temp.at('home') },
    out: text => void out.push(text),
    err: text => void err.push(text),
    status: () => {},
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

function write(path: string, content: string | object): string {
  const full = temp.at('home', path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content))
  return full
}

const key = newKey()

async function signed(plugin: SmallPlugin): Promise<string> {
  const folder = put(temp.at('sources', plugin.id ?? 'small'), smallPlugin(plugin))
  const files = await readTarball(done(await packPlugin(folder)).bytes)
  if (!files.ok) throw new Error(files.error.message)
  const path = temp.at(`${plugin.id ?? 'small'}.tgz`)
  writeFileSync(path, writeTarball(signPackage(files.value, { key, name: 'Ada' }, Date.now())))
  return path
}

const midi = [{ right: 'midi', why: 'It plays.' }]

describe('S1-33 wireharp plugin audit', () => {
  test('tells who signed it, what was granted when and by whom, its licence, use and findings', async () => {
    const body = 'eval("1")'
    await run('install', await signed({ extra: { permissions: midi }, body }))
    const at = Date.UTC(2026, 10, 1)
    const grant = { plugin: 'small', right: 'midi', target: '*', allowed: true, until: 'always' }
    write('data/grants.json', {
      version: 1,
      offline: false,
      grants: [{ ...grant, at, by: 'ada' }],
    })
    const day = Math.floor(Date.now() / 86_400_000)
    write('data/plugin-use.json', { version: 1, days: { small: day - 100 } })
    const { code, out } = await run('audit', '--unused', '90')
    expect(code).toBe(0)
    expect(out).toContain('small 1.0.0  enabled, MIT, from ')
    expect(out).toContain(`signed by Ada (`)
    expect(out).toContain(`key ${publicKeyOf(key)}`)
    expect(out).toContain('allowed: Use MIDI devices, always, by ada on 2026-11-01T00:00:00.000Z')
    expect(out).toContain('note: Not used for 100 days.')
    expect(out).toContain('note: Its code holds what deserves a look.')
    expect(out).toContain('Every file is the one that was installed.')
    expect((await run('audit', '--unused', '101')).out).not.toContain('Not used')
    const json: unknown = JSON.parse((await run('audit', '--json')).out)
    expect(json).toHaveProperty('plugins')
    expect(json).toMatchObject({
      plugins: [
        {
          publisher: { name: 'Ada', key: publicKeyOf(key) },
          behind: 0,
          licence: 'MIT',
          permissions: [{ right: 'midi', decisions: [{ by: 'ada', at, until: 'always' }] }],
        },
      ],
    })
  })

  test('a changed file, and a plugin that keeps dying, are serious: it ends with 1', async () => {
    await run('install', await signed({}))
    write('data/plugins.json', {
      version: 1,
      plugins: { small: { quarantine: { at: 1, reason: 'it hung' } } },
    })
    const dead = await run('audit')
    expect(dead.code).toBe(1)
    expect(dead.out).toMatch(/SERIOUS: Small: it died too often: it hung/)
    write('data/plugins.json', { version: 1, plugins: {} })
    expect(await run('audit')).toMatchObject({ code: 0 })
    write('data/plugins/small/1.0.0/main.js', 'export default {}')
    const changed = await run('audit')
    expect(changed.code).toBe(1)
    expect(changed.out).toContain('SERIOUS: Changed since it was installed: main.js.')
  })

  test('what policy.yaml refuses is not installed, and what is there already does not run', async () => {
    const package_ = await signed({})
    write('config/policy.yaml', `publishers: {denied: ['${publicKeyOf(key)}']}`)
    const refused = await run('install', package_)
    expect(refused.code).toBe(1)
    expect(refused.err).toMatch(/^error policy-refused: .*policy\.yaml at publishers\.denied/)
    expect(existsSync(temp.at('home/data/plugins/small'))).toBe(false)
    write('config/policy.yaml', '')
    expect(await run('install', package_)).toMatchObject({ code: 0 })
    write('config/policy.yaml', `publishers: {denied: ['${publicKeyOf(key)}']}`)
    expect((await run('list')).out).toMatch(/^disabled .*small .*policy\.yaml/m)
    const audit = await run('audit')
    expect(audit.code).toBe(1)
    expect(audit.out).toContain('SERIOUS: The publisher of “small” is refused')
    write('config/policy.yaml', 'publishers: {deny: all}')
    expect(await run('policy')).toMatchObject({ code: 1 })
    expect((await run('upgrade')).err).toMatch(/^error policy-invalid: /)
    expect((await run('doctor')).out).toContain('policy.yaml does not fit')
  })

  test('policy shows all that holds', async () => {
    write('config/policy.yaml', 'permissions: {never: [serial]}')
    const { out } = await run('policy')
    expect(out).toMatch(/never:\n +- serial/)
    expect(out).toContain('coolDownHours: 48')
    const json: unknown = JSON.parse((await run('policy', '--json')).out)
    expect(json).toMatchObject({ exists: true, policy: { updates: { automatic: false } } })
  })
})

describe('S1-33 wireharp plugin cleanup', () => {
  test('takes what is left of plugins that are gone, and nothing of those that are there', async () => {
    await run('install', await signed({}))
    const stays = [
      write('data/plugin-storage/small.json', '[]'),
      write('data/certificates/small.json', '{}'),
      write('logs/plugins/small.log', ''),
      write('logs/plugins/notes.txt', ''),
    ]
    const goes = [
      write('data/plugin-storage/@acme+gone.json', '[]'),
      write('data/certificates/gone.json', '{}'),
      write('logs/plugins/%40acme%2Fgone.log', 'x'),
      write('logs/plugins/gone.log.1', 'x'),
      write('data/plugin-files/ab/abcdef', 'nobody needs it'),
      write('data/plugins/.staging-999999-abc/plugin.json', '{}'),
      write('data/plugins/small/0.0.1/plugin.json', '{}'),
    ]
    const grants = ['small', 'gone'].map(plugin => ({
      ...{ plugin, right: 'midi', target: '*', allowed: true, until: 'always', at: 1 },
    }))
    const book = write('data/grants.json', { version: 1, offline: true, grants })
    const dry = await run('cleanup', '--dry-run')
    expect(dry.out.split('\n')).toHaveLength(8)
    expect([...stays, ...goes].filter(path => !existsSync(path))).toEqual([])
    const { out } = await run('audit', '--fix')
    expect(out).toContain('Removed: data of @acme/gone, ')
    expect(out).toContain('Removed: permissions of gone, ')
    expect(stays.filter(path => !existsSync(path))).toEqual([])
    expect(goes.filter(existsSync)).toEqual([])
    expect(readdirSync(temp.at('home/data/plugins/small')).toSorted()).toEqual([
      '1.0.0',
      '1.0.0.json',
      'current',
    ])
    const kept: unknown = JSON.parse(readFileSync(book, 'utf8'))
    expect(kept).toMatchObject({ offline: true, grants: [{ plugin: 'small' }] })
    expect((await run('cleanup')).out).toBe('Nothing is left over.')
  })
})

describe('S1-38 wireharp plugin doctor --fix', () => {
  test('lifts a quarantine, enables what is needed, resets settings, and says what it did', async () => {
    const need = { dependencies: { base: '*' } }
    const strict = {
      configSchema: { type: 'object', properties: { n: { type: 'number' } } },
      defaultConfig: { n: 1 },
    }
    for (const [id, extra] of Object.entries({ base: {}, dead: {}, lost: need, odd: strict })) {
      for (const [name, text] of Object.entries(smallPlugin({ id, extra }))) {
        write(join('data/plugins', id, name), text)
      }
    }
    write('data/plugins.json', {
      version: 1,
      plugins: { dead: { quarantine: { at: 1, reason: 'it hung' } }, base: { enabled: false } },
    })
    const settings = 'plugins:\n  custom:\n    - name: odd\n      config: {n: many}\n'
    write('config/config.yaml', settings)
    expect(await run('doctor')).toMatchObject({ code: 1 })
    const { code, out } = await run('doctor', '--fix')
    expect(out).toMatch(/^dead {2}fix: Its quarantine was lifted/m)
    expect(out).toMatch(/^lost {2}fix: What it needs was enabled: base\./m)
    expect(out).toMatch(/^odd {2}fix: Its settings are its defaults again/m)
    expect(code).toBe(0)
    expect(await run('doctor')).toMatchObject({ code: 0 })
    expect(readFileSync(temp.at('home/config/config.yaml.before-fix'), 'utf8')).toBe(settings)
    const list = (await run('list')).out
    for (const id of ['base', 'dead', 'lost', 'odd']) {
      expect(list).toMatch(new RegExp(`^enabled +${id} `, 'm'))
    }
  })

  test('brings the version before back where files were changed; what it cannot mend stays told', async () => {
    await run('install', await signed({}))
    await run('install', await signed({ version: '1.1.0' }))
    write('data/plugins/small/1.1.0/plugin.json', '{}')
    expect((await run('doctor', '--fix')).out).toMatch(/1\.0\.0 is back, and pinned/)
    expect((await run('list')).out).toMatch(/^enabled +small +1\.0\.0/m)
    // What runs all the same, and is not what was installed.
    write('data/plugins/small/1.0.0/main.js', 'export default {}')
    const changed = await run('doctor', 'small')
    expect(changed.out).toContain('note: Changed since it was installed: main.js.')
    write('data/plugins/small/1.0.0/plugin.json', '{}')
    expect((await run('doctor', 'small', '--fix')).out).toMatch(/install it again from .*\.tgz\./)
    write('data/plugins/bad/plugin.json', '{}')
    const { code, out } = await run('doctor', '--fix')
    expect(code).toBe(1)
    expect(out).toMatch(/^bad {2}fix: .*no version before it is there/m)
  })
})

describe('S1-38 wireharp plugin bisect', () => {
  test('finds the one of seven that is to blame in at most four answers, over restarts', async () => {
    const ids = ['a1', 'b2', 'c3', 'd4', 'e5', 'f6', 'g7']
    for (const id of ids) {
      for (const [name, text] of Object.entries(smallPlugin({ id }))) {
        write(join('data/plugins', id, name), text)
      }
    }
    for (const culprit of ['a1', 'e5', 'g7']) {
      let said = await run('bisect', 'start', '--json')
      let answers = 0
      while (said.out.includes('"searching"')) {
        // What a person would see: the trouble is there if the plugin runs.
        const runs = new RegExp(`^enabled +${culprit} `, 'm').test((await run('list')).out)
        said = await run('bisect', runs ? 'bad' : 'good', '--json')
        answers++
      }
      expect(JSON.parse(said.out)).toMatchObject({ state: 'found', culprit })
      expect(answers).toBeLessThanOrEqual(4)
      const list = (await run('list')).out
      expect(ids.filter(id => new RegExp(`^disabled +${id} `, 'm').test(list))).toEqual([culprit])
      await run('enable', culprit)
    }
  })

  test('where the trouble stays without all of them, none is to blame, and all are back', async () => {
    for (const [name, text] of Object.entries(smallPlugin())) {
      write(`data/plugins/small/${name}`, text)
    }
    await run('bisect', 'start')
    expect((await run('list')).out).toMatch(/^disabled .*small .*bisect/m)
    expect((await run('bisect', 'bad')).out).toContain('no plugin of yours is to blame')
    expect((await run('list')).out).toMatch(/^enabled +small/m)
    expect((await run('bisect', 'good')).err).toMatch(/^error bisect-none: /)
    expect(await run('bisect', 'sideways')).toMatchObject({ code: 2 })
  })
})

test('S1-39 wireharp diagnostics says where the bundle is, and never replaces a file', async () => {
  const lines: string[] = []
  const io = {
    env: { WIREHARP_HOME: temp.at('home') },
    out: (said: string) => void lines.push(said),
    err: (said: string) => void lines.push(said),
    status: () => {},
  }
  expect(await main(['diagnostics', '--out', temp.at('a.zip')], io)).toBe(0)
  expect(lines.join('\n')).toMatch(/a\.zip: \d+ files, \d+ bytes/)
  expect(await main(['diagnostics', '--out', temp.at('a.zip')], io)).toBe(1)
  expect(lines.at(-1)).toMatch(/^error file-exists: /)
})
