import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { sha256 } from '../../kit'
import { integrityOf, packageLimits, readTarball } from '../../plugins/packages'
import { INDEX, readIndex } from './index-file'
import { parseOffer, type Offer } from './offer'
import { LOG, readLog, type Logged, type TransparencyLog } from './transparency-log'

/** More packages in a folder are not looked at. */
const MOST_PACKAGES = 20_000
const MOST_INDEX = 64 * 2 ** 20

/** What a registry has, and by which sign it can be seen that it still has just that. */
export interface ReadSource {
  readonly offers: readonly Offer[]
  readonly stamp: string
  /** The keys that sign what it has. */
  readonly keys: readonly string[]
  /** Of its index, where that is signed. */
  readonly sequence?: number
  /** ISO 8601: how long the index holds. */
  readonly expiresAt?: string
  /** All that it ever handed out, where it keeps a log. */
  readonly log?: TransparencyLog
}

/** Reads a folder: its index, or else the packages themselves. `undefined` where its stamp is the one that is known. */
export async function readFolder(
  folder: string,
  known: string | undefined,
  now: number,
): Promise<Result<ReadSource | undefined>> {
  const path = join(folder, INDEX)
  if (!existsSync(folder)) {
    return err(fail('registry-unreachable', `There is no folder “${folder}”.`))
  }
  if (!existsSync(path)) return scanFolder(folder, known)
  if ((await stat(path)).size > MOST_INDEX) {
    return err(fail('registry-index-damaged', 'The index of the registry is larger than 64 MB.'))
  }
  const text = await readFile(path, 'utf8')
  const read = readIndex(text, now)
  if (!read.ok) return read
  const logText = await logTextIn(folder)
  const stamp = `index ${sha256(text)} ${sha256(logText ?? '')}`
  if (stamp === known) return ok(undefined)
  const { offers, key, content } = read.value
  if (key === undefined) return ok({ offers, stamp, keys: [] })
  const log = logText === undefined ? undefined : checkedLog(logText, key, offers)
  if (log?.ok === false) return log
  const { sequence, expiresAt } = content
  return ok({
    ...{ offers, stamp, keys: [key], sequence },
    ...(expiresAt !== undefined && { expiresAt }),
    ...(log !== undefined && { log: log.value }),
  })
}

async function logTextIn(folder: string): Promise<string | undefined> {
  const path = join(folder, LOG)
  const info = await stat(path).catch(() => undefined)
  return info === undefined || info.size > MOST_INDEX ? undefined : readFile(path, 'utf8')
}

/** A log, of whoever signed the index where that is signed, in which all stands that is offered. */
export function checkedLog(
  text: string,
  key: string | undefined,
  offers: readonly Offer[],
): Result<TransparencyLog> {
  const log = readLog(text)
  if (!log.ok) return log
  if (key !== undefined && log.value.key !== key) {
    return err(fail('registry-log-broken', 'The log of the registry is signed by another key.'))
  }
  const known = new Set(log.value.entries.map(entry => keyOf(entry)))
  for (const { id, versions } of offers) {
    const odd = versions.find(
      ({ version, integrity }) => !known.has(keyOf({ id, version, integrity })),
    )
    if (odd === undefined) continue
    const detail = `The log of the registry knows nothing of this “${id}” ${odd.version}.`
    return err(fail('registry-log-broken', detail))
  }
  return log
}

function keyOf({ id, version, integrity }: Logged): string {
  return `${id}@${version} ${integrity}`
}

/** A folder of packages without an index is one too, only slower. */
async function scanFolder(
  folder: string,
  known: string | undefined,
): Promise<Result<ReadSource | undefined>> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.tgz')).toSorted()
  const seen = await Promise.all(
    names.slice(0, MOST_PACKAGES).map(async name => {
      const { size, mtimeMs } = await stat(join(folder, name))
      return { name, size, mtimeMs }
    }),
  )
  const stamp = `scan ${sha256(JSON.stringify(seen))}`
  if (stamp === known) return ok(undefined)
  const found = new Map<string, Record<string, unknown>>()
  const times = new Map<string, Record<string, string>>()
  for (const { name, size, mtimeMs } of seen) {
    const described = size > packageLimits.packed ? undefined : await describe(folder, name)
    if (described === undefined) continue
    const { id, version, document } = described
    found.set(id, { ...found.get(id), [version]: document })
    times.set(id, { ...times.get(id), [version]: new Date(mtimeMs).toISOString() })
  }
  const offers = [...found].flatMap(
    ([id, versions]) => parseOffer({ name: id, versions, time: times.get(id) }, id) ?? [],
  )
  return ok({ offers, stamp, keys: [] })
}

const nameSchema = z.looseObject({ name: z.string(), version: z.string() })

/** A package as a registry tells of it: its package.json, and what it is as a file. Undefined where it is none. */
async function describe(folder: string, name: string) {
  const bytes = await readFile(join(folder, name))
  const described = await describePackage(bytes, name)
  return described.ok ? described.value : undefined
}

export async function describePackage(bytes: Buffer, file: string) {
  const files = await readTarball(bytes)
  if (!files.ok) return files
  const text = files.value.find(({ path }) => path === 'package.json')?.bytes.toString('utf8')
  const parsed = nameSchema.safeParse(parseJson(text ?? ''))
  if (!parsed.success) return err(fail('package-refused', `${file} has no package.json.`))
  const { name: id, version } = parsed.data
  const dist = { tarball: file, integrity: integrityOf(bytes), bytes: bytes.length }
  return ok({ id, version, document: { ...parsed.data, dist } })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
