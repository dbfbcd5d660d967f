import { existsSync, readdirSync, type Dirent } from 'node:fs'
import { join } from 'node:path'

/**
 * Folders with a plugin.json in or one level below a folder's own folders (`gain/`, `mixing/gain/`), by name.
 * One that may not be looked into counts as a plugin, a broken one; a root that is not there holds none.
 */
export function findPlugins(root: string): string[] {
  return (folders(root) ?? []).flatMap(folder => {
    if (holdsPlugin(folder)) return [folder]
    const inner = folders(folder)
    return inner === undefined ? [folder] : inner.filter(holdsPlugin)
  })
}

function holdsPlugin(folder: string): boolean {
  return existsSync(join(folder, 'plugin.json'))
}

function folders(root: string): string[] | undefined {
  return entries(root)
    ?.filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(entry => join(root, entry.name))
    .toSorted()
}

function entries(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return undefined
  }
}
