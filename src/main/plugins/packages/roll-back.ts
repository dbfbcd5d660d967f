import { join } from 'node:path'
import { pluginIdSchema } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { readPlugin } from '../read-plugin'
import {
  commitVersion,
  homeOf,
  kindAt,
  readRecord,
  versionRecord,
  type InstallRecord,
} from './installed'
import { filesBelow } from './verify-installed'

/** Brings back the version that was there before; another time brings the newer one back again. */
export async function rollBack(
  id: string,
  plugins: string,
): Promise<Result<{ readonly id: string; readonly from: string; readonly to: string }>> {
  const record = installedRecord(id, plugins)
  if (!record.ok) return record
  const { previous, folder, version } = record.value
  const home = homeOf(plugins, id)
  if (previous === undefined || kindAt(join(home, previous)) !== 'folder') {
    return err(fail('plugin-not-installed', `No version of “${id}” before ${version} is there.`))
  }
  const plugin = readPlugin(join(home, previous))
  if (!plugin.ok) return err(firstOf(plugin.error))
  const to = plugin.value.manifest.version
  const files = await filesBelow(join(home, previous))
  const { publisher: _newer, ...rest } = record.value
  const { publisher } = versionRecord(plugins, id, previous) ?? {}
  const back: InstallRecord = {
    ...rest,
    ...(publisher && { publisher }),
    version: to,
    folder: previous,
    previous: folder,
    files,
    // Otherwise the next upgrade of all would undo it.
    pinned: true,
    installedAt: new Date().toISOString(),
  }
  const done = await commitVersion(home, back)
  return done.ok ? ok({ id, from: version, to }) : done
}

/** Keeps a plugin from being upgraded together with all others, or lets it be again. */
export async function pinPlugin(
  id: string,
  plugins: string,
  pinned: boolean,
): Promise<Result<{ readonly id: string; readonly version: string; readonly pinned: boolean }>> {
  const record = installedRecord(id, plugins)
  if (!record.ok) return record
  const done = await commitVersion(homeOf(plugins, id), { ...record.value, pinned })
  return done.ok ? ok({ id, version: record.value.version, pinned }) : done
}

function installedRecord(id: string, plugins: string): Result<InstallRecord> {
  const record = pluginIdSchema.safeParse(id).success ? readRecord(plugins, id) : undefined
  return record === undefined
    ? err(fail('plugin-not-installed', `“${id.slice(0, 100)}” is not installed.`))
    : ok(record)
}

function firstOf([first]: readonly Failure[]): Failure {
  return first ?? fail('plugin-manifest-invalid', 'The version before cannot be read.')
}
