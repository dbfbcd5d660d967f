import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Permission } from '#shared/graph'
import { sha256OfFile } from '../../kit'
import { readPlugin } from '../read-plugin'
import { homeOf, readRecord } from './installed'
import { scanPackage } from './scan-package'
import type { ScanReport } from './worker/requests'

/** What lies there of an installed plugin, against what was installed. */
export interface InstalledAudit {
  readonly id: string
  readonly version: string
  readonly source: string
  readonly resolved: string
  readonly pinned: boolean
  readonly permissions: readonly Permission[]
  /** Files that are other ones than were installed, missing, or were added. */
  readonly changed: readonly string[]
  readonly scan: ScanReport
}

/** Looks at the files of an installed plugin: each against its SHA-256, and what in the code deserves a look. */
export async function auditInstalled(
  id: string,
  plugins: string,
): Promise<InstalledAudit | undefined> {
  const record = readRecord(plugins, id)
  if (record === undefined) return undefined
  const folder = join(homeOf(plugins, id), record.folder)
  const present = await filesBelow(folder)
  const plugin = readPlugin(folder)
  const { permissions, models } = plugin.ok
    ? plugin.value.manifest
    : { permissions: [], models: {} }
  return {
    id,
    version: record.version,
    source: record.source,
    resolved: record.resolved,
    pinned: record.pinned ?? false,
    permissions,
    changed: differing(record.files, present),
    scan: await scanPackage(folder, Object.keys(present), { permissions, models }),
  }
}

/** Files of an installed plugin that are other ones than were installed; none where nobody installed it. */
export async function changedFiles(id: string, plugins: string): Promise<readonly string[]> {
  const record = readRecord(plugins, id)
  if (record === undefined) return []
  return differing(record.files, await filesBelow(join(homeOf(plugins, id), record.folder)))
}

function differing(
  installed: Readonly<Record<string, string>>,
  present: Readonly<Record<string, string>>,
): readonly string[] {
  const paths = new Set([...Object.keys(installed), ...Object.keys(present)])
  return [...paths].toSorted().filter(path => installed[path] !== present[path])
}

/** SHA-256 of every plain file below a folder, by path. */
export async function filesBelow(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const full = join(entry.parentPath, entry.name)
    found[relative(folder, full).split(sep).join('/')] = await sha256OfFile(full)
  }
  return Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
