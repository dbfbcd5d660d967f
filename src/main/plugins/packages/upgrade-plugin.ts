import { readdirSync } from 'node:fs'
import { gt } from 'semver'
import { pluginIdSchema } from '#shared/graph'
import { err, fail, type Failure, type Result } from '#shared/kit'
import { MADE_HERE } from '../made-here'
import { readRecord } from './installed'
import { installPlugin, type InstalledPlugin, type InstallPlaces } from './install-plugin'

/** Installs what a plugin’s source has now; an older version than the present one is refused. */
export async function upgradePlugin(
  id: string,
  places: InstallPlaces,
): Promise<Result<InstalledPlugin, readonly Failure[]>> {
  const record = pluginIdSchema.safeParse(id).success ? readRecord(places.plugins, id) : undefined
  if (record === undefined) {
    return err([fail('plugin-not-installed', `“${id.slice(0, 100)}” is not installed.`)])
  }
  const check = (found: { id: string; version: string }): Failure | undefined => {
    if (found.id !== id) {
      return fail('package-refused', `${record.source} holds “${found.id}” now, not “${id}”.`)
    }
    return gt(record.version, found.version)
      ? fail(
          'package-older',
          `${record.source} holds ${found.version}, older than ${record.version}.`,
        )
      : undefined
  }
  return installPlugin(record.source, places, check)
}

/** Whether a plugin is left alone where all are upgraded: it is pinned, or comes from nowhere else. */
export function isPinned(plugins: string, id: string): boolean {
  const record = readRecord(plugins, id)
  return record?.pinned === true || record?.source === MADE_HERE
}

/** Ids of all plugins that were installed, not put there by hand. */
export function installedPlugins(plugins: string): readonly string[] {
  return namesIn(plugins)
    .flatMap(name =>
      name.startsWith('@') ? namesIn(`${plugins}/${name}`).map(own => `${name}/${own}`) : [name],
    )
    .filter(id => !id.startsWith('.') && readRecord(plugins, id) !== undefined)
    .toSorted()
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
