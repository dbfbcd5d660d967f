import { resolve } from 'node:path'
import { validRange } from 'semver'
import { fail, type Failure } from '#shared/kit'
import { revokeInFolder } from '../../../../marketplace/open-market'
import type { RevocationEntry } from '../../../../plugins/packages'
import { exitCodes, oneLine, type Io } from '../../io'
import type { RevokeFlags } from '../../market-program'
import { readKey } from '../market/signing-key'
import { refuse } from '../plugin/report'

/** `wireharp registry revoke` */
export async function revokeCommand(
  io: Io,
  { folder, what, because, key, json }: RevokeFlags & { folder: string; what: string },
): Promise<number> {
  const entry = entryOf(what, because)
  if ('code' in entry) return refuse(io, [entry])
  const signer = await readKey(io, key)
  if (!signer.ok) return refuse(io, [signer.error])
  const wish = { folder: resolve(folder), entry, key: signer.value, now: Date.now() }
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
