import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { put, smallPlugin } from '../../../../plugins/packages/testing/plugin-files'
import { TempFolder } from '../../../../plugins/packages/testing/temp-folder'
import { startRegistry } from '../registry/serve'
import { main } from '../../main'

vi.mock(
  '../../../../plugins/packages/in-worker',
  () => import('../../../../plugins/packages/testing/at-hand'),
)

let temp: TempFolder
beforeEach(() => {
  temp = new TempFolder()
})
afterEach(() => temp[Symbol.dispose]())

async function run(...line: string[]) {
  const out: string[] = []
  const err: string[] = []
  const io = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    status: () => {},
    env: { WIREHARP_HOME: temp.path },
  }
  const code = await main(line, io)
  return { code, text: [...out, ...err].join('\n') }
}

const plugins = () => temp.at('data/plugins')
const versionThere = () => {
  const home = join(plugins(), 'small')
  return existsSync(home) ? readdirSync(home).filter(name => /^\d+\.\d+\.\d+$/.test(name)) : []
}

/** All that a plugin goes through, from its author to the one who is tired of it. */
async function walk(registry: string): Promise<void> {
  expect((await run('plugin', 'keygen')).text).toMatch(/Fingerprint: ([0-9a-f]{4} ?){8}/)
  const publish = (version: string, extra: object = {}) => {
    put(temp.at('source'), smallPlugin({ version, extra }))
    return run('plugin', 'publish', temp.at('source'), '--to', 'shop', '--no-check')
  }
  expect(await run('registry', 'add', 'shop', registry)).toMatchObject({ code: 0 })
  expect((await publish('1.0.0')).text).toBe(
    'Published small 1.0.0 to shop, signed by Tests, 2 kB.',
  )
  expect((await publish('1.0.0', { description: 'Other.' })).text).toContain('version-published')
  expect((await run('plugin', 'search', 'sma')).text).toContain('small 1.0.0')
  expect((await run('plugin', 'install', 'small')).text).toBe('Installed small 1.0.0.')
  expect((await run('plugin', 'verify', 'small')).text).toContain('the key that it always had here')
  expect((await run('nodes')).text).toContain('small/small')
  await publish('1.1.0', { permissions: ['network'] })
  const refused = await run('plugin', 'upgrade', 'small')
  expect(refused.text).toContain('error agreement-needed')
  expect(refused.text).toContain('Talk to the network')
  expect(versionThere()).toEqual(['1.0.0'])
  expect((await run('plugin', 'upgrade', 'small', '--agree')).text).toBe(
    'Replaced 1.0.0 by small 1.1.0.',
  )
  expect((await run('plugin', 'rollback', 'small')).text).toContain('small is 1.0.0 again')
  expect((await run('plugin', 'uninstall', 'small')).text).toBe('Removed small 1.0.0.')
  expect(versionThere()).toEqual([])
}

describe('M-02 M-03 M-04 from the author to whoever takes it away again', () => {
  test('by a folder that is a registry', { timeout: 60_000 }, async () => {
    mkdirSync(temp.at('shelf'))
    await walk(temp.at('shelf'))
  })

  test('S1-35 by Verdaccio on this machine', { timeout: 60_000 }, async () => {
    const started = await startRegistry({ folder: temp.at('verdaccio'), port: 0 })
    if (!started.ok) throw new Error(started.error.message)
    await using registry = started.value
    await walk(registry.address)
    // What it ever handed out is written down; one that begins anew is not believed.
    await run('plugin', 'install', 'small@1.0.0')
    expect((await run('plugin', 'verify', 'small')).text).toContain('Entry 1 of 2 in the log')
    // It takes back what it offered, by the key of that log: there is no other that it is known by.
    const revoke = (...more: string[]) =>
      run('registry', 'revoke', temp.at('verdaccio'), 'small@<1.1.0', '--because', 'Loud.', ...more)
    expect((await revoke('--key', temp.at('config/publisher-key.pem'))).text).toContain(
      'its own key',
    )
    expect((await revoke()).text).toContain('names 1 now')
    const list = temp.at('verdaccio/revocations.json')
    const signed = readFileSync(list, 'utf8')
    writeFileSync(list, signed.replace('Loud.', 'Soft.'))
    await run('registry', 'list', '--refresh')
    expect((await run('plugin', 'list')).text).not.toContain('was revoked')
    writeFileSync(list, signed)
    await run('registry', 'list', '--refresh')
    expect((await run('plugin', 'list')).text).toContain('was revoked: Loud.')
    expect((await run('plugin', 'install', 'small@1.0.0')).text).toContain('package-revoked')
    for (const name of ['log.json', 'log-key.pem']) rmSync(temp.at('verdaccio', name))
    expect((await run('plugin', 'search', 'small')).text).toContain('registry-log-broken')
  })
})

