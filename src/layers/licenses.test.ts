import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const script = join(import.meta.dirname, '../../bin/lib/licenses.mjs')

test('S4-16 nothing is packed whose notice is missing: packages, and models that come with the app', () => {
  const root = mkdtempSync(join(tmpdir(), 'wireharp-licences-'))
  const put = (path: string, value: unknown) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), typeof value === 'string' ? value : JSON.stringify(value))
  }
  const lock = (license?: string) =>
    put('package-lock.json', {
      packages: { 'node_modules/one': { version: '1.0.0', ...(license && { license }) } },
    })
  try {
    for (const name of ['main', 'preload', 'renderer']) {
      mkdirSync(join(root, 'out', name), { recursive: true })
    }
    const call = `import(process.argv[1]).then(m => m.writeLicenses({ root: process.argv[2], out: process.argv[2] + '/out' }))`
    const pack = () => execFileSync(process.execPath, ['-e', call, script, root], { stdio: 'pipe' })
    lock()
    expect(pack).toThrow('No licence is known of one')
    lock('MIT')
    pack()
    expect(JSON.parse(readFileSync(join(root, 'out/licenses.json'), 'utf8'))).toEqual([
      { name: 'one', version: '1.0.0', license: 'MIT' },
    ])
    put('resources/models/ears/model.json', { strategy: 'bundled' })
    expect(pack).toThrow('No licence is known of ears')
    put('resources/models/ears/LICENSE', 'MIT')
    put('resources/models/large/model.json', { strategy: 'download' })
    pack()
  } finally {
    rmSync(root, { recursive: true })
  }
})
