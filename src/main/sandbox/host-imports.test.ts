import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rootFolder } from '../kit'

/** What a built file and the chunks behind it import that is not ours. */
function importsOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return []
  seen.add(file)
  const named = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export) (?:[^'"]* from )?"([^"]+)";$/gm,
  )
  return [...named].flatMap(([, name = '']) =>
    name.startsWith('.') ? importsOf(join(dirname(file), name), seen) : [name],
  )
}

describe('S1-03 processes of plugins', () => {
  // They may read next to nothing: a library that a chunk of the build drags in ends each of them at its start.
  test.each(['script-host.js', 'watchdog-thread.js'])(
    '%s imports no library but the isolates',
    name => {
      const imports = importsOf(join(rootFolder(), 'out/main', name))
      expect(imports.length).toBeGreaterThan(0)
      expect(imports.filter(name => !name.startsWith('node:') && name !== 'isolated-vm')).toEqual(
        [],
      )
    },
  )
})
