import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unwrap, type Result } from '#shared/kit'
import type { Permission, Right } from '#shared/graph'
import { testGrants, wanting } from '../testing/test-grants'
import { FileBroker } from './file-broker'

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)

async function files(scopes: (folder: string) => readonly string[] | undefined) {
  const own = await testGrants(() => 'session')
  const at = (...parts: string[]) => join(own.folder, ...parts)
  await mkdir(at('open/deep'), { recursive: true })
  await mkdir(at('secret'))
  await mkdir(at('kept'))
  await writeFile(at('open/a.txt'), 'harp')
  await writeFile(at('secret/key'), 'xyz')
  await writeFile(at('kept/db'), 'db')
  await symlink(at('secret/key'), at('open/link'))
  await symlink(at('secret'), at('open/folder'))
  const scope = scopes(own.folder)
  const rights: readonly Right[] = ['files.read', 'files.write']
  const permissions = rights.map((right): Permission => ({ right, ...(scope && { scope }) }))
  const broker = new FileBroker({ grants: own.grants, home: own.folder, kept: [at('kept')] })
  return { ...own, at, broker, who: wanting(permissions) }
}

describe('S1-17 files for plugins', () => {
  test('reads, lists and writes below its folder', async () => {
    await using own = await files(folder => [join(folder, 'open')])
    const { broker, who, at } = own
    expect(unwrap(await broker.read(who, at('open/a.txt'))).toString()).toBe('harp')
    expect(unwrap(await broker.list(who, at('open')))).toEqual(['a.txt', 'deep', 'folder', 'link'])
    unwrap(await broker.write(who, at('open/deep/b.txt'), Buffer.from('new')))
    expect(await readFile(at('open/deep/b.txt'), 'utf8')).toBe('new')
  })

  test('`~` is the home, and a star one part of a path', async () => {
    await using own = await files(() => ['~/open'])
    expect(codeOf(await own.broker.read(own.who, own.at('open/a.txt')))).toBe('ok')
    await using star = await files(folder => [join(folder, 'o*')])
    expect(codeOf(await star.broker.read(star.who, star.at('open/a.txt')))).toBe('ok')
    expect(codeOf(await star.broker.read(star.who, star.at('secret/key')))).toBe(
      'permission-undeclared',
    )
  })

  test.each([
    ['another folder', 'secret/key', 'permission-undeclared'],
    ['a link out', 'open/link', 'permission-undeclared'],
    ['a folder that is a link out', 'open/folder/key', 'permission-undeclared'],
    ['what is not there', 'open/nothing', 'file-not-found'],
    ['a folder', 'open/deep', 'path-refused'],
    ['what Wireharp keeps', 'kept/db', 'path-refused'],
  ])('reading %s is refused', async (_name, path, code) => {
    await using own = await files(folder => [join(folder, 'open')])
    expect(codeOf(await own.broker.read(own.who, own.at(path)))).toBe(code)
  })

  test.each([
    ['two dots', (at: string) => `${at}/open/../secret/key`],
    ['a relative path', () => 'open/a.txt'],
    ['an empty path', () => ''],
    ['the root', () => '/'],
    ['a NUL', (at: string) => `${at}/open/a.txt\0.png`],
    ['a doubled slash', (at: string) => `${at}/open//a.txt`],
    ['a network path', () => '//server/share/x'],
    ['a hidden character', (at: string) => `${at}/open/a\u202etxt`],
    ['a very long path', (at: string) => `${at}/${'x'.repeat(5000)}`],
    ['the environment of this process', () => '/proc/self/environ'],
    ['a device', () => '/dev/zero'],
  ])('S17 %s is no path for a plugin, even where all may be read', async (_name, path) => {
    await using own = await files(() => undefined)
    const asked = path(own.folder)
    expect(codeOf(await own.broker.read(own.who, asked))).toBe('path-refused')
    expect(codeOf(await own.broker.write(own.who, asked, Buffer.from('x')))).not.toBe('ok')
  })

  test('what is written over a link replaces the link, not what it leads to', async () => {
    await using own = await files(folder => [join(folder, 'open')])
    expect(codeOf(await own.broker.write(own.who, own.at('open/link'), Buffer.from('no')))).toBe(
      'ok',
    )
    expect(await readFile(own.at('secret/key'), 'utf8')).toBe('xyz')
    const through = own.at('open/folder/new')
    expect(codeOf(await own.broker.write(own.who, through, Buffer.from('no')))).toBe(
      'permission-undeclared',
    )
    expect(await readdir(own.at('secret'))).toEqual(['key'])
  })

  test('a pipe is no file, and nobody waits for its other end', async () => {
    await using own = await files(folder => [join(folder, 'open')])
    execFileSync('mkfifo', [own.at('open/pipe')])
    expect(codeOf(await own.broker.read(own.who, own.at('open/pipe')))).toBe('path-refused')
  })

  test('S1-14 neither a large file nor a large text crosses', async () => {
    await using own = await files(folder => [join(folder, 'open')])
    await writeFile(own.at('open/big'), '')
    await truncate(own.at('open/big'), 6 * 2 ** 20)
    expect(codeOf(await own.broker.read(own.who, own.at('open/big')))).toBe('file-too-large')
    const big = Buffer.alloc(6 * 2 ** 20)
    expect(codeOf(await own.broker.write(own.who, own.at('open/new'), big))).toBe('file-too-large')
  })

  test('without a scope each folder is asked about', async () => {
    await using own = await files(() => undefined)
    await own.broker.read(own.who, own.at('open/a.txt'))
    await own.broker.read(own.who, own.at('secret/key'))
    expect(own.questions.map(({ target }) => target)).toEqual([own.at('open'), own.at('secret')])
  })
})
