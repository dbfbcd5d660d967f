import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keptBytes } from '../graph'
import { RenderCache } from './render-cache'

let folder = ''
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'render-cache-')), 'deep')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

const keyOf = (letter: string) => letter.repeat(64)

/** A stereo sound of 100 frames. */
async function put(cache: RenderCache, key: string, fill = 1, frames = 100): Promise<void> {
  const part = await cache.room(key)
  const bytes = Buffer.alloc(keptBytes({ channels: 2, frames }), fill)
  writeFileSync(part, bytes)
  await cache.take(part, { key, channels: 2, frames, lag: 7, crc: crc32(bytes) })
}

async function only(cache: RenderCache) {
  const [sound] = (await cache.list()).values()
  if (sound === undefined) throw new Error('Nothing is kept')
  return sound
}

describe('A-07 what renders keep', () => {
  test('is found by its key, with all that its name says', async () => {
    const cache = new RenderCache(folder)
    await put(cache, keyOf('a'))
    const sound = await only(new RenderCache(folder))
    expect(sound).toMatchObject({ key: keyOf('a'), channels: 2, frames: 100, lag: 7 })
  })

  test('is not found before it is whole, nor when it was cut short', async () => {
    const cache = new RenderCache(folder)
    const part = await cache.room(keyOf('a'))
    writeFileSync(part, 'killed in the middle')
    expect((await cache.list()).size).toBe(0)
    await put(cache, keyOf('b'))
    truncateSync((await only(cache)).path, 400)
    expect((await cache.list()).size).toBe(0)
  })

  test('of two of one key the longer one counts', async () => {
    const cache = new RenderCache(folder)
    await put(cache, keyOf('a'), 1, 200)
    await put(cache, keyOf('a'), 1, 100)
    expect((await only(cache)).frames).toBe(200)
  })

  test('goes when there is too much, what was of no use for the longest time first', async () => {
    const cache = new RenderCache(folder, { limit: 2.5 * keptBytes({ channels: 2, frames: 100 }) })
    for (const letter of ['a', 'b', 'c']) await put(cache, keyOf(letter))
    const kept = await cache.list()
    for (const [index, letter] of ['b', 'a', 'c'].entries()) {
      const path = kept.get(keyOf(letter))?.path ?? ''
      utimesSync(path, 1000 + index, 1000 + index)
    }
    const oldest = kept.get(keyOf('b'))
    if (oldest !== undefined) await cache.touch(oldest)
    await cache.trim()
    expect([...(await cache.list()).keys()].toSorted()).toEqual([keyOf('b'), keyOf('c')])
  })

  test('what nobody finishes goes after an hour, and not before', async () => {
    const cache = new RenderCache(folder)
    const [old, young] = [await cache.room(keyOf('a')), await cache.room(keyOf('b'))]
    for (const path of [old, young]) writeFileSync(path, 'part')
    utimesSync(old, 1000, 1000)
    await cache.trim()
    expect([existsSync(old), existsSync(young)]).toEqual([false, true])
  })

  test('a folder that cannot be written keeps nothing, and nothing throws', async () => {
    writeFileSync(folder, 'a file where the folder should be')
    const cache = new RenderCache(folder)
    await expect(put(cache, keyOf('a'))).rejects.toThrow('ENOTDIR')
    await cache.take(join(folder, 'x'), { key: keyOf('a'), channels: 1, frames: 1, lag: 0, crc: 0 })
    await cache.remember([keyOf('a')])
    await cache.trim()
    expect([(await cache.list()).size, (await cache.seen()).length]).toEqual([0, 0])
  })

  test('the last sixteen renders are remembered', async () => {
    const cache = new RenderCache(folder)
    for (let render = 0; render < 20; render++) await cache.remember([String(render)])
    expect(await cache.seen()).toHaveLength(16)
    expect(readdirSync(folder).filter(name => name.endsWith('.part'))).toEqual([])
  })
})
