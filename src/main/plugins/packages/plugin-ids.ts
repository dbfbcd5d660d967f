import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPlugins } from '../find-plugins'

/** Ids of the plugins below a folder, whether they are sound or not: a glance, not a reading. */
export function pluginIds(root: string): ReadonlySet<string> {
  return new Set(findPlugins(root).flatMap(folder => idIn(folder) ?? []))
}

function idIn(folder: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8'))
    const named = typeof manifest === 'object' && manifest !== null && 'id' in manifest
    return named && typeof manifest.id === 'string' ? manifest.id : undefined
  } catch {
    return undefined
  }
}
