import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { firstLoad, firstLoadProblem } from './first-load.mjs'

const folder = mkdtempSync(join(tmpdir(), 'wireharp-first-load-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const page = `<script type="module" src="./assets/index.js"></script>
<link rel="modulepreload" href="./assets/parts.js"><link rel="modulepreload" href="./assets/parts.js">
<link rel="stylesheet" href="./assets/index.css"><link rel="icon" href="./assets/icon.svg">`

mkdirSync(join(folder, 'assets'))
writeFileSync(join(folder, 'index.html'), page)
// Random text does not become smaller than three quarters of itself.
const parts = Buffer.from(randomBytes(30_000).toString('base64'))
writeFileSync(join(folder, 'assets/index.js'), 'import "./parts.js";'.repeat(50))
writeFileSync(join(folder, 'assets/parts.js'), parts)
writeFileSync(join(folder, 'assets/index.css'), 'a{color:red}')
writeFileSync(join(folder, 'assets/later.js'), parts)

test('the first load is what the page names, each file once, compressed; what is imported later is not', () => {
  const { files, gzipped } = firstLoad(folder)
  const names = files.map(({ name }) => name)
  expect(names).toEqual(['assets/index.js', 'assets/parts.js', 'assets/index.css'])
  expect(gzipped).toBeGreaterThan(gzipSync(parts).length)
  expect(gzipped).toBeLessThan(gzipSync(parts).length + 1000)
})

test('a page over the budget is refused, with the largest file named', () => {
  const load = firstLoad(folder)
  expect(firstLoadProblem(load, 10_000)).toContain('The largest: assets/parts.js 31 kB')
  expect(firstLoadProblem(load, 40_000)).toBeUndefined()
})
