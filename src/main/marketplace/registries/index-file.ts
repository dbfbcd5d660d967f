import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson, err, fail, ok, type Result } from '#shared/kit'
import { isSignedBy, publicKeyOf, signWith } from '../../plugins/packages'
import { parseOffer, type Offer } from './offer'

export const INDEX = 'index.json'
const CONTEXT = 'wireharp registry index 1\n'
/** An index may be so much ahead of this machine’s clock, in ms. */
const AHEAD = 24 * 3_600_000

const contentSchema = z.strictObject({
  format: z.literal('wireharp-registry'),
  version: z.literal(1),
  /** Grows with every change. */
  sequence: z.int().min(0),
  issuedAt: z.iso.datetime(),
  /** Behind that moment it is not to be believed any more. */
  expiresAt: z.iso.datetime().optional(),
  /** By id, in the form of npm’s registries. */
  packages: z.record(z.string(), z.unknown()),
  key: z.string().length(64).optional(),
})
const fileSchema = contentSchema.extend({ signature: z.string().length(128).optional() })
export type IndexContent = z.infer<typeof contentSchema>

export interface ReadIndex {
  readonly content: IndexContent
  readonly offers: readonly Offer[]
  /** The key that signed it, if one did. */
  readonly key?: string
}

export function writeIndex(content: Omit<IndexContent, 'key'>, key?: KeyObject): string {
  const whole = { ...content, ...(key && { key: publicKeyOf(key) }) }
  const signature = key && signWith(key, messageOf(whole)).toString('hex')
  return canonicalJson({ ...whole, ...(signature && { signature }) })
}

/** An index that is whole, signed by whom it says, and of now; whatever its time where none is given. */
export function readIndex(text: string, now?: number): Result<ReadIndex> {
  const parsed = fileSchema.safeParse(parseJson(text))
  if (!parsed.success) return refuse('cannot be read')
  const { signature, ...content } = parsed.data
  const { key, expiresAt, issuedAt } = content
  if ((key === undefined) !== (signature === undefined)) return refuse('is signed by half')
  if (key !== undefined && signature !== undefined) {
    if (!isSignedBy(key, messageOf(content), Buffer.from(signature, 'hex'))) {
      return refuse('has a wrong signature')
    }
    const isOver = now !== undefined && expiresAt !== undefined && Date.parse(expiresAt) < now
    const isEarly = now !== undefined && Date.parse(issuedAt) > now + AHEAD
    if (isOver || isEarly) {
      const detail = `The index of the registry holds from ${issuedAt} to ${expiresAt ?? 'now'}.`
      return err(fail('registry-index-expired', detail))
    }
  }
  const offers = Object.entries(content.packages).flatMap(
    ([id, document]) => parseOffer(document, id) ?? [],
  )
  return ok({ content, offers, ...(key !== undefined && { key }) })
}

function messageOf(content: object): Buffer {
  return Buffer.from(CONTEXT + canonicalJson(content))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refuse(why: string): Result<never> {
  return err(fail('registry-index-damaged', `The index of the registry ${why}.`))
}