describe('M-03 T13 T15 another key', () => {
  test('is an alarm, also where the notes of who is who are gone', async () => {
    mkdirSync(temp.at('shelf'))
    await run('plugin', 'keygen')
    await run('registry', 'add', 'shelf', temp.at('shelf'))
    put(temp.at('source'), smallPlugin())
    await run('plugin', 'publish', temp.at('source'), '--to', 'shelf', '--no-check')
    await run('plugin', 'install', 'small')
    for (const name of ['.publishers.json', '.publishers.copy.json']) {
      writeFileSync(join(plugins(), name), '{')
    }
    await run('plugin', 'keygen', '--key', temp.at('other.pem'))
    put(temp.at('source'), smallPlugin({ version: '1.0.1' }))
    const other = ['--to', 'shelf', '--no-check', '--key', temp.at('other.pem')]
    await run('plugin', 'publish', temp.at('source'), ...other)
    const refused = await run('plugin', 'upgrade', 'small')
    expect(refused.text).toContain('was signed by Tests')
    expect(versionThere()).toEqual(['1.0.0'])
  })
})

describe('M-03 S1-35 T16 a registry takes back what it offered', () => {
  test('by a command: it stops where it is installed, without a network too', async () => {
    mkdirSync(temp.at('shelf'))
    const revoke = (...how: string[]) =>
      run('registry', 'revoke', temp.at('shelf'), ...how, '--because', 'It phones home.')
    await run('plugin', 'keygen')
    await run('plugin', 'keygen', '--key', temp.at('other.pem'))
    put(temp.at('source'), smallPlugin())
    const publish = ['plugin', 'publish', temp.at('source'), '--to', temp.at('shelf'), '--no-check']
    await run(...publish, '--sign-index')
    await run('registry', 'add', 'shelf', temp.at('shelf'))
    await run('plugin', 'install', 'small')
    expect((await run('plugin', 'list')).text).not.toContain('revoked')
    // Whoever does not sign the index is believed by nobody; nor is what names nothing.
    const stranger = await revoke('small@<2', '--key', temp.at('other.pem'))
    expect(stranger.text).toContain('revocation-unsigned')
    expect((await revoke('small@not a range')).text).toContain('request-invalid')
    expect(existsSync(temp.at('shelf/revocations.json'))).toBe(false)
    // Nor does one publish there, who would take the signature away.
    const alien = await run(...publish, '--key', temp.at('other.pem'))
    expect(alien.text).toContain('index-signed')
    expect((await revoke('small@<2')).text).toContain('names 1 now')
    // Named again it is still one; another thing is another.
    expect((await revoke('small@<2')).text).toContain('names 1 now')
    expect((await revoke(`sha256:${'0'.repeat(64)}`)).text).toContain('names 2 now')
    await run('registry', 'list', '--refresh')
    rmSync(temp.at('shelf'), { recursive: true })
    const listed = await run('plugin', 'list')
    expect(listed.text).toContain('was revoked: It phones home.')
    expect((await run('nodes')).text).not.toContain('small/small')
  })
})
