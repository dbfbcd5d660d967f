import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { silentLog, systemClock } from '../kit'
import type { LogEntry } from './history-types'
import { openStore, type Store } from './open-store'
import { SCHEMA_VERSION } from './schema'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-store-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = (): string => join(folder, 'wireharp.db')
const open = (): Store => unwrap(openStore({ path: file(), clock: systemClock, log: silentLog }))

const entry = (revision: number): LogEntry => ({
  revision,
  kind: 'edit',
  count: 1,
  label: `Edit ${revision}`,
  transaction: `t${revision}`,
  patches: [{ op: 'replace', path: ['title'], value: `Title ${revision}` }],
  inverse: [],
  time: 0,
})

/** A store with some edits in it, closed again. */
function fill(count: number): void {
  using store = open()
  const saved = { hash: 'h', revision: 0, top: 0 }
  const history = unwrap(
    store.histories.begin({ path: '/a', projectId: 'a', draft: false, saved, now: 0 }),
  )
  for (let revision = 1; revision <= count; revision++) {
    unwrap(store.editLog.append(history.id, entry(revision)))
  }
}

test('what is written is there after a restart', () => {
  fill(3)
  using store = open()
  expect(store.setAside).toBeUndefined()
  expect(unwrap(store.editLog.heads(1)).map(head => head.transaction)).toEqual(['t1', 't2', 't3'])
  expect(unwrap(store.editLog.revisionOf(1, 't2'))).toBe(2)
  expect(unwrap(store.editLog.patchesAfter(1, 2))).toEqual(entry(3).patches)
})

test('the log is written through to the disk before a call returns, and checks its references', () => {
  using store = open()
  const lost = () => store.editLog.append(99, entry(1))
  expect(lost).toThrow(/FOREIGN KEY/)
  using database = { db: new Database(file()), [Symbol.dispose]: () => undefined }
  expect(database.db.pragma('journal_mode', { simple: true })).toBe('wal')
  database.db.close()
})

test('a path has one history in use; the one before is kept', () => {
  fill(2)
  using store = open()
  const saved = { hash: 'other', revision: 0, top: 0 }
  const second = unwrap(
    store.histories.begin({ path: '/a', projectId: 'b', draft: false, saved, now: 1 }),
  )
  expect(unwrap(store.histories.ofPath('/a'))?.id).toBe(second.id)
  expect(unwrap(store.editLog.heads(1)).length).toBe(2)
})

test('a data folder of a newer version is left alone', () => {
  fill(1)
  const newer = new Database(file())
  newer.pragma(`user_version = ${SCHEMA_VERSION + 1}`)
  newer.close()
  const opened = openStore({ path: file(), clock: systemClock, log: silentLog })
  expect(opened).toMatchObject({ ok: false, error: { code: 'data-version-newer' } })
  expect(readdirSync(folder).filter(name => name.includes('damaged'))).toEqual([])
})

describe('F08 damage', () => {
  test.each<[string, () => void]>([
    [
      'random bytes',
      () =>
        writeFileSync(
          file(),
          Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)),
        ),
    ],
    ['text', () => writeFileSync(file(), 'not a database at all'.repeat(100))],
    [
      'cut in half',
      () => truncateSync(file(), Math.floor(readFileSync(file()).length / 2 / 4096) * 4096),
    ],
    [
      'a page of zeros in the middle',
      () => {
        const bytes = readFileSync(file())
        bytes.fill(0, 4096, 8192)
        writeFileSync(file(), bytes)
      },
    ],
  ])('%s: put aside, never deleted, and a new one works', (_, damage) => {
    fill(200)
    damage()
    const bytes = readFileSync(file())
    using store = open()
    expect(store.setAside).toBeDefined()
    expect(readFileSync(store.setAside ?? '')).toEqual(bytes)
    expect(unwrap(store.histories.open())).toEqual([])
    fill(1)
  })

  test('an empty file is a new database', () => {
    writeFileSync(file(), '')
    using store = open()
    expect(store.setAside).toBeUndefined()
  })

  test('200 cuts and flips of the write-ahead log: what was committed before stands, in order', () => {
    const copy = join(folder, 'copy.db')
    {
      using store = open()
      const saved = { hash: 'h', revision: 0, top: 0 }
      unwrap(store.histories.begin({ path: '/a', projectId: 'a', draft: false, saved, now: 0 }))
      for (let revision = 1; revision <= 20; revision++) {
        unwrap(store.editLog.append(1, entry(revision)))
      }
      copyFileSync(file(), copy)
      copyFileSync(`${file()}-wal`, `${copy}-wal`)
    }
    const wal = readFileSync(`${copy}-wal`)
    const main = readFileSync(copy)
    for (let round = 0; round < 200; round++) {
      const at = Math.floor((wal.length * round) / 200)
      const damaged = round % 2 === 0 ? wal.subarray(0, at) : Buffer.from(wal)
      if (round % 2 === 1) damaged[at] = (damaged[at] ?? 0) ^ 0x10
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
      writeFileSync(file(), main)
      writeFileSync(`${file()}-wal`, damaged)
      using store = open()
      const revisions = unwrap(store.editLog.heads(1)).map(head => head.revision)
      expect(revisions).toEqual(revisions.map((_, index) => index + 1))
      expect(existsSync(file())).toBe(true)
    }
  })
})
