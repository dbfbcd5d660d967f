import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson, err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure, whileLocked, writeDurably } from '../../kit'
import {
  parseRevocations,
  publicKeyOf,
  signRevocations,
  type RevocationEntry,
} from '../../plugins/packages'
import { REVOCATIONS } from '../catalogue/refresh-registry'
import { INDEX, readIndex } from '../registries/index-file'

export interface FolderRevocation {
  /** A folder that is a registry, whose index this key signed: nobody believes the list of another. */
  readonly folder: string
  readonly entry: RevocationEntry
  readonly key: KeyObject
  readonly now: number
}

/** Adds to the list of what may not run any more. Answers how many things it names. */
export async function revokeInFolder({
  folder,
  entry,
  key,
  now,
}: FolderRevocation): Promise<Result<{ readonly path: string; readonly entries: number }>> {
  const path = join(folder, REVOCATIONS)
  const own = publicKeyOf(key)
  const busy = fail('write-failed', 'Another Wireharp is writing the list.')
  const index = await text(join(folder, INDEX))
  if (!index.ok) return index
  const read = readIndex(index.value ?? '{}')
  if (!read.ok) return read
  if (read.value.key !== own) {
    return err(fail('revocation-unsigned', `The index in “${folder}” is not signed by this key.`))
  }
  return whileLocked(
    path,
    async () => {
      const present = await text(path)
      if (!present.ok) return present
      const list = present.value === undefined ? undefined : parseRevocations(present.value, [own])
      if (list?.ok === false) return list
      const { entries = [], sequence = 0 } = list?.value ?? {}
      const isThere = (each: RevocationEntry) => nameOf(each) === nameOf(entry)
      const all = [...entries.filter(each => !isThere(each)), entry]
      const written = await writeDurably(path, signRevocations(all, sequence + 1, key, now))
      return written.ok ? ok({ path, entries: all.length }) : written
    },
    { busy },
  )
}

/** What it names, whatever the reason. */
function nameOf({ reason: _reason, ...named }: RevocationEntry): string {
  return canonicalJson(named)
}

/** Undefined where there is none. */
async function text(path: string): Promise<Result<string | undefined>> {
  const read = await attempt(
    () => readFile(path, 'utf8'),
    errno => (errno === 'ENOENT' ? fail('file-not-found', '') : readFailure(errno, path)),
  )
  if (read.ok || read.error.code !== 'file-not-found') return read
  return ok(undefined)
}
