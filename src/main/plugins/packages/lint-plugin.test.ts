import { afterAll, describe, expect, test, vi } from 'vitest'
import { lintPlugin } from './lint-plugin'
import { done, put, smallPlugin } from './testing/plugin-files'
import { TempFolder } from './testing/temp-folder'

vi.mock('./in-worker', () => import('./testing/at-hand'))

const temp = new TempFolder()
afterAll(() => temp[Symbol.dispose]())

const readme = 'What it is, how it is used, and what each parameter does. '.repeat(5)

/** What is found, as `file:line about/rule`, of a plugin that is as it should be but for this. */
async function found(files: Readonly<Record<string, string>>, extra: object = {}) {
  const folder = temp.at(`plugin-${Math.random().toString(36).slice(2)}`)
  const { 'plugin.json': manifest, 'main.js': main } = smallPlugin({
    extra: { description: 'Turns the level up and down.', ...extra },
  })
  const documented = manifest.replace('"label":"Gain"', '"label":"Gain","doc":"How loud."')
  put(folder, {
    'README.md': readme,
    'main.test.ts': '',
    'plugin.json': JSON.stringify(JSON.parse(documented), undefined, 1),
    'main.js': main,
    ...files,
  })
  const findings = done(await lintPlugin(folder))
  return findings.map(({ file, line, about, rule }) => `${file}:${line} ${about}/${rule}`)
}

const node = (body: string) =>
  `export default { nodes: { small: () => ({\n process({ inputs, outputs, frames }) {\n${body}\n }\n}) } }\n`

describe('S1-32 wireharp plugin lint', () => {
  test('finds nothing in a plugin as it should be', async () => {
    expect(await found({})).toEqual([])
  })

  test.each([
    ['const list = new Float32Array(frames)', 'performance/allocation-in-process'],
    ['const list = inputs.in.map(x => x)', 'performance/allocation-in-process'],
    ['const list = [...inputs.in]', 'performance/allocation-in-process'],
    ['outputs.out[0][0] = Math.random()', 'errors/not-repeatable'],
    ['console.log(frames)', 'errors/console'],
    ['try { frames() } catch {}', 'errors/silent-catch'],
    ['throw "no"', 'errors/throw-text'],
    ['eval("1")', 'security/code-from-strings'],
  ])('in the third line: %s → %s', async (body, rule) => {
    expect(await found({ 'main.js': node(body) })).toEqual([`main.js:3 ${rule}`])
  })

  test('memory that is taken once, outside of process, is none of its business', async () => {
    const text = `const list = new Float32Array(128)\n${node('outputs.out.forEach(to => to.set(list))')}`
    expect(await found({ 'main.js': text })).toEqual([])
    const said = node('try { frames() } catch { /* It may be gone. */ }')
    expect(await found({ 'main.js': said })).toEqual([])
  })

  test('rights without reason or bounds, in their line of plugin.json', async () => {
    const permissions = [
      { right: 'network', scope: ['a.org'], why: 'For songs.' },
      { right: 'files.read', scope: ['*'] },
      'midi',
    ]
    const findings = await found({}, { permissions })
    expect(findings).toEqual([
      expect.stringMatching(/^plugin\.json:\d+ security\/permission-unexplained$/),
      expect.stringMatching(/^plugin\.json:\d+ security\/permission-unscoped$/),
      expect.stringMatching(/^plugin\.json:\d+ security\/permission-unexplained$/),
    ])
    const lines = findings.map(finding => Number(/:(\d+)/.exec(finding)?.[1]))
    expect(new Set(lines).size).toBe(2)
  })

  test('what is not documented, and what is not tested', async () => {
    expect(await found({ 'README.md': 'Hm.' })).toEqual(['README.md:1 docs/readme-thin'])
    expect(await found({}, { description: 'Nice.', licence: 'unknown' })).toEqual([
      expect.stringMatching(/^plugin\.json:\d+ docs\/description-short$/),
      expect.stringMatching(/^plugin\.json:\d+ docs\/licence-unknown$/),
    ])
    const bare = put(temp.at('bare'), smallPlugin())
    const rules = done(await lintPlugin(bare)).map(({ rule }) => rule)
    expect(rules.toSorted()).toEqual([
      'description-short',
      'param-undocumented',
      'readme-missing',
      'test-missing',
    ])
  })
})
