import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { openCatalogue, type CatalogueEntry } from './catalogue'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-catalogue-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const entry = (id: string, more: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  registry: 'r',
  id,
  name: id,
  summary: '',
  author: '',
  category: '',
  words: '',
  document: '{}',
  ...more,
})
const source = { registry: 'r', asOf: 1, stamp: 's' }

describe('M-01 S1-34 the catalogue', () => {
  test('finds by beginnings of words, without regard to case and accents, names before texts', () => {
    using catalogue = unwrap(openCatalogue(join(folder, 'c.db')))
    unwrap(
      catalogue.replace(source, [
        entry('a', { summary: 'A reverb for pads.' }),
        entry('b', { name: 'Réverb XL' }),
        entry('c', { name: 'Delay' }),
      ]),
    )
    expect(unwrap(catalogue.find('reve'))).toEqual(['b', 'a'])
    expect(unwrap(catalogue.find('pads rev'))).toEqual(['a'])
    expect(unwrap(catalogue.find('DEL'))).toEqual(['c'])
  })

  test.each(['"', '*', 'NEAR(', 'a OR b', '-x', 'name:b', '', '🎹', 'x'.repeat(200)])(
    'takes whatever is typed for words: %s',
    text => {
      using catalogue = unwrap(openCatalogue(join(folder, 'c.db')))
      expect(catalogue.find(text).ok).toBe(true)
    },
  )

  test('a damaged one is made anew', () => {
    writeFileSync(join(folder, 'c.db'), 'no database'.repeat(1000))
    using catalogue = unwrap(openCatalogue(join(folder, 'c.db')))
    expect(catalogue.count).toBe(0)
  })

  test('of a registry all is replaced, or nothing', () => {
    using catalogue = unwrap(openCatalogue(join(folder, 'c.db')))
    unwrap(catalogue.replace(source, [entry('a')]))
    expect(() => catalogue.replace(source, [entry('b'), entry('b')])).toThrow(/UNIQUE/)
    expect(unwrap(catalogue.all()).map(({ id }) => id)).toEqual(['a'])
  })
})
