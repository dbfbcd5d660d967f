import { existsSync, readdirSync, readFileSync, type Dirent } from 'node:fs'
import { join } from 'node:path'

/** Names the version of an installed plugin that counts: `tremolo/current` → `tremolo/1.2.0`. */
export const CURRENT_FILE = 'current'

/**
 * Folders with a plugin.json in or one level below a folder's own folders (`gain/`, `mixing/gain/`), by name;
 * of an installed plugin the folder of the version that its file `current` names. One that may not be looked
 * into counts as a plugin, a broken one; a root that is not there holds none.
 */
export function findPlugins(root: string): string[] {
  return foldersIn(root).flatMap(folder => pluginsIn(folder).plugins)
}

/** The folders of a root, by name; none where it is not there. */
export function foldersIn(root: string): string[] {
  return folders(root) ?? []
}

/** The plugins in one folder of a root, and the folders that had to be looked into: another look finds the same while they are as they were. */
export function pluginsIn(folder: string): {
  readonly plugins: readonly string[]
  readonly looked: readonly string[]
} {
  const own = pluginIn(folder)
  if (own !== undefined) return { plugins: [own], looked: [folder] }
  const inner = folders(folder)
  if (inner === undefined) return { plugins: [folder], looked: [folder] }
  return { plugins: inner.flatMap(each => pluginIn(each) ?? []), looked: [folder, ...inner] }
}

/** Where a plugin's files lie, if this folder is one's. */
function pluginIn(folder: string): string | undefined {
  if (existsSync(join(folder, 'plugin.json'))) return folder
  const version = currentVersion(folder)
  return version === undefined ? undefined : join(folder, version)
}

/** A folder's name, not a way elsewhere. */
function currentVersion(folder: string): string | undefined {
  try {
    const version = readFileSync(join(folder, CURRENT_FILE), 'utf8').slice(0, 200).trim()
    return /^[0-9A-Za-z][0-9A-Za-z.+-]*$/.test(version) ? version : undefined
  } catch {
    return undefined
  }
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
