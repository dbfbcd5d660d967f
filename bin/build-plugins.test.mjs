import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildPlugins, bundlePlugin } from './build-plugins.mjs'

let folder

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-plugins-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path, text) {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const main = `
import manifest from './plugin.json'
import { half } from './dsp/half'
const level: number = half(manifest.level)
export default { id: manifest.id, level }
`

test('a plugin becomes one module without imports, with its plain files beside', async () => {
  write('from/effects/echo/plugin.json', '{ "id": "echo", "level": 8 }')
  write('from/effects/echo/main.ts', main)
  write('from/effects/echo/dsp/half.ts', 'export const half = (value: number): number => value / 2')
  write('from/effects/echo/main.test.ts', 'throw new Error("not part of the plugin")')
  write('from/effects/echo/README.md', '# Echo')
  write('from/effects/echo/assets/icon.svg', '<svg/>')
  write('from/chains/plain/plugin.json', '{ "id": "plain" }')
  write('from/sdk/index.ts', 'export const not = "a plugin"')

  const to = join(folder, 'to')
  const built = await buildPlugins({ from: join(folder, 'from'), to })
  expect(built.toSorted()).toEqual([join('chains', 'plain'), join('effects', 'echo')])

  const code = readFileSync(join(to, 'effects/echo/main.js'), 'utf8')
  expect(code).not.toMatch(/\bimport\b/)
  expect(code).not.toContain('data:')
  const loaded = await import(pathToFileURL(join(to, 'effects/echo/main.js')).href)
  expect(loaded.default).toEqual({ id: 'echo', level: 4 })
  for (const file of ['plugin.json', 'README.md', 'assets/icon.svg', 'main.js.map']) {
    expect(existsSync(join(to, 'effects/echo', file))).toBe(true)
  }
  expect(existsSync(join(to, 'chains/plain/plugin.json'))).toBe(true)
  expect(existsSync(join(to, 'chains/plain/main.js'))).toBe(false)
})

test.each(['node:fs', 'left-pad', './missing'])(
  'a plugin that imports %s is refused by name',
  async name => {
    write('greedy/plugin.json', '{}')
    write('greedy/main.ts', `import * as all from '${name}'\nexport default all`)
    const bundling = bundlePlugin(join(folder, 'greedy'), join(folder, 'out'))
    await expect(bundling).rejects.toThrow(/greedy.*self-contained/s)
  },
)

test('a plugin removed from the sources is removed from the build', async () => {
  write('from/effects/echo/plugin.json', '{}')
  const to = join(folder, 'to')
  await buildPlugins({ from: join(folder, 'from'), to })
  rmSync(join(folder, 'from/effects'), { recursive: true })
  expect(await buildPlugins({ from: join(folder, 'from'), to })).toEqual([])
  expect(existsSync(join(to, 'effects'))).toBe(false)
})
