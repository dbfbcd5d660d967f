import { rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pluginIdSchema } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, writeFailure } from '../../kit'
import { homeOf, kindAt, readRecord } from './installed'
import { stagingFolder, sweepStaging } from './staging'

/**
 * Takes an installed plugin away: at once for whoever looks, by a rename. Nodes of it stay in projects as they are. A
 * plugin that somebody put there by hand is theirs to remove: it may be their only copy.
 */
export async function uninstallPlugin(
  id: string,
  plugins: string,
): Promise<Result<{ readonly id: string; readonly version: string }>> {
  const known = pluginIdSchema.safeParse(id).success
  const record = known ? readRecord(plugins, id) : undefined
  const home = homeOf(plugins, known ? id : 'none')
  if (record === undefined || kindAt(home) !== 'folder') {
    const byHand = known && kindAt(join(home, 'plugin.json')) !== 'nothing'
    const detail = byHand
      ? `“${id}” was put into ${home} by hand; remove that folder yourself.`
      : `“${id.slice(0, 100)}” is not installed.`
    return err(fail('plugin-not-installed', detail))
  }
  await sweepStaging(plugins)
  const gone = stagingFolder(plugins)
  const moved = await attempt(
    () => rename(home, gone),
    errno => writeFailure(errno, `the folder “${home}”`),
  )
  if (!moved.ok) return moved
  await rm(gone, { recursive: true, force: true })
  if (id.includes('/')) await rmdir(dirname(home)).catch(() => {})
  return ok({ id, version: record.version })
}
