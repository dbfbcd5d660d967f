import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rootFolder } from '../../src/main/kit'

/**
 * Ways to hand V8 something that it takes for its own and does not check: caches of compiled code, snapshots of heaps,
 * values in its own serialisation.
 */
const WAYS = [
  /\b(?:cachedData|produceCachedData|createCachedData)\b/,
  /\b(?:createSnapshot|startupSnapshot|snapshot-blob|build-snapshot)\b/,
  /\b(?:v8|serdes)\.deserialize\b|\bDeserializer\b/,
  /\benableCompileCache\b|NODE_COMPILE_CACHE/,
]
/** What an isolate may be made with. */
const ISOLATE = /new ivm\.Isolate\(\{ memoryLimit: [\w.]+ \}\)/

function problemsIn(name: string, text: string): readonly string[] {
  const ways = text.split('\n').flatMap((line, index) => {
    const found = WAYS.some(way => way.test(line))
    return found ? [`${name}:${index + 1}: ${line.trim().slice(0, 100)}`] : []
  })
  const made = text.match(/new ivm\.Isolate\([^)]*\)/g) ?? []
  return [...ways, ...made.filter(one => !ISOLATE.test(one)).map(one => `${name}: ${one}`)]
}

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(join(rootFolder(), folder), { recursive: true, encoding: 'utf8' })
    .filter(
      name =>
        /\.(?:[cm]?[jt]s|tsx)$/.test(name) &&
        !/\.test\.ts$|(?:^|\/)testing\/|node_modules/.test(name),
    )
    .map(name => join(rootFolder(), folder, name))
}

/** A built process of plugins, with all that is bundled into it. */
function bundleOf(entry: string): readonly string[] {
  const folder = join(rootFolder(), 'out/main')
  const seen = new Set<string>()
  const open = [join(folder, entry)]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    const imports = readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*["'](\.[^"']+)["']/g)
    for (const [, path = ''] of imports) open.push(join(file, '..', path))
  }
  return [...seen]
}

describe('S06 caches and snapshots of V8', () => {
  test.each(['src/main', 'plugins/sdk'])('are made or taken nowhere in %s', folder => {
    const files = sourcesBelow(folder)
    expect(files.length).toBeGreaterThan(3)
    const problems = files.flatMap(file =>
      problemsIn(relative(rootFolder(), file), readFileSync(file, 'utf8')),
    )
    expect(problems).toEqual([])
  })

  test.each(['script-host.js', 'plugin-host.js', 'watchdog-thread.js'])(
    'nor in %s as it is built, libraries included',
    entry => {
      const problems = bundleOf(entry).flatMap(file =>
        problemsIn(entry, readFileSync(file, 'utf8')),
      )
      expect(problems).toEqual([])
    },
  )

  test.each([
    'isolate.compileScriptSync(code, { cachedData: bytes })',
    'const module = await isolate.compileModule(code, { produceCachedData: true })',
    'new ivm.Isolate({ memoryLimit: 64, snapshot })',
    'ivm.Isolate.createSnapshot([{ code }])',
    'import { Deserializer } from "node:v8"',
  ])('would be found: %s', line => {
    expect(problemsIn('planted', line)).not.toEqual([])
  })
})
