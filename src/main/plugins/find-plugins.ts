import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Folders with a plugin.json in or one level below a folder's own folders (`gain/`, `mixing/gain/`), by name.
 * A folder that is not there holds none.
 */
export function findPlugins(root: string): string[] {
  return folders(root).flatMap(folder =>
    existsSync(join(folder, 'plugin.json'))
      ? [folder]
      : folders(folder).filter(inner => existsSync(join(inner, 'plugin.json'))),
  )
}

function folders(root: string): string[] {
  if (!existsSync(root)) return []
  return readdirSync(root, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(entry => join(root, entry.name))
    .toSorted()
}
