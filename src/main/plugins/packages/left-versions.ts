import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CURRENT, homeOf, OLD_RECORD, readRecord, recordOf } from './installed'
import { installedPlugins } from './upgrade-plugin'

/** What lies among the versions of installed plugins that is neither the one that counts nor the one before it. */
export function leftVersions(
  plugins: string,
): readonly { readonly plugin: string; readonly path: string }[] {
  return installedPlugins(plugins).flatMap(plugin => {
    const home = homeOf(plugins, plugin)
    const record = readRecord(plugins, plugin)
    if (record === undefined) return []
    const { folder, previous } = record
    const versions = previous === undefined ? [folder] : [folder, previous]
    const stay = new Set([...versions, ...versions.map(recordOf), CURRENT, OLD_RECORD])
    return readdirSync(home)
      .filter(name => !stay.has(name) && !name.startsWith('.') && !name.startsWith(OLD_RECORD))
      .map(name => ({ plugin, path: join(home, name) }))
  })
}
