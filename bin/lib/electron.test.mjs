import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { failedLately, findElectron } from './electron.mjs'
import { hasDisplay } from './start.mjs'

const folder = mkdtempSync(join(tmpdir(), 'wireharp-electron-'))
const binary =
  {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  }[process.platform] ?? 'electron'

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('Electron is found where npm unpacks it, or where ELECTRON_OVERRIDE_DIST_PATH says', () => {
  expect(findElectron({ env: {}, folder })).toBe(undefined)
  const own = join(folder, 'dist', binary)
  mkdirSync(join(own, '..'), { recursive: true })
  writeFileSync(own, '')
  expect(findElectron({ env: {}, folder })).toBe(own)
  const elsewhere = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'elsewhere') }
  expect(findElectron({ env: elsewhere, folder })).toBe(undefined)
})

test('a failed download is remembered for a day, for that version', () => {
  const file = join(folder, 'electron.json')
  const now = Date.parse('2026-11-21T12:00:00Z')
  expect(failedLately('45.4.1', { file, now })).toBe(false)
  writeFileSync(file, JSON.stringify({ version: '45.4.1', at: '2026-11-21T00:00:00Z' }))
  expect(failedLately('45.4.1', { file, now })).toBe(true)
  expect(failedLately('45.4.2', { file, now })).toBe(false)
  expect(failedLately('45.4.1', { file, now: now + 24 * 3_600_000 })).toBe(false)
  writeFileSync(file, '{"version"')
  expect(failedLately('45.4.1', { file, now })).toBe(false)
})

test('only Linux can be without a display', () => {
  expect(hasDisplay({}, 'linux')).toBe(false)
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
  expect(hasDisplay({}, 'darwin')).toBe(true)
})
