import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SoundFilters } from '#shared/contract'
import { filterSql, textQuery } from '../main/store/track-filters'
import { builtSql } from './built-sql'

const store = join(import.meta.dirname, '../main/store')

describe('S1-18 SQL is written, never built from what comes in', () => {
  test('every statement of the store is a text of the source, or of constants of it', () => {
    const files = readdirSync(store).filter(name => /(?<!\.test)\.ts$/.test(name))
    const found = files.flatMap(name =>
      builtSql(name, readFileSync(join(store, name), 'utf8')).map(
        ({ line, text }) => `${name}:${line} ${text}`,
      ),
    )
    expect(files.length).toBeGreaterThan(15)
    expect(found).toEqual([])
  })

  test('conditions of a search hold a `?` for every value, and nothing that was asked for', () => {
    const evil = "x'; DROP TABLE track; --"
    const filters: SoundFilters = {
      tempo: { from: 1, to: 2 },
      keys: [1, 2],
      types: ['loop'],
      folder: 7,
      playlist: 8,
      missing: true,
    }
    const { where, values } = filterSql(filters)
    expect(where).not.toContain('DROP')
    expect(where.match(/\?/g)).toHaveLength(values.length)
    expect(textQuery(`${evil} "a" OR b*`)).toBe('"x"* "DROP"* "TABLE"* "track"* "a"* "OR"* "b"*')
  })

  test.each([
    ['database.prepare("SELECT * FROM t WHERE id = ?")', 0],
    ['const ended = "(1, 2)"\ndatabase.prepare(`SELECT * FROM t WHERE id IN ${ended}`)', 0],
    ['const f = (name: string) => database.prepare(`SELECT * FROM ${name}`)', 1],
    ['const f = (id: string) => database.prepare("SELECT * FROM t WHERE id = " + id)', 1],
    ["const f = (id: string) => database.exec(`DELETE FROM t WHERE id = '${id}'`)", 1],
    ['let order = "a"\ndatabase.prepare(`SELECT * FROM t ORDER BY ${order}`)', 1],
    ['const f = (x: { a: string }) => { const { a } = x; return database.prepare(a) }', 1],
    [
      'const f = (up: boolean) => { const way = up ? "ASC" : "DESC"; database.prepare(`SELECT 1 ORDER BY 1 ${way}`) }',
      0,
    ],
    ['const f = (sql: string) => database.prepare(sql)', 1],
  ])('%s: %i found', (code, count) => {
    expect(builtSql('a.ts', code)).toHaveLength(count)
  })
})
