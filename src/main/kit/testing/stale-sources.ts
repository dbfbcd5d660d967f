import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { z } from 'zod'
import { rootFolder } from '../root-folder'

const mapSchema = z.object({
  sources: z.array(z.string()),
  sourcesContent: z.array(z.string().nullable()),
})

/**
 * Sources of a built file, and of all that it imports, that differ from what was built: a test of the file would tell
 * about old code. `within` names folders of the repository.
 */
export function staleSources(built: string, within: readonly string[]): readonly string[] {
  const stale = new Set<string>()
  const seen = new Set<string>()
  const open = [resolve(rootFolder(), built)]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    const folder = dirname(file)
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(
      /(?:from|import\()\s*["'](\.[^"']+)["']/g,
    )) {
      open.push(resolve(folder, path))
    }
    const { sources, sourcesContent } = mapSchema.parse(
      JSON.parse(readFileSync(`${file}.map`, 'utf8')),
    )
    for (const [index, source] of sources.entries()) {
      const path = resolve(folder, source)
      const name = relative(rootFolder(), path)
      if (!within.some(part => name.startsWith(`${part}/`))) continue
      const now = existsSync(path) ? readFileSync(path, 'utf8') : undefined
      if (now !== sourcesContent[index]) stale.add(name)
    }
  }
  return [...stale].toSorted()
}
