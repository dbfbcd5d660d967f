import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { valid } from 'semver'
import { z } from 'zod'
import { MAX_REVIEW_LETTERS } from '#shared/contract'
import { pluginIdSchema } from '#shared/graph'
import { canonicalJson, err, fail, ok, type Result } from '#shared/kit'

/** Bytes in one spelling of base64url only: else one key could pass for several authors. */
const bytes = (length: number) =>
  z.string().refine(text => {
    const read = Buffer.from(text, 'base64url')
    return read.length === length && read.toString('base64url') === text
  }, `${length} bytes as base64url`)

const version = z
  .string()
  .max(100)
  .refine(text => valid(text) === text, 'a version like 1.2.0')

/** Line ends are welcome; what else controls, or turns the direction of, the text around it is not. */
const plain = (letters: number) =>
  z
    .string()
    .max(letters)
    .refine(
      text => !/[^\P{Cc}\n]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u.test(text),
      'text without control characters',
    )

const head = {
  format: z.literal(1),
  plugin: pluginIdSchema,
  version,
  author: bytes(32),
  /** Milliseconds since 1970; a newer one replaces an older one. */
  at: z.int().min(0).max(8.64e15),
}

const reviewSchema = z.strictObject({
  ...head,
  kind: z.literal('review'),
  stars: z.int().min(1).max(5),
  text: plain(MAX_REVIEW_LETTERS),
  name: plain(60),
})
const withdrawalSchema = z.strictObject({ ...head, kind: z.literal('withdrawal') })
const reportSchema = z.strictObject({
  ...head,
  kind: z.literal('report'),
  /** Id of the review that is reported. */
  review: z.string().regex(/^[\w-]{22}$/),
  why: plain(500).min(1),
})

const statementSchema = z.discriminatedUnion('kind', [reviewSchema, withdrawalSchema, reportSchema])

/** What an author says: a review, that it is taken back, or that another one should be looked at. */
export type Statement = z.infer<typeof statementSchema>
export type ReviewStatement = z.infer<typeof reviewSchema>

const signature = { signature: bytes(64) }

export const signedSchema = z.discriminatedUnion('kind', [
  reviewSchema.extend(signature),
  withdrawalSchema.extend(signature),
  reportSchema.extend(signature),
])
export type Signed = z.infer<typeof signedSchema>

export const signedReviewSchema = reviewSchema.extend(signature)
export type SignedReview = z.infer<typeof signedReviewSchema>

/** The author’s name, as it is signed with. */
export function authorOf(key: KeyObject): string {
  const { x } = createPublicKey(key).export({ format: 'jwk' })
  return x ?? ''
}

export function signStatement<Kind extends Statement>(
  statement: Kind,
  key: KeyObject,
): Kind & { readonly signature: string } {
  const made = sign(undefined, signedBytes(statement), key)
  return { ...statement, signature: made.toString('base64url') }
}

/** Reads what came over the wire: its form first, then whether its author has signed just this. */
export function parseSigned(value: unknown): Result<Signed> {
  const parsed = signedSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const at = `/${(issue?.path ?? []).join('/')}`
    return err(fail('review-invalid', `At ${at}: ${issue?.message ?? 'unreadable'}.`, at))
  }
  return isSigned(parsed.data)
    ? ok(parsed.data)
    : err(fail('review-signature-wrong', 'Its signature is not its author’s.'))
}

export function isSigned({ signature, ...statement }: Signed): boolean {
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: statement.author },
    format: 'jwk',
  })
  return verify(undefined, signedBytes(statement), key, Buffer.from(signature, 'base64url'))
}

/** One author has one review of a version. */
export function reviewId(plugin: string, version: string, author: string): string {
  const hash = createHash('sha256').update([plugin, version, author].join('\n')).digest()
  return hash.subarray(0, 16).toString('base64url')
}

/** With its purpose before it, so that no signature made for something else can be passed off as one of these. */
function signedBytes(statement: Statement): Buffer {
  return Buffer.from(`wireharp review 1\n${canonicalJson(statement)}`)
}
