import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { appPaths } from './app-paths'
import { containedFile, isBelow } from './contained-file'
import { createLog } from './log'
import { rootFolder } from './root-folder'
import { serially } from './serially'
import { isTemporaryOf, writeDurably } from './write-durably'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-kit-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('paths', () => {
  test('WIREHARP_HOME puts everything below one folder', () => {
    const paths = appPaths({ WIREHARP_HOME: '/w', HOME: '/h', XDG_DATA_HOME: '/d' })
    for (const path of [paths.data, paths.config, paths.cache, paths.logs, paths.projects]) {
      expect(path).toMatch(/^\/w\//)
    }
  })

  test('the XDG variables count, then the home folder', () => {
    const paths = appPaths({ HOME: '/h', XDG_DATA_HOME: '/d', XDG_CACHE_HOME: '' })
    expect(paths.data).toBe('/d/wireharp')
    expect(paths.projects).toBe('/h/Wireharp')
  })

  test('the root is where package.json is', () => {
    expect(readdirSync(rootFolder())).toContain('package.json')
  })
})

describe('writeDurably', () => {
  test('writes what was given, over what was there, and leaves nothing else', async () => {
    const path = join(folder, 'a.txt')
    unwrap(await writeDurably(path, 'old'))
    unwrap(await writeDurably(path, new TextEncoder().encode('new')))
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['a.txt'])
  })

  test('a folder that is not there is a failure with a code', async () => {
    const written = await writeDurably(join(folder, 'none/a.txt'), 'x')
    expect(written).toMatchObject({ ok: false, error: { code: 'write-failed' } })
  })

  test('its temporary files are known by their names', () => {
    expect(isTemporaryOf('.a.wireharp.x7.tmp', 'a.wireharp')).toBe(true)
    expect(isTemporaryOf('.b.wireharp.x7.tmp', 'a.wireharp')).toBe(false)
    expect(isTemporaryOf('a.wireharp', 'a.wireharp')).toBe(false)
  })
})

describe('J08 files below a folder', () => {
  test('links are followed before the check', async () => {
    const inside = join(folder, 'project')
    mkdirSync(join(inside, 'audio'), { recursive: true })
    writeFileSync(join(inside, 'audio/a.wav'), 'abc')
    writeFileSync(join(folder, 'outside.wav'), 'abc')
    symlinkSync(join(folder, 'outside.wav'), join(inside, 'audio/out.wav'))
    symlinkSync(join(inside, 'audio/a.wav'), join(inside, 'audio/in.wav'))
    symlinkSync('/dev/zero', join(inside, 'audio/device.wav'))
    const outcome = async (path: string): Promise<unknown> => {
      const found = await containedFile(inside, path)
      return found.ok ? found.value.bytes : found.error.code
    }
    expect(await outcome('audio/a.wav')).toBe(3)
    expect(await outcome('audio/in.wav')).toBe(3)
    expect(await outcome('audio/out.wav')).toBe('path-refused')
    expect(await outcome('audio/device.wav')).toBe('path-refused')
    expect(await outcome('../outside.wav')).toBe('path-refused')
    expect(await outcome('audio')).toBe('path-refused')
    expect(await outcome('audio/none.wav')).toBe('file-not-found')
  })

  test.each([
    ['/a', '/a/b', true],
    ['/a', '/a', false],
    ['/a', '/ab', false],
    ['/a', '/a/..b', true],
    ['/a', '/b/a', false],
  ])('%s holds %s: %s', (outer, inner, below) => {
    expect(isBelow(outer, inner)).toBe(below)
  })
})

test('tasks in turn: one that fails does not stop the next', async () => {
  const inTurn = serially()
  const done: number[] = []
  const slow = inTurn(async () => {
    await new Promise(resolve => setTimeout(resolve, 10))
    done.push(1)
  })
  const failing = inTurn(() => Promise.reject(new Error('on purpose')))
  const last = inTurn(async () => void done.push(2))
  await expect(failing).rejects.toThrow('on purpose')
  await Promise.all([slow, last])
  expect(done).toEqual([1, 2])
})

test('the log is JSON by line, and what was said stays in its field', () => {
  const log = createLog({ folder, name: 'test' })
  log.child({ plugin: 'p' }).warn({ said: 'line one\n{"level":60}' }, 'a plugin spoke')
  const lines = readFileSync(join(folder, 'test.log'), 'utf8').trim().split('\n')
  expect(lines.length).toBe(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, plugin: 'p', process: 'test' })
})
