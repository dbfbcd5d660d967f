import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { err, fail, ok, unwrap, type Result } from '#shared/kit'
import { silentLog } from '../kit'
import { checkpoint } from './checkpoint'
import { openDatabase } from './open-database'
import { WalKeeper } from './wal-keeper'

const MB = 2 ** 20
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-wal-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('no commit writes a long log into the database; another connection does, and the log begins anew', () => {
  const path = join(folder, 'db')
  const { database } = unwrap(openDatabase(path, 0))
  const sizeOf = (suffix = '') => statSync(path + suffix).size
  database.exec('CREATE TABLE long (text TEXT)')
  const insert = database.prepare('INSERT INTO long VALUES (?)')
  const before = sizeOf()
  // SQLite by itself would have done it after 4 MB.
  for (let row = 0; row < 80; row++) insert.run('x'.repeat(MB / 10))
  expect(sizeOf()).toBe(before)
  expect(sizeOf('-wal')).toBeGreaterThan(8 * MB)
  unwrap(checkpoint(path))
  expect(sizeOf()).toBeGreaterThan(8 * MB)
  insert.run('more')
  expect(sizeOf('-wal')).toBeLessThanOrEqual(MB)
  expect(database.prepare('SELECT count(*) FROM long').pluck().get()).toBe(81)
  database.close()
})

test('a log is written into the database when it is long, one time after the other', async () => {
  let size: number | undefined = 4 * MB
  const under: ((done: Result<void>) => void)[] = []
  using keeper = new WalKeeper({
    size: async () => size,
    checkpoint: () => new Promise(resolve => under.push(resolve)),
    log: silentLog,
  })
  await keeper.look()
  expect(under).toHaveLength(0)
  size = 4 * MB + 1
  const first = keeper.look()
  await keeper.look()
  expect(under).toHaveLength(1)
  under[0]?.(err(fail('write-failed', 'no')))
  await first
  // What failed is tried again.
  const second = keeper.look()
  await Promise.resolve()
  expect(under).toHaveLength(2)
  under[1]?.(ok())
  await second
  size = undefined
  await keeper.look()
  expect(under).toHaveLength(2)
})
