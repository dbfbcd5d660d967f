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
  readonly folder: string
  readonly entry: RevocationEntry
  /** The one that the registry is known by: it signs the index, the log, or each package. Nobody believes another. */
  readonly key: KeyObject
  /** Whether it is the folder of a registry that is served, or for a server: then there is none to hold the key against. */
  readonly hasNoIndex: boolean
  readonly now: number
}

/** Adds to the list of what may not run any more. Answers how many things it names. */
export async function revokeInFolder({
  folder,
  entry,
  key,
  hasNoIndex,
  now,
}: FolderRevocation): Promise<Result<{ readonly path: string; readonly entries: number }>> {
  const path = join(folder, REVOCATIONS)
  const own = publicKeyOf(key)
  const busy = fail('write-failed', 'Another Wireharp is writing the list.')
  const may = hasNoIndex ? ok() : await checkIndexKey(folder, own)
  if (!may.ok) return may
  return whileLocked(
    path,
    async () => {
      const present = await revocationsIn(folder)
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

/** The list of a registry in a folder, signed as it is; undefined where nothing was revoked yet. */
export function revocationsIn(folder: string): Promise<Result<string | undefined>> {
  return text(join(folder, REVOCATIONS))
}

async function checkIndexKey(folder: string, own: string): Promise<Result<void>> {
  const index = await text(join(folder, INDEX))
  if (!index.ok) return index
  const read = readIndex(index.value ?? '{}')
  if (!read.ok) return read
  if (read.value.key === own) return ok()
  return err(fail('revocation-unsigned', `The index in “${folder}” is not signed by this key.`))
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
