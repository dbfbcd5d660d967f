import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WalSync } from './wal-sync'

type Done = (error: NodeJS.ErrnoException | null) => void

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-wal-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A disk that is as slow as the test wants. */
function slowDisk() {
  const path = join(folder, 'db-wal')
  writeFileSync(path, 'frames')
  const waiting: Done[] = []
  const sync = new WalSync(path, (_file, done) => void waiting.push(done))
  return { sync, waiting }
}

test('whoever comes while a sync is under way waits for one that began later, and shares it', async () => {
  const { sync, waiting } = slowDisk()
  using _sync = sync
  const order: string[] = []
  const first = sync.synced().then(() => order.push('first'))
  const others = ['second', 'third'].map(name => sync.synced().then(() => order.push(name)))
  expect(waiting).toHaveLength(1)
  waiting[0]?.(null)
  await first
  await Promise.resolve()
  expect(order).toEqual(['first'])
  expect(waiting).toHaveLength(2)
  waiting[1]?.(null)
  await Promise.all(others)
  expect(order).toEqual(['first', 'second', 'third'])
  expect(waiting).toHaveLength(2)
})

test('what the disk refuses is a failure that says so, and the next try may succeed', async () => {
  const { sync, waiting } = slowDisk()
  using _sync = sync
  const refused = sync.synced()
  waiting[0]?.(Object.assign(new Error('no'), { code: 'EIO' }))
  expect(await refused).toMatchObject({ ok: false, error: { code: 'write-failed' } })
  const done = sync.synced()
  waiting[1]?.(null)
  expect(await done).toEqual({ ok: true, value: undefined })
})

test('a log that is not there is a failure, not a sync', async () => {
  using sync = new WalSync(join(folder, 'missing-wal'))
  expect(await sync.synced()).toMatchObject({ ok: false, error: { code: 'write-failed' } })
})
