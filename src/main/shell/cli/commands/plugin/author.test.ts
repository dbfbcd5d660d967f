import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
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

function parsed(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

describe('S2-11 S2-18 S2-35 wireharp plugin for authors and users', () => {
  test('new, pack, install, upgrade, uninstall: each says what it did, as JSON too', async () => {
    const folder = temp.at('soft')
    expect((await run('new', folder, '--kind', 'tool', '--author', 'Ada')).out).toMatch(
      /^Made .*soft/,
    )
    const packed = parsed((await run('pack', folder, '--out', temp.path, '--json')).out)
    expect(packed['path']).toBe(temp.at('soft-0.1.0.tgz'))
    const tarball = await run('install', temp.at('soft-0.1.0.tgz'), '--json')
    expect(parsed(tarball.out)).toMatchObject({
      id: 'soft',
      version: '0.1.0',
      integrity: packed['integrity'],
    })
    expect((await run('install', folder)).out).toContain('was installed already, to the bit')
    const manifest = join(folder, 'plugin.json')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('0.1.0', '0.2.0'))
    expect((await run('upgrade')).out).toMatch(/^Replaced 0\.1\.0 by Soft 0\.2\.0/)
    expect((await run('upgrade', 'soft', '--json')).out).toContain('"unchanged":true')
    expect(await run('uninstall', 'soft')).toMatchObject({ code: 0, out: 'Removed soft 0.2.0.' })
    expect((await run('upgrade')).out).toBe('There is nothing to upgrade.')
  }, 60_000)

  test('S1-33: rollback brings a version back and pins it; audit finds files that were changed', async () => {
    const folder = temp.at('soft')
    await run('new', folder, '--kind', 'tool')
    await run('install', folder)
    const manifest = join(folder, 'plugin.json')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('0.1.0', '0.2.0'))
    await run('upgrade')
    expect((await run('rollback', 'soft')).out).toBe(
      'soft is 0.1.0 again, not 0.2.0; it is pinned.',
    )
    expect((await run('upgrade')).out).toBe('There is nothing to upgrade.')
    expect(await run('audit')).toMatchObject({ code: 0 })
    writeFileSync(temp.at('home/data/plugins/soft/0.1.0/main.js'), 'export default {}')
    writeFileSync(temp.at('home/data/plugins/soft/0.1.0/more.js'), '')
    const audit = await run('audit', 'soft')
    expect(audit.code).toBe(1)
    expect(audit.out).toContain('Changed since it was installed: main.js, more.js')
    expect((await run('pin', 'soft', '--off', '--json')).out).toContain('"pinned":false')
    expect((await run('upgrade')).out).toMatch(/^Replaced 0\.1\.0 by Soft 0\.2\.0/)
  }, 60_000)

  test('install says what the plugin will ask for', async () => {
    await run('new', temp.at('day'), '--kind', 'integration')
    const { out } = await run('install', temp.at('day'))
    expect(out).toContain('It will ask: Talk to the network: api.example.org')
  })

  test('dev --once installs, and ends with 1 where something is thrown', async () => {
    const folder = temp.at('wave')
    await run('new', folder)
    expect(await run('dev', folder, '--once')).toMatchObject({ code: 0 })
    writeFileSync(join(folder, 'main.ts'), `${readFileSync(join(folder, 'main.ts'), 'utf8')}\n)`)
    const broken = await run('dev', folder, '--once')
    expect(broken.code).toBe(1)
    expect(broken.err).toMatch(/^error plugin-bundle-failed: wave at main\.ts:\d+:\d+: /)
  })

  test.each([
    [2, 'plugin-kind-unknown', ['new', 'x', '--kind', 'nothing']],
    [1, 'plugin-name-invalid', ['new', '9']],
    [1, 'plugin-not-installed', ['uninstall', 'nothing']],
    [1, 'plugin-not-installed', ['upgrade', 'nothing']],
    [1, 'plugin-not-installed', ['rollback', 'nothing']],
    [1, 'plugin-not-installed', ['pin', '../x']],
    [1, 'plugin-not-installed', ['audit', 'nothing']],
    [1, 'file-not-found', ['install', './nothing']],
    [1, 'file-not-found', ['pack', '/nothing']],
    [1, 'file-not-found', ['test', '/nothing']],
    [1, 'file-not-found', ['validate', '/nothing.tgz']],
    [1, 'file-not-found', ['validate', '/dev/zero']],
    [1, 'file-not-found', ['pack', './package.json']],
    [2, 'usage', ['install']],
    [2, 'usage', ['new', 'x', '--unknown']],
  ])('ends with %i and %s: %j', async (code, name, line) => {
    const done = await run(...line)
    expect(done.code).toBe(code)
    expect(done.err).toMatch(new RegExp(`^error ${name}: `))
  })
})
