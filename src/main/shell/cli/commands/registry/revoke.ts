import { resolve } from 'node:path'
import { validRange } from 'semver'
import { fail, type Failure } from '#shared/kit'
import { revokeInFolder } from '../../../../marketplace/open-market'
import type { RevocationEntry } from '../../../../plugins/packages'
import { exitCodes, oneLine, type Io } from '../../io'
import type { RevokeFlags } from '../../market-program'
import { readKey } from '../market/signing-key'
import { refuse } from '../plugin/report'
import { isServed, keyOfServed } from './serve-log'

/** `wireharp registry revoke` */
export async function revokeCommand(
  io: Io,
  {
    folder,
    what,
    because,
    key,
    forServer = false,
    json,
  }: RevokeFlags & { folder: string; what: string },
): Promise<number> {
  const entry = entryOf(what, because)
  if ('code' in entry) return refuse(io, [entry])
  const place = resolve(folder)
  // A registry that is served has a key of its own, by which it is known.
  const served = isServed(place)
  if (served && key !== undefined) {
    return refuse(io, [
      fail('usage', 'A registry that is served signs with its own key, not with --key.'),
    ])
  }
  const signer = served ? await keyOfServed(place) : await readKey(io, key)
  if (!signer.ok) return refuse(io, [signer.error])
  const hasNoIndex = served || forServer
  const wish = { folder: place, entry, key: signer.value, hasNoIndex, now: Date.now() }
  const revoked = await revokeInFolder(wish)
  if (!revoked.ok) return refuse(io, [revoked.error])
  const { path, entries } = revoked.value
  if (json === true) io.out(JSON.stringify({ path, entries }))
  else io.out(oneLine(`Revoked ${what}: ${path} names ${entries} now.`))
  return exitCodes.done
}

/** `tremolo@<1.4.1`, `tremolo` for all versions, `key:` and `sha256:` with 64 hex digits. */
function entryOf(what: string, reason: string): RevocationEntry | Failure {
  const [, kind, digits = ''] = /^(key|sha256):([0-9a-f]{64})$/.exec(what) ?? []
  if (kind === 'key') return { key: digits, reason }
  if (kind === 'sha256') return { sha256: digits, reason }
  const [, plugin, versions = '*'] = /^(@?[a-z0-9][a-z0-9._/-]*)(?:@(.+))?$/.exec(what) ?? []
  if (plugin === undefined || validRange(versions) === null || reason.trim() === '') {
    return fail('request-invalid', `“${what.slice(0, 100)}” names no plugin, key or file.`)
  }
  return { plugin, versions, reason }
}
