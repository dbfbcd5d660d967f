import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const MOST_HASHED = 2 ** 24

/** All that lies below a folder, by path: what each file holds, where each link leads. */
export function treeOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return Object.fromEntries(
    names.toSorted().map(name => {
      const path = join(folder, name)
      return [relative(folder, path).split(sep).join('/'), whatIs(path)]
    }),
  )
}

function whatIs(path: string): string {
  const info = lstatSync(path)
  if (info.isSymbolicLink()) return `link to ${readlinkSync(path)}`
  if (info.isDirectory()) return 'folder'
  // Made large to be refused unread: of such a one the size is enough.
  if (info.size > MOST_HASHED) return `${info.size} bytes of ${info.mtimeMs}`
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** Paths whose content differs, but those that may. */
export function differences(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  may: RegExp,
): readonly string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...paths].filter(path => before[path] !== after[path] && !may.test(path)).toSorted()
}
