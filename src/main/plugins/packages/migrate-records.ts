import { existsSync, readdirSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result } from '#shared/kit'
import { attempt, writeDurably, writeFailure } from '../../kit'
import { CURRENT, OLD_RECORD, oldRecord, recordOf } from './installed'

/**
 * Plugins that an earlier Wireharp installed have one note for all of their versions, `installed.json`: it becomes that of
 * the version it is about, and stays as `installed.json.before`. Answers the backups.
 */
export async function migrateRecords(plugins: string): Promise<Result<readonly string[]>> {
  const backups: string[] = []
  for (const home of homesIn(plugins)) {
    const old = join(home, OLD_RECORD)
    const record = oldRecord(home)
    if (record === undefined) continue
    const path = join(home, recordOf(record.folder))
    if (!existsSync(path)) {
      const written = await writeDurably(path, `${JSON.stringify(record, undefined, 2)}\n`)
      if (!written.ok) return written
    }
    const backup = `${old}.before`
    const moved = await attempt(
      () => rename(old, backup),
      errno => writeFailure(errno, backup),
    )
    if (!moved.ok) return moved
    backups.push(backup)
  }
  return ok(backups)
}

/** Folders of installed plugins, in the folder or one level below: `tremolo`, `anna/tremolo`. */
function homesIn(root: string): string[] {
  return foldersIn(root).flatMap(folder =>
    existsSync(join(folder, CURRENT))
      ? [folder]
      : foldersIn(folder).filter(inner => existsSync(join(inner, CURRENT))),
  )
}

function foldersIn(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(entry => join(root, entry.name))
  } catch {
    return []
  }
}
