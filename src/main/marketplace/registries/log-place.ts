import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import type { InstallRecord } from '../../plugins/packages'
import { fetchLimits } from '../market-parts'
import { logOverHttp } from './read-npm'
import { LOG, readLog } from './transparency-log'

/** Where a package stands in what its registry ever handed out. */
export interface LogPlace {
  /** From 1 on. */
  readonly entry: number
  readonly size: number
}

/** Looks an installed plugin up in the log of the registry that it came from; nothing where that keeps none. */
export async function logPlaceOf(
  id: string,
  { registry, version, integrity = '', aliasOf = id }: InstallRecord,
): Promise<Result<LogPlace | undefined>> {
  const text = registry === undefined ? undefined : await logTextOf(registry)
  if (text === undefined) return ok(undefined)
  const log = readLog(text)
  if (!log.ok) return log
  const entry = log.value.placeOf({ id: aliasOf, version, integrity })
  return entry === undefined
    ? err(fail('registry-log-broken', `The log of ${registry} knows nothing of this “${id}”.`))
    : ok({ entry, size: log.value.entries.length })
}

async function logTextOf(registry: string): Promise<string | undefined> {
  if (/^https?:/.test(registry)) return logOverHttp({ address: registry, limits: fetchLimits })
  const path = join(registry, LOG)
  return existsSync(path) ? readFile(path, 'utf8') : undefined
}
