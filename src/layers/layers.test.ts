import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkLayers } from './check-layers'
import { table } from './layers'
import { readImports } from './read-imports'

const root = join(import.meta.dirname, '../..')
const fixture = join(import.meta.dirname, 'fixture')

const checked = ['src/shared', 'src/main', 'src/preload', 'src/renderer', 'plugins'].filter(
  folder => existsSync(join(root, folder)),
)

/** As the disk tells it, apart from the check's own way of looking. */
function hasSources(path: string): boolean {
  if (/\.tsx?$/.test(path)) return existsSync(join(root, path))
  if (!existsSync(join(root, path))) return false
  return readdirSync(join(root, path)).some(name => /^index\.tsx?$/.test(name))
}

test('every import keeps to the table', () => {
  expect(checkLayers(root, checked, table).problems).toEqual([])
})

test('the check sees files of every layer that exists', () => {
  const { files } = checkLayers(root, checked, table)
  const existing = table.layers
    .filter(({ from }) => !from.includes('*') && hasSources(from))
    .map(({ from }) => from)
  expect(existing.length).toBeGreaterThan(0)
  expect(existing.filter(from => !files.has(from))).toEqual([])
})

test('a tree that breaks every rule is refused, rule by rule', () => {
  const { problems } = checkLayers(fixture, ['src', 'plugins'], table)
  expect(problems.toSorted()).toEqual([
    'plugins/effects/echo/main.ts:1: plugins/effects/echo may not import src/main/project (../../../src/main/project)',
    'src/main/engine/index.ts:10: src/main/engine may not import src/main/project (../project)',
    'src/main/engine/index.ts:13: src/main/engine may not import src/main/project (../project)',
    'src/main/engine/index.ts:2: src/main/engine may not import src/main/project (../project)',
    'src/main/engine/index.ts:3: enters src/main/sandbox past its door: import its index.ts',
    'src/main/engine/index.ts:4: only src/main/sandbox may import isolated-vm',
    'src/main/engine/index.ts:5: only src/main/index.ts, src/main/shell/electron, src/preload may import electron',
    'src/main/engine/index.ts:6: imports src/main/kit/testing/fake.ts, which is for tests only',
    "src/main/engine/index.ts:8: 'export *' from ./render: name what goes through the door",
    'src/main/nowhere/index.ts: belongs to no layer; add its folder to src/layers/layers.ts',
    'src/renderer/panels/mixer/index.ts:1: src/renderer/panels/mixer may not import src/renderer/panels/browser (../browser)',
    'src/shared/graph/index.ts:1: src/shared/graph may not import src/main/project (../../main/project)',
  ])
})

test('a package rule covers a layer below the folder it names', () => {
  const strict = { ...table, packages: [{ name: 'isolated-vm', only: ['src/main'] }] }
  const { problems } = checkLayers(fixture, ['src'], strict)
  expect(problems.join()).not.toContain('isolated-vm')
})

test('imports are found in every form they take', () => {
  const text = [
    "import type { A } from './a'",
    "import './b.css'",
    "export { c } from './c'",
    "export * as d from './d'",
    "const e = () => import('./e')",
    "type F = import('./f').F",
    "new Worker(new URL('./g.ts', import.meta.url))",
    "new URL('./no', location.href).href",
    "export * from './h'",
  ].join('\n')
  const found = readImports('some.ts', text)
  expect(found.map(({ specifier }) => specifier).toSorted()).toEqual(
    ['a', 'b.css', 'c', 'd', 'e', 'f', 'g.ts', 'h'].map(name => `./${name}`),
  )
  expect(found.filter(({ isStar }) => isStar).map(({ line }) => line)).toEqual([9])
})
