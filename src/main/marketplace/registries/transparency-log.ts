import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson, err, fail, ok, type Result } from '#shared/kit'
import { sha256 } from '../../kit'
import { isSignedBy, publicKeyOf, signWith } from '../../plugins/packages'

/** Beside a registry’s index. */
export const LOG = 'log.json'
/** Of a registry of npm’s kind. */
export const LOG_PATH = `/-/wireharp/${LOG}`
const CONTEXT = 'wireharp registry log 1\n'
const MOST_ENTRIES = 200_000

const entrySchema = z.strictObject({
  id: z.string().max(214),
  version: z.string().max(64),
  /** `sha512-…` of the package. */
  integrity: z.string().max(200),
  /** When it was written down. */
  at: z.iso.datetime(),
})
export type LogEntry = z.infer<typeof entrySchema>
export type Logged = Omit<LogEntry, 'at'>

const fileSchema = z.strictObject({
  format: z.literal('wireharp-log'),
  version: z.literal(1),
  key: z.string().length(64),
  entries: z.array(entrySchema).max(MOST_ENTRIES),
  /** Of all entries, each over the one before: whoever knows it knows whether any was changed. */
  head: z.string().max(64),
  signature: z.string().length(128),
})

/** How far a log went, and what it held up to there. */
export interface LogHead {
  readonly size: number
  readonly head: string
}

/**
 * What a registry ever handed out, in the order in which it began to: lines are added and never changed, so that it cannot
 * show one package to some and another to others, nor take one back unseen.
 */
export class TransparencyLog {
  readonly key: string
  readonly entries: readonly LogEntry[]
  readonly #hashes: readonly string[]

  constructor(key: string, entries: readonly LogEntry[]) {
    this.key = key
    this.entries = entries
    let last = ''
    this.#hashes = entries.map(entry => (last = sha256(`${last}\n${canonicalJson(entry)}`)))
  }

  get head(): LogHead {
    return { size: this.entries.length, head: this.#hashes.at(-1) ?? '' }
  }

  /** Whether all that was there when it went so far is there still, as it was. */
  extends({ size, head }: LogHead): boolean {
    return size === 0 ? head === '' : this.#hashes[size - 1] === head
  }

  /** Its number, from 1 on; undefined where nothing was written down of just that. */
  placeOf({ id, version, integrity }: Logged): number | undefined {
    const at = this.entries.findIndex(
      entry => entry.id === id && entry.version === version && entry.integrity === integrity,
    )
    return at < 0 ? undefined : at + 1
  }
}

/** A log that its key signed; whose key that is, is for others to say. */
export function readLog(text: string): Result<TransparencyLog> {
  const parsed = fileSchema.safeParse(parseJson(text))
  if (!parsed.success) return broken('cannot be read')
  const { key, entries, head, signature } = parsed.data
  const log = new TransparencyLog(key, entries)
  if (log.head.head !== head) return broken('was changed in its middle')
  if (!isSignedBy(key, messageOf(log.head), Buffer.from(signature, 'hex'))) {
    return broken('has a wrong signature')
  }
  return ok(log)
}

/** A log with these at its end, if they are not in it yet; one of another key is begun anew. */
export function withLogged(
  text: string | undefined,
  added: readonly Logged[],
  key: KeyObject,
  now: number,
): Result<string> {
  const before = text === undefined ? undefined : readLog(text)
  if (before?.ok === false) return before
  const own = publicKeyOf(key)
  const known = before?.value.key === own ? before.value : new TransparencyLog(own, [])
  const at = new Date(now).toISOString()
  const more = added
    .filter(each => known.placeOf(each) === undefined)
    .map(({ id, version, integrity }): LogEntry => ({ id, version, integrity, at }))
  const log = new TransparencyLog(own, [...known.entries, ...more])
  const { head } = log.head
  const signature = signWith(key, messageOf(log.head)).toString('hex')
  const { entries } = log
  return ok(
    canonicalJson({ format: 'wireharp-log', version: 1, key: own, entries, head, signature }),
  )
}

function messageOf(head: LogHead): Buffer {
  return Buffer.from(CONTEXT + canonicalJson(head))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function broken(why: string): Result<never> {
  return err(fail('registry-log-broken', `The log of the registry ${why}.`))
}
