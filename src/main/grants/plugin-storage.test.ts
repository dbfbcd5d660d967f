import { statSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ok } from '#shared/kit'
import { JsonLines } from './json-lines'
import { PluginStorage } from './plugin-storage'

test('S1-14 S32 what a plugin keeps is its own, survives a restart and has a quota', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wireharp-storage-'))
  const storage = new PluginStorage(folder)
  await storage.set('@a/b', '__proto__', '1')
  await storage.set('@a/b', 'two', '2')
  await storage.remove('@a/b', 'two')
  expect(await storage.get('other', '__proto__')).toBeUndefined()
  const again = new PluginStorage(folder)
  expect(await again.get('@a/b', '__proto__')).toBe('1')
  expect(await again.keys('@a/b')).toEqual(['__proto__'])
  const full = await again.set('@a/b', 'big', 'x'.repeat(6 * 2 ** 20))
  expect(full.ok ? 'ok' : full.error.code).toBe('quota-exceeded')
  expect(await readdir(folder)).toEqual(['@a+b.json'])
  await rm(folder, { recursive: true })
})

test('S1-14 S12 a thousand calls at once are two writes, and nobody else waits for them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wireharp-storage-'))
  const storage = new PluginStorage(folder)
  let [writes, before] = [0, 0n]
  const watch = setInterval(() => {
    const { ino = 0n } =
      statSync(join(folder, 'a.json'), { bigint: true, throwIfNoEntry: false }) ?? {}
    if (ino !== before) writes += 1
    before = ino
  }, 1)
  const calls = Array.from({ length: 1000 }, (_, i) => storage.set('a', `k${i}`, `${i}`))
  expect(await storage.set('b', 'k', '1')).toEqual(ok())
  expect((await Promise.all(calls)).every(({ ok: isOk }) => isOk)).toBe(true)
  clearInterval(watch)
  expect(writes).toBeLessThanOrEqual(3)
  // Each call that was answered is on the disk.
  expect(await new PluginStorage(folder).keys('a')).toHaveLength(1000)
  await rm(folder, { recursive: true })
})

test('S28 S29 a log takes a flood in bounded space, each line whole whatever it holds', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wireharp-lines-'))
  const lines = new JsonLines(join(folder, 'a.jsonl'))
  lines.add({ text: 'one\n{"level":"error"}\u2028\u001b[31m' })
  for (let i = 0; i < 5000; i++) lines.add({ i })
  await lines.settled()
  lines.add({ i: 'last' })
  const all = await lines.last(10_000)
  expect(all).toHaveLength(502)
  expect(all[0]).toEqual({ text: 'one\n{"level":"error"}\u2028\u001b[31m' })
  expect(all).toContainEqual(expect.objectContaining({ dropped: 4501 }))
  for (let i = 0; i < 6; i++) {
    lines.add({ text: 'x'.repeat(2 ** 20) })
    await lines.settled()
  }
  expect((await readdir(folder)).toSorted()).toEqual([
    'a.jsonl',
    'a.jsonl.1',
    'a.jsonl.2',
    'a.jsonl.3',
  ])
  await rm(folder, { recursive: true })
})
