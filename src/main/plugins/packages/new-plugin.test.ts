import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { kindOf, parseProject } from '#shared/graph'
import { unwrap } from '#shared/kit'
import { nodeBinary, rootFolder } from '../../kit'
import { builtInPlugins } from '../load-plugins'
import { openOwnModels } from '../../tools'
import { readPlugin } from '../read-plugin'
import { lintPlugin } from './lint-plugin'
import { newPlugin, templateKinds } from './new-plugin'
import { packPlugin } from './pack-plugin'
import { runTests } from './run-tests'
import { done } from './testing/plugin-files'
import { TempFolder } from './testing/temp-folder'

vi.mock('./in-worker', () => import('./testing/at-hand'))

const temp = new TempFolder()
afterAll(() => temp[Symbol.dispose]())

const options = {
  builtIn: builtInPlugins(),
  templates: join(rootFolder(), 'resources/plugin-templates'),
  author: 'Ada “A.” Lovelace\\',
}

const withCode = templateKinds.filter(
  kind => kind !== 'ui' && kind !== 'visualization' && kind !== 'workflow',
)

beforeAll(async () => {
  for (const kind of templateKinds) {
    unwrap(await newPlugin({ ...options, kind, path: temp.at(`try-${kind}`) }))
  }
})

describe('S1-05 S1-22 S2-01 S2-02 S2-24 templates', () => {
  test.each(templateKinds)('%s: is a plugin of its kind, and can be packed', async kind => {
    const folder = temp.at(`try-${kind}`)
    const { manifest } = done(readPlugin(folder))
    expect(manifest).toMatchObject({
      id: `try-${kind}`,
      name: `Try ${kind}`,
      author: options.author,
    })
    expect(kindOf(manifest)).toBe(kind)
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(`# Try ${kind}`)
    const { files } = done(await packPlugin(folder))
    expect(files).toContain('plugin.json')
    expect(files.filter(path => /\.ts$|test|tsconfig|node_modules|^\./.test(path))).toEqual([])
    for (const name of readdirSync(folder).filter(path =>
      /\.(ts|json|html|wireharp)$/.test(path),
    )) {
      expect(readFileSync(join(folder, name), 'utf8'), name).not.toMatch(/my-plugin|My plugin/)
    }
  })

  test.each(templateKinds)('S1-32: %s: lint has nothing to mend in it', async kind => {
    const findings = done(await lintPlugin(temp.at(`try-${kind}`)))
    expect(findings.filter(({ severity }) => severity === 'warning')).toEqual([])
  })

  test.each(withCode)('%s: its own tests pass', async kind => {
    const folder = temp.at(`try-${kind}`)
    const { manifest } = done(readPlugin(folder))
    await using models = openOwnModels(manifest, folder)
    const results = unwrap(await runTests(folder, models))
    expect(results.length).toBeGreaterThan(0)
    expect(results.filter(({ failure }) => failure !== undefined)).toEqual([])
  })

  test('the workflow is a project that opens', () => {
    const text = readFileSync(temp.at('try-workflow/try-workflow.wireharp'), 'utf8')
    expect(unwrap(parseProject(text)).title).toBe('Try workflow')
  })

  test('all of them pass the strict compiler with the packages that lie beside them', () => {
    // One run of the compiler is enough; each folder has the same settings.
    const own: unknown = JSON.parse(readFileSync(temp.at('try-tool/tsconfig.json'), 'utf8'))
    writeFileSync(
      temp.at('tsconfig.json'),
      JSON.stringify({
        ...(typeof own === 'object' && own),
        include: withCode.map(kind => `try-${kind}/*.ts`),
      }),
    )
    expect(typeErrors(temp.at('tsconfig.json'))).toBe('')
  })
})

describe('new plugins', () => {
  test('of a name that a built-in plugin has get an id of their own', async () => {
    const made = unwrap(await newPlugin({ ...options, kind: 'effect', path: temp.at('gain') }))
    expect(made).toMatchObject({ id: 'my-gain', name: 'My gain', idTaken: true })
  })

  test.each([
    ['plugin-name-invalid', '9lives'],
    ['plugin-name-invalid', 'über'],
    ['plugin-name-invalid', 'a_b'],
    ['plugin-name-invalid', '.x'],
    ['file-exists', 'try-effect'],
  ])('%s: %s', async (code, name) => {
    const before = readdirSync(temp.path)
    const made = await newPlugin({ ...options, kind: 'effect', path: temp.at(name) })
    expect(made.ok ? '' : made.error.code).toBe(code)
    expect(readdirSync(temp.path)).toEqual(before)
  })
})

function typeErrors(project: string): string {
  const tsc = join(rootFolder(), 'node_modules/typescript/bin/tsc')
  try {
    execFileSync(nodeBinary(), [tsc, '--project', project], { encoding: 'utf8' })
    return ''
  } catch (thrown) {
    return thrown instanceof Error && 'stdout' in thrown ? String(thrown.stdout) : String(thrown)
  }
}
