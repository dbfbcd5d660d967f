import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bundleCode } from './bundle-code'
import { mapStack, StackMaps } from '../../kit'
import { put } from './testing/plugin-files'
import { TempFolder } from './testing/temp-folder'

let temp: TempFolder
beforeEach(() => {
  temp = new TempFolder()
})
afterEach(() => temp[Symbol.dispose]())

describe('S1-31 stacks of plugins', () => {
  test('name the sources that the bundle was made from', async () => {
    put(temp.path, {
      'lib.ts': `interface A { x: number }\n\nexport function fail(a: A): never { throw new Error(String(a.x)) }`,
      'main.ts': `import { fail } from './lib'\nexport default fail`,
    })
    const { code, map } = await bundleCode({ folder: temp.path, entry: 'main.ts', modules: {} })
    const row = code.split('\n').findIndex(line => line.includes('throw'))
    const column = code.split('\n')[row]?.indexOf('new Error') ?? 0
    const stack = `Error: 7\n    at fail (test/main.js:${row + 1}:${column + 1})\n    at elsewhere`
    expect(mapStack(stack, map)).toBe(`Error: 7\n    at fail (lib.ts:3:43)\n    at elsewhere`)
  })

  test.each([
    '',
    '{',
    '{}',
    '[]',
    '{"version":3,"sources":[],"mappings":""}',
    '{"version":3,"sources":[1],"mappings":"AAAA"}',
  ])('stay as they are where the map is %j', map => {
    const stack = 'Error: x\n    at process (main.js:1:1)'
    expect(mapStack(stack, map)).toBe(stack)
  })

  test('S29 names of a hostile map cannot write to a terminal', () => {
    const map = JSON.stringify({ version: 3, sources: ['a\u001b[31m\n\u202eb'], mappings: 'AAAA' })
    expect(mapStack('at main.js:1:1', map)).toBe('at a[31mb:1:1')
  })

  test('are read anew when the map beside the code is another one', async () => {
    const bundle = async (source: string) => {
      put(temp.path, { 'main.ts': source })
      const { code, map } = await bundleCode({ folder: temp.path, entry: 'main.ts', modules: {} })
      put(temp.path, { 'main.js': code, 'main.js.map': map })
      const row = code.split('\n').findIndex(line => line.includes('throw'))
      return `no (main.js:${row + 1}:${(code.split('\n')[row]?.indexOf('throw') ?? 0) + 1})`
    }
    const maps = new StackMaps()
    const code = join(temp.path, 'main.js')
    const first = await bundle(`export default () => { throw 1 }`)
    expect(maps.inSources(first, code)).toBe('no (main.ts:1:24)')
    const second = await bundle(`\n\n// later\nexport default () => { throw 1 }`)
    expect(maps.inSources(second, code)).toBe('no (main.ts:4:24)')
    expect(maps.inSources('no (main.js:1:1)', join(temp.path, 'gone.js'))).toBe('no (main.js:1:1)')
    expect(maps.inSources('no (main.js:1:1)', undefined)).toBe('no (main.js:1:1)')
  })
})
