import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { pluginIdSchema } from '#shared/graph'
import { canonicalJson, err, fail, ok, type FailureCode, type Result } from '#shared/kit'
import { sha256, shown } from '../../../kit'
import type { PackageFile } from '../package-limits'
import { isCanonical, isSignedBy, keyProblem, publicKeyOf, signWith } from './ed25519'

/** Lies in a package beside plugin.json, and names every other file of it. */
export const SIGNATURE_FILE = 'wireharp-signature.json'

const CONTEXT = 'wireharp package signature 1\n'
/** A signature may be so much ahead of this machine’s clock, in ms. */
const AHEAD = 24 * 3_600_000

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`))

const contentSchema = z.strictObject({
  format: z.literal('wireharp-signature'),
  version: z.literal(1),
  package: z.strictObject({ id: pluginIdSchema, version: z.string().min(1).max(64) }),
  publisher: z.strictObject({ name: z.string().min(1).max(100), key: hex(64) }),
  signedAt: z.iso.datetime(),
  files: z
    .array(z.strictObject({ path: z.string().max(240), bytes: z.int().min(0), sha256: hex(64) }))
    .max(4096),
})
const fileSchema = contentSchema.extend({ signature: z.string().max(1000) })

/** Who signed a package, and when they say they did. */
export interface Signer {
  readonly key: string
  readonly name: string
  /** ISO 8601. */
  readonly signedAt: string
}

export interface SigningKey {
  readonly key: KeyObject
  readonly name: string
}

/** The files of a package with their signature; an old one goes. */
export function signFiles(
  files: readonly PackageFile[],
  { key, name }: SigningKey,
  now: number,
): readonly PackageFile[] {
  const others = files.filter(({ path }) => path !== SIGNATURE_FILE)
  const content = {
    format: 'wireharp-signature',
    version: 1,
    package: identityOf(others),
    publisher: { name, key: publicKeyOf(key) },
    signedAt: new Date(now).toISOString(),
    files: listOf(others),
  }
  const signature = signWith(key, messageOf(content)).toString('hex')
  const text = canonicalJson({ ...content, signature })
  return [...others, { path: SIGNATURE_FILE, bytes: Buffer.from(text) }]
}

/**
 * Who signed a package: nobody, or the one whose signature fits every byte of it. What is listed and what is there are
 * the same, and so are the package that is named and the one that plugin.json names.
 */
export function readSignature(
  files: readonly PackageFile[],
  now: number,
): Result<Signer | undefined> {
  const file = files.find(({ path }) => path === SIGNATURE_FILE)
  if (file === undefined) return ok(undefined)
  const parsed = parsedFile(file.bytes)
  if (!parsed.ok) return parsed
  const { signature, ...content } = parsed.value
  const { publisher, signedAt } = content
  const problem = keyProblem(publisher.key)
  if (problem !== undefined) {
    return refuse('signature-key-invalid', `The key that signed the package is none (${problem}).`)
  }
  const bytes = /^[0-9a-f]{128}$/.test(signature) ? Buffer.from(signature, 'hex') : undefined
  if (bytes === undefined) {
    return refuse('signature-malformed', 'The signature of the package has a wrong length.')
  }
  if (!isCanonical(bytes)) {
    return refuse('signature-not-canonical', 'The signature of the package has a second form.')
  }
  if (!isSignedBy(publisher.key, messageOf(content), bytes)) {
    return refuse('signature-wrong', `The package is not signed by the key that it names.`)
  }
  if (Date.parse(signedAt) > now + AHEAD) {
    return refuse('signature-from-future', `The package says that it was signed on ${signedAt}.`)
  }
  const fits = matches(content, files)
  return fits.ok ? ok({ key: publisher.key, name: publisher.name, signedAt }) : fits
}

type Content = z.infer<typeof contentSchema>

function parsedFile(bytes: Buffer): Result<z.infer<typeof fileSchema>> {
  const text = bytes.toString('utf8')
  const json = parseJson(text)
  const parsed = fileSchema.safeParse(json)
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('/') ?? ''
    return refuse('signature-malformed', `The signature of the package cannot be read (at /${at}).`)
  }
  // Whoever reads the same bytes in another way would see something else signed.
  if (canonicalJson(parsed.data) !== text || !isSorted(parsed.data.files)) {
    return refuse('signature-not-canonical', 'The list of signed files was written anew.')
  }
  return ok(parsed.data)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isSorted(files: Content['files']): boolean {
  return files.every(({ path }, at) => at === 0 || (files[at - 1]?.path ?? '') < path)
}

function matches(content: Content, files: readonly PackageFile[]): Result<void> {
  const own = identityOf(files)
  if (own.id !== content.package.id) {
    return refuse(
      'signature-other-package',
      `The signature is of “${content.package.id}”, and the package is “${own.id}”.`,
    )
  }
  if (own.version !== content.package.version) {
    return refuse(
      'signature-other-version',
      `The signature is of ${content.package.version}, and the package is ${own.version}.`,
    )
  }
  const there = new Map(files.map(file => [file.path, file.bytes]))
  there.delete(SIGNATURE_FILE)
  for (const { path, bytes, sha256: wanted } of content.files) {
    const found = there.get(path)
    if (found === undefined) {
      return refuse('signature-file-missing', `“${shown(path)}” was signed and is not there.`)
    }
    if (found.length !== bytes || sha256(found) !== wanted) {
      return refuse('signature-file-changed', `“${shown(path)}” is not as it was signed.`)
    }
    there.delete(path)
  }
  const [added] = there.keys()
  return added === undefined
    ? ok()
    : refuse('signature-file-added', `“${shown(added)}” is there and was not signed.`)
}

/** As plugin.json says; nothing where that cannot be read, which is refused elsewhere. */
function identityOf(files: readonly PackageFile[]): {
  readonly id: string
  readonly version: string
} {
  const text = files.find(({ path }) => path === 'plugin.json')?.bytes.toString('utf8') ?? ''
  const parsed = z.object({ id: z.string(), version: z.string() }).safeParse(parseJson(text))
  return parsed.success
    ? { id: parsed.data.id, version: parsed.data.version }
    : { id: '', version: '' }
}

function listOf(files: readonly PackageFile[]): Content['files'] {
  return files
    .map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: sha256(bytes) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** What is signed: all of the file but the signature, behind words that no other signature of ours begins with. */
function messageOf(content: object): Buffer {
  return Buffer.from(CONTEXT + canonicalJson(content))
}

function refuse(code: FailureCode, detail: string): Result<never> {
  return err(fail(code, detail))
}
