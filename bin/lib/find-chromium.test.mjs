import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findChromium } from './find-chromium.mjs'

let folder

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-chromium-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function place(path) {
  const file = join(folder, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, '')
  chmodSync(file, 0o755)
  return file
}

/** A machine on which nothing exists but what the test places. */
function find(env, platform = 'linux') {
  const exists = path => path.startsWith(folder) && placed.has(path)
  return findChromium({ env, platform, home: folder, exists })
}

const placed = new Set()

test('a browser on the PATH is found, Chromium before Chrome', () => {
  const chrome = place('first/google-chrome')
  const chromium = place('second/chromium')
  const PATH = `${join(folder, 'first')}:${join(folder, 'second')}`
  placed.add(chrome)
  expect(find({ PATH })).toBe(chrome)
  placed.add(chromium)
  expect(find({ PATH })).toBe(chromium)
})

test('WIREHARP_CHROMIUM decides alone', () => {
  const own = place('own/browser')
  placed.add(own)
  expect(find({ WIREHARP_CHROMIUM: own, PATH: '' })).toBe(own)
  expect(find({ WIREHARP_CHROMIUM: join(folder, 'gone'), PATH: join(folder, 'second') })).toBe(
    undefined,
  )
})

test('macOS and Windows keep browsers in their own places', () => {
  const app = join(folder, 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome')
  placed.add(app)
  expect(find({ PATH: '' }, 'darwin')).toBe(app)
  const edge = `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`
  placed.add(edge)
  expect(find({ PATH: '', PROGRAMFILES: folder }, 'win32')).toBe(edge)
})

test("Playwright's own download is the last resort, the newest first", () => {
  place('cache/chromium-1100/chrome-linux/chrome')
  const newest = place('cache/chromium-1200/chrome-linux64/chrome')
  const cache = join(folder, 'cache')
  expect(find({ PATH: '', PLAYWRIGHT_BROWSERS_PATH: cache })).toBe(newest)
})

test('a machine without any browser yields nothing', () => {
  expect(find({ PATH: join(folder, 'empty') })).toBe(undefined)
})
