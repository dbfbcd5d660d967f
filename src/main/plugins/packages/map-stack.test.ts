import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bundleCode } from './bundle-code'
import { mapStack } from './map-stack'
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
})
