import { satisfies } from 'semver'
import { installedManifest } from '../../plugins/packages'
import type { InstalledSet } from '../catalogue/installed-set'

/** Installed plugins that would lack something without another one; another major version of it may do for them. */
export function dependentsOf(
  id: string,
  installed: InstalledSet,
  plugins: string,
): readonly string[] {
  const gone = installed.get(id)
  if (gone === undefined) return []
  const real = gone.record.aliasOf ?? id
  const left = [...installed.all.values()].filter(
    other => other.id !== id && (other.record.aliasOf ?? other.id) === real,
  )
  return [...installed.all.keys()].filter(other => {
    if (other === id) return false
    const range = installedManifest(plugins, other)?.dependencies[real]
    if (range === undefined) return false
    const needs = (version: string) => satisfies(version, range, { includePrerelease: true })
    return needs(gone.version) && !left.some(({ version }) => needs(version))
  })
}
