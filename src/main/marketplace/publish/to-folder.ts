import { existsSync } from 'node:fs'
import type { KeyObject } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, whileLocked, writeDurably, writeFailure } from '../../kit'
import { integrityOf } from '../../plugins/packages'
import { INDEX, readIndex, writeIndex, type IndexContent } from '../registries/index-file'
import { describePackage } from '../registries/read-folder'
import { LOG, withLogged, type Logged } from '../registries/transparency-log'

export interface FolderTarget {
  readonly folder: string
  /** Signs the index; without it, it is not signed. */
  readonly key?: KeyObject
  /** How long the index holds, in ms; for ever if left out. */
  readonly holds?: number
  readonly now: number
}

const packageSchema = z.looseObject({
  name: z.string(),
  versions: z.record(z.string(), z.looseObject({ dist: z.looseObject({ integrity: z.string() }) })),
  time: z.record(z.string(), z.string()),
})

/**
 * Puts a package into a folder that is a registry: its file first, then the index that names it, so that at any moment the
 * folder is a whole registry. A version that is there is never replaced by another.
 */
export async function publishToFolder(
  bytes: Buffer,
  target: FolderTarget,
): Promise<Result<{ readonly id: string; readonly version: string; readonly path: string }>> {
  const { folder } = target
  const described = await describePackage(bytes, 'package.tgz')
  if (!described.ok) return described
  const { id, version, document } = described.value
  const name = `${id.replace(/^@/, '').replaceAll('/', '-')}-${version}.tgz`
  const made = await attempt(
    () => mkdir(folder, { recursive: true }),
    errno => writeFailure(errno, `the folder “${folder}”`),
  )
  if (!made.ok) return made
  const busy = fail('write-failed', 'Another Wireharp is publishing into this folder.')
  return whileLocked(
    join(folder, INDEX),
    async () => {
      const index = await indexIn(target)
      if (!index.ok) return index
      const known = packageSchema.safeParse(index.value.packages[id])
      const before = known.success ? known.data : { name: id, versions: {}, time: {} }
      const taken = before.versions[version]?.dist.integrity
      if (taken !== undefined && taken !== integrityOf(bytes)) {
        return err(fail('version-published', `“${id}” ${version} is published already.`))
      }
      const path = join(folder, name)
      const written = await writeDurably(path, bytes)
      if (!written.ok) return written
      const dist = { ...document.dist, tarball: name }
      const offered = {
        ...before,
        versions: { ...before.versions, [version]: { ...document, dist } },
        time: { ...before.time, [version]: new Date(target.now).toISOString() },
      }
      const kept = await keepIndex(target, index.value, { [id]: offered })
      return kept.ok ? ok({ id, version, path }) : kept
    },
    { busy },
  )
}

/** Signs the index of a folder anew, so that it goes on holding. */
export async function renewIndex(target: FolderTarget): Promise<Result<void>> {
  const index = await indexIn(target)
  return index.ok ? keepIndex(target, index.value, {}) : index
}

async function indexIn({ folder, now }: FolderTarget): Promise<Result<IndexContent>> {
  const path = join(folder, INDEX)
  if (!existsSync(path)) {
    return ok({
      format: 'wireharp-registry',
      version: 1,
      sequence: 0,
      issuedAt: new Date(now).toISOString(),
      packages: {},
    })
  }
  const toFailure = (errno: string): Failure => writeFailure(errno, path)
  const text = await attempt(() => readFile(path, 'utf8'), toFailure)
  if (!text.ok) return text
  // One that is over may be renewed by whoever runs the folder.
  const read = readIndex(text.value)
  return read.ok ? ok(read.value.content) : read
}

async function keepIndex(
  { folder, key, holds, now }: FolderTarget,
  { expiresAt: _old, key: _signer, ...content }: IndexContent,
  changed: Readonly<Record<string, unknown>>,
): Promise<Result<void>> {
  const next = {
    ...content,
    sequence: content.sequence + 1,
    issuedAt: new Date(now).toISOString(),
    ...(holds !== undefined && { expiresAt: new Date(now + holds).toISOString() }),
    packages: { ...content.packages, ...changed },
  }
  if (key !== undefined) {
    // First the log: what the index offers stands in it at any moment.
    const logged = await keepLog(folder, next, key, now)
    if (!logged.ok) return logged
  }
  return writeDurably(join(folder, INDEX), writeIndex(next, key))
}

async function keepLog(
  folder: string,
  { packages }: Pick<IndexContent, 'packages'>,
  key: KeyObject,
  now: number,
): Promise<Result<void>> {
  const path = join(folder, LOG)
  const text = existsSync(path)
    ? await attempt(
        () => readFile(path, 'utf8'),
        errno => writeFailure(errno, path),
      )
    : undefined
  if (text?.ok === false) return text
  const offered = Object.entries(packages).flatMap(([id, document]): Logged[] => {
    const known = packageSchema.safeParse(document)
    const versions = known.success ? Object.entries(known.data.versions) : []
    return versions.map(([version, { dist }]) => ({ id, version, integrity: dist.integrity }))
  })
  const log = withLogged(text?.value, offered, key, now)
  return log.ok ? writeDurably(path, log.value) : log
}
