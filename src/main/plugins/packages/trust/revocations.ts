import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeyObject } from 'node:crypto'
import { satisfies, validRange } from 'semver'
import { z } from 'zod'
import { canonicalJson, err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, writeDurably, writeFailure } from '../../../kit'
import { isSignedBy, publicKeyOf, signWith } from './ed25519'

const CONTEXT = 'wireharp revocations 1\n'
/** No list is larger; read at every start. */
const MOST_BYTES = 1024 * 1024
const PREFIX = '.revocations-'

const reason = z.string().min(1).max(300)
const entrySchema = z.union([
  /** Whatever this key signed. */
  z.strictObject({ key: z.string().length(64), reason }),
  /** Versions of a plugin. */
  z.strictObject({ plugin: z.string().max(200), versions: z.string().max(200), reason }),
  /** A package that holds just this file. */
  z.strictObject({ sha256: z.string().length(64), reason }),
])
const contentSchema = z.strictObject({
  format: z.literal('wireharp-revocations'),
  version: z.literal(1),
  /** Grows with every list. */
  sequence: z.int().min(0),
  issuedAt: z.iso.datetime(),
  entries: z.array(entrySchema).max(10_000),
  key: z.string().length(64),
})
const listSchema = contentSchema.extend({ signature: z.string().length(128) })
export type Revocations = z.infer<typeof listSchema>
export type RevocationEntry = z.infer<typeof entrySchema>

/** What is known of a plugin that may be revoked. */
export interface Revocable {
  readonly id: string
  /** What people call it, where that is known. */
  readonly name?: string
  readonly version: string
  readonly key?: string
  /** SHA-256 of its files. */
  readonly files: readonly string[]
}

export function signRevocations(
  entries: readonly RevocationEntry[],
  sequence: number,
  key: KeyObject,
  now: number,
): string {
  const content = {
    format: 'wireharp-revocations',
    version: 1,
    sequence,
    issuedAt: new Date(now).toISOString(),
    entries,
    key: publicKeyOf(key),
  }
  const signature = signWith(key, Buffer.from(CONTEXT + canonicalJson(content))).toString('hex')
  return canonicalJson({ ...content, signature })
}

/** A list whose key is one of those that may revoke. */
export function parseRevocations(text: string, keys: readonly string[]): Result<Revocations> {
  if (text.length > MOST_BYTES) return refuse('is larger than 1 MB')
  const parsed = listSchema.safeParse(parseJson(text))
  if (!parsed.success) return refuse('cannot be read')
  const { signature, ...content } = parsed.data
  if (!keys.includes(content.key)) return refuse('is signed by a key that may not revoke')
  const message = Buffer.from(CONTEXT + canonicalJson(content))
  if (!isSignedBy(content.key, message, Buffer.from(signature, 'hex'))) {
    return refuse('has a wrong signature')
  }
  return ok(parsed.data)
}

/** Keeps a list for all later starts, with or without a network. An older one than that which is there is refused. */
export async function keepRevocations(
  plugins: string,
  text: string,
  keys: readonly string[],
): Promise<Result<Revocations>> {
  const list = parseRevocations(text, keys)
  if (!list.ok) return list
  const { key, sequence } = list.value
  const path = join(plugins, `${PREFIX}${key}.json`)
  const kept = readList(path, [key])
  if (kept !== undefined && kept.sequence > sequence) return refuse('is older than the one before')
  const made = await attempt(
    () => mkdir(plugins, { recursive: true }),
    errno => writeFailure(errno, `the folder “${plugins}”`),
  )
  if (!made.ok) return made
  const written = await writeDurably(path, text)
  return written.ok ? list : written
}

/** The lists of the keys that may revoke here, as they were kept. Their signatures are looked at each time. */
export function keptRevocations(plugins: string, keys: readonly string[]): readonly Revocations[] {
  return keys.flatMap(key => readList(join(plugins, `${PREFIX}${key}.json`), [key]) ?? [])
}

/** Why a plugin may neither be installed nor run any more. */
export function revokedBy(plugin: Revocable, lists: readonly Revocations[]): Failure | undefined {
  const { name = plugin.id } = plugin
  for (const entry of lists.flatMap(({ entries }) => entries)) {
    if ('key' in entry && entry.key === plugin.key) {
      return fail(
        'publisher-revoked',
        `The key of the publisher of “${name}” was revoked: ${entry.reason}`,
      )
    }
    const isVersion = 'plugin' in entry && entry.plugin === plugin.id
    const isNamed = isVersion && isWithin(plugin.version, entry.versions)
    const isFile = 'sha256' in entry && plugin.files.includes(entry.sha256)
    if (isNamed || isFile) {
      const what = `“${name}” ${plugin.version}`
      return fail('package-revoked', `${what} was revoked: ${entry.reason}`)
    }
  }
  return undefined
}

function isWithin(version: string, range: string): boolean {
  // A list that cannot be read to its end must not let anything through.
  return validRange(range) === null || satisfies(version, range, { includePrerelease: true })
}

function readList(path: string, keys: readonly string[]): Revocations | undefined {
  try {
    const list = parseRevocations(readFileSync(path, 'utf8'), keys)
    return list.ok ? list.value : undefined
  } catch {
    return undefined
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refuse(why: string): Result<never> {
  return err(fail('revocations-invalid', `The list of revoked plugins ${why}.`))
}
