import { createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { OfferedVersion } from './offer'
import { getJson, type NpmRegistry } from './get-json'

const schema = z.object({
  keys: z
    .array(
      z.object({
        keyid: z.string().min(1).max(200),
        /** SPKI, base64. */
        key: z.string().max(1000),
        expires: z.iso.datetime({ offset: true }).nullable().optional(),
      }),
    )
    .max(20),
})
export type RegistryKey = z.infer<typeof schema>['keys'][number]

/** The keys by which a registry countersigns what it hands out, as npm’s own does; none where it signs nothing. */
export async function registryKeys(registry: NpmRegistry): Promise<Result<readonly RegistryKey[]>> {
  const answer = await getJson(registry, '/-/npm/v1/keys')
  if (!answer.ok) {
    // Registries without keys answer in many ways that it is not there.
    return answer.error.code === 'package-too-slow' ? answer : ok([])
  }
  const parsed = schema.safeParse(answer.value)
  return ok(parsed.success ? parsed.data.keys : [])
}

/** A key in one line, as it is kept. */
export function keyText({ keyid, key, expires }: RegistryKey): string {
  return [keyid, key, expires ?? ''].join(' ').trim()
}

/** Of a line that was kept; undefined where it is a key of another kind. */
export function keyOf(text: string): RegistryKey | undefined {
  const [keyid = '', key, expires] = text.split(' ')
  return key === undefined ? undefined : { keyid, key, ...(expires && { expires }) }
}

/** Whether the registry signed that this version is just these bytes: `name@version:integrity`. */
export function checkCountersignature(
  id: string,
  { version, integrity, signatures, published }: OfferedVersion,
  keys: readonly RegistryKey[],
): Result<void> {
  if (keys.length === 0) return ok()
  const ours = signatures.flatMap(({ keyid, sig }) => {
    const key = keys.find(each => each.keyid === keyid)
    return key === undefined ? [] : [{ key, sig }]
  })
  if (ours.length === 0) {
    const detail = `The registry signs what it has, and not “${id}” ${version}.`
    return err(fail('registry-signature-missing', detail))
  }
  const message = Buffer.from(`${id}@${version}:${integrity}`)
  const isSigned = ours.some(({ key, sig }) => fits(key, sig, message, published))
  if (isSigned) return ok()
  const detail = `The registry’s signature does not fit “${id}” ${version}.`
  return err(fail('registry-signature-wrong', detail))
}

function fits(
  { key, expires }: RegistryKey,
  sig: string,
  message: Buffer,
  published: number | undefined,
): boolean {
  // A key may have signed until it ended.
  const end = Date.parse(expires ?? '')
  if (Number.isFinite(end) && (published ?? Date.now()) > end) return false
  try {
    const spki = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
    const hash = spki.asymmetricKeyType === 'ed25519' ? undefined : 'sha256'
    return verify(hash, message, spki, Buffer.from(sig, 'base64'))
  } catch {
    return false
  }
}
