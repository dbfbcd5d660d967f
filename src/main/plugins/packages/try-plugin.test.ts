import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Failure, Result } from '#shared/kit'
import { packFolder } from './pack-folder'
import { runTests } from './run-tests'
import { put, smallPlugin } from './testing/plugin-files'
import { TempFolder } from './testing/temp-folder'
import { tryPlugin } from './try-plugin'

vi.mock('./in-worker', () => import('./testing/at-hand'))

let temp: TempFolder
beforeEach(() => {
  temp = new TempFolder()
})
afterEach(() => temp[Symbol.dispose]())

function plugin(main: string): string {
  return put(temp.path, {
    ...smallPlugin({ extra: { main: 'main.ts' } }),
    'main.ts': main,
    'lib/deep.ts': `export function deep(value: string | undefined): void {
  if (value === undefined) throw new Error('no value')
}`,
  })
}

const failuresOf = (result: Result<unknown, readonly Failure[]>) => (result.ok ? [] : result.error)

describe('S1-21 what is wrong is told with its place in the sources', () => {
  test('a throw in process, in a file that main.ts imports', async () => {
    const folder = plugin(`import { deep } from './lib/deep'
// A comment, so that lines differ between source and bundle.
interface Kept { readonly value?: string }
export default { nodes: { small: () => ({ process() { deep(({} as Kept).value) } }) } }`)
    const [failure] = failuresOf(await tryPlugin(folder))
    expect(failure).toMatchObject({ code: 'script-threw', at: 'lib/deep.ts:2:34' })
    expect(failure?.message).toContain('small at lib/deep.ts:2:34: no value.')
  })

  test('a throw while the module loads', async () => {
    const folder = plugin(
      `const first = 1\n\nthrow new TypeError('not today')\nexport default first`,
    )
    const [failure] = failuresOf(await tryPlugin(folder))
    expect(failure?.message).toContain('TypeError: not today, at main.ts:3:7')
  })

  test('a typing error', async () => {
    const packed = await packFolder(plugin(`const first = = 1`))
    expect(packed.ok ? undefined : packed.error).toMatchObject({
      code: 'plugin-bundle-failed',
      at: 'main.ts:1:15',
    })
  })

  test('a test that fails', async () => {
    const folder = put(temp.path, {
      'a.test.ts': `import { equal, test } from '@wireharp/testing'
test('this fails', () => {
  equal(1, 2)
})
test('this holds', () => equal(1, 1))`,
    })
    const results = await runTests(folder)
    expect(results.ok && results.value).toEqual([
      { file: 'a.test.ts', name: 'this fails', failure: 'It is 1, not 2', at: 'a.test.ts:3:3' },
      { file: 'a.test.ts', name: 'this holds' },
    ])
  })

  test('a plugin that works has nothing to be told', async () => {
    expect(failuresOf(await tryPlugin(put(temp.path, smallPlugin())))).toEqual([])
  })

  test.each([
    ['reads files', `import { readFileSync } from 'node:fs'; readFileSync('/etc/hostname')`],
    ['writes files', `import { writeFileSync } from 'node:fs'; writeFileSync('x', '')`],
    [
      'starts programs',
      `import { execFileSync } from 'node:child_process'; execFileSync('/bin/true')`,
    ],
  ])('S1-15 a test that %s is refused', async (_name, code) => {
    const folder = put(temp.path, {
      'a.test.ts': `import { test } from '@wireharp/testing'\n${code.replace('; ', '\ntest("it", () => ')})`,
    })
    const results = await runTests(folder)
    expect(results.ok && results.value[0]?.failure).toContain(
      'Access to this API has been restricted',
    )
  })
})
