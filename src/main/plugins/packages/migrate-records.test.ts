import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ok } from '#shared/kit'
import { readRecord } from './installed'
import { migrateRecords } from './migrate-records'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'records-'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** As the first Wireharp that installed plugins wrote it. */
const old = {
  source: './tremolo',
  resolved: '/home/anna/tremolo',
  version: '1.1.0',
  folder: '1.1.0',
  previous: '1.0.0',
  installedAt: '2026-11-01T10:00:00.000Z',
  files: { 'plugin.json': 'a'.repeat(64) },
}

function installed(id: string, note: string): string {
  const home = join(root, id)
  mkdirSync(join(home, '1.1.0'), { recursive: true })
  writeFileSync(join(home, 'current'), '1.1.0\n')
  writeFileSync(join(home, 'installed.json'), note)
  return home
}

describe('S1-12 plugins that an earlier version installed', () => {
  test.each(['tremolo', 'anna/tremolo'])('keep what is known of them: %s', async id => {
    const text = JSON.stringify(old)
    const home = installed(id, text)
    // Before anything was brought into the present form too.
    expect(readRecord(root, id)).toEqual(old)
    expect(await migrateRecords(root)).toEqual(ok([join(home, 'installed.json.before')]))
    expect(readRecord(root, id)).toEqual(old)
    expect(JSON.parse(readFileSync(join(home, '1.1.0.json'), 'utf8'))).toEqual(old)
    expect(readFileSync(join(home, 'installed.json.before'), 'utf8')).toBe(text)
    expect(existsSync(join(home, 'installed.json'))).toBe(false)
    expect(await migrateRecords(root)).toEqual(ok([]))
  })

  test('what is damaged, and a newer note of the version, stay as they are', async () => {
    const home = installed('damaged', '{"version":')
    const newer = installed('newer', JSON.stringify({ ...old, source: 'old' }))
    writeFileSync(join(newer, '1.1.0.json'), JSON.stringify(old))
    await migrateRecords(root)
    expect(readRecord(root, 'damaged')).toBeUndefined()
    expect(readFileSync(join(home, 'installed.json'), 'utf8')).toBe('{"version":')
    expect(readRecord(root, 'newer')).toEqual(old)
  })
})
