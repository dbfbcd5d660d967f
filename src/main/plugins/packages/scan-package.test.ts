import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { scanPackage } from './scan-package'
import { TempFolder } from './testing/temp-folder'
import { scanFiles } from './worker/scan-files'
import { put, smallPlugin } from './testing/plugin-files'

async function scan(code: string, hosts: readonly string[] = [], path = 'main.js') {
  using folder = new TempFolder()
  put(folder.path, { [path]: code })
  return await scanFiles({ folder: folder.path, files: [path], hosts })
}

async function rulesIn(code: string): Promise<readonly string[]> {
  return (await scan(code)).findings.map(({ rule, line }) => `${rule}:${line}`)
}

describe('S1-16 the scan of code names', () => {
  test.each([
    ['\neval("1")', 'code-from-strings:2'],
    ['new Function("return 1")', 'code-from-strings:1'],
    ['[].constructor.constructor("x")()', 'code-from-strings:1'],
    ['({})["const" + "ructor"]["constructor"]("x")', 'code-from-strings:1'],
    ['setTimeout("x()", 1)', 'code-from-strings:1'],
    ['import("x")', 'code-from-strings:1'],
    ['Object.prototype.x = 1', 'prototypes:1'],
    ['const a = { ["__proto__"]: 1 }', 'prototypes:1'],
    ['x.__proto__.y = 1', 'prototypes:1'],
    ['Object.setPrototypeOf(a, b)', 'prototypes:1'],
    ['fetch("https://evil.example/x")', 'network-address:1'],
    ['const a = `wss://${b}.evil.example`\nconst c = "10.0.0.1"', 'network-address:2'],
    ['process.exit()', 'globals:1'],
    ['const w = "AGFzbQEAAAA="', 'embedded-module:1'],
    ['const a = "x\u202ey"', 'hidden-characters:1'],
    ['const a = "x\u{e0041}"', 'hidden-characters:1'],
    ['let x =', 'unreadable:1'],
  ])('%s as %s', async (code, rule) => {
    expect(await rulesIn(code)).toContain(rule)
  })

  test('code of every day is clean: names of members, comments, emoji', async () => {
    const code = `// See https://example.org for the method.
export default { nodes: { x: () => ({ process() { return this.global + a.eval } }) } }
const label = '🎚️ 👩‍🚀 naïve'
const label2 = 'e\\u0301'`
    expect(await rulesIn(code)).toEqual([])
    expect(await rulesIn(smallPlugin()['main.js'])).toEqual([])
  })

  test('S1-19 an address that plugin.json asks for is a note, another one a warning', async () => {
    const { findings } = await scan('a("https://api.example.org"); b("https://example.com")', [
      '*.example.org',
    ])
    expect(findings.map(({ severity }) => severity)).toEqual(['warning', 'note'])
  })

  test('pages too', async () => {
    const { findings } = await scan('<img src="https://evil.example/x">', [], 'view.html')
    expect(findings).toMatchObject([{ rule: 'network-address', file: 'view.html' }])
  })

  test('made code scores high, written code low', async () => {
    const blob = randomBytes(3000).toString('base64')
    const hex = Array.from({ length: 200 }, (_, i) => `var _0x${i.toString(16)}='\\x41\\x42'`)
    const made = await scan(`${hex.join(';')};var _0xff="${blob}"`)
    expect(made.obfuscation).toBeGreaterThan(70)
    expect((await scan(smallPlugin()['main.js'])).obfuscation).toBeLessThan(20)
  })

  test('a report does not grow without end', async () => {
    const code = Array.from({ length: 1000 }, () => 'eval("")').join('\n')
    expect(await scan(code)).toMatchObject({ findings: { length: 20 }, more: 980 })
  })

  test('100,000 findings of each kind are read in seconds, and hide none of another', async () => {
    using folder = new TempFolder()
    const many = (line: (at: number) => string) =>
      Array.from({ length: 100_000 }, (_, at) => line(at)).join('\n')
    const files = {
      'a.js': many(() => 'process'),
      'b.js': many(at => `a("https://x${at}.example")`),
      'c.js': `const a = "${'\u200d'.repeat(100_000)}"`,
      'd.html': '\u202e'.repeat(100_000),
      'e.js': `${many(() => 'Object.prototype.x = 1')}\neval("1")`,
      'z.js': 'new Function("late")',
    }
    put(folder.path, files)
    const began = performance.now()
    const paths = Object.keys(files)
    const { findings, more = 0 } = await scanFiles({ folder: folder.path, files: paths, hosts: [] })
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(findings.length).toBeLessThanOrEqual(100)
    expect(more).toBeGreaterThan(199_000)
    const places = findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`)
    expect(places).toContain('z.js:1 code-from-strings')
    expect(places).toContain('e.js:100001 code-from-strings')
    expect(places).toContain('c.js:1 hidden-characters')
  })

  test('S21 code that brings any parser down brings the reader down, and is a finding', async () => {
    using folder = new TempFolder()
    put(folder.path, { 'main.js': '('.repeat(1e6) })
    const report = await scanPackage(folder.path, ['main.js'], { permissions: [] })
    expect(report).toMatchObject({ findings: [{ rule: 'unreadable' }], obfuscation: 100 })
  })
})
